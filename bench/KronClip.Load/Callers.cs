using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net;
using System.Net.Http.Headers;

namespace KronClip.Load;

/// <summary>What a turn of callers measured.</summary>
/// <param name="Seconds">How long it took.</param>
/// <param name="Pictures">Pictures that were answered.</param>
/// <param name="Refused">Answers 503; the caller waits a little, as it is told to, and asks again.</param>
/// <param name="Latencies">Seconds of each answered request.</param>
sealed record CallersTurn(double Seconds, int Pictures, int Refused, IReadOnlyList<double> Latencies);

/// <summary>Callers that send their next request when they have the answer to the last. Bodies are made beforehand, so that a caller costs little.</summary>
sealed class Callers(HttpClient client, IReadOnlyList<byte[]> pictures)
{
    /// <summary>Drives the server until so many requests were sent, or so much time is over.</summary>
    public async Task<CallersTurn> Turn(int count, int perRequest, int requests, double seconds)
    {
        var latencies = new ConcurrentBag<double>();
        var (begin, sent, refused) = (Stopwatch.GetTimestamp(), 0, 0);
        async Task Call()
        {
            for (int number; (number = Interlocked.Increment(ref sent)) <= requests && Stopwatch.GetElapsedTime(begin).TotalSeconds < seconds;)
            {
                while (true)
                {
                    using var body = Body(number, perRequest);
                    var asked = Stopwatch.GetTimestamp();
                    using var answer = await client.PostAsync("/api/classify", body).ConfigureAwait(false);
                    await answer.Content.ReadAsByteArrayAsync().ConfigureAwait(false);
                    if (answer.StatusCode == HttpStatusCode.OK)
                    {
                        latencies.Add(Stopwatch.GetElapsedTime(asked).TotalSeconds);
                        break;
                    }
                    if (answer.StatusCode != HttpStatusCode.ServiceUnavailable)
                        throw new InvalidOperationException($"The server answered {(int)answer.StatusCode}.");
                    Interlocked.Increment(ref refused);
                    if (Stopwatch.GetElapsedTime(begin).TotalSeconds > 2 * seconds)
                        break;
                    await Task.Delay(answer.Headers.RetryAfter?.Delta ?? TimeSpan.FromSeconds(1)).ConfigureAwait(false);
                }
            }
        }
        await Task.WhenAll(Enumerable.Range(0, count).Select(_ => Call())).ConfigureAwait(false);
        return new CallersTurn(Stopwatch.GetElapsedTime(begin).TotalSeconds, latencies.Count * perRequest, refused, [.. latencies]);
    }

    HttpContent Body(int number, int perRequest)
    {
        if (perRequest == 1)
            return Picture(number);
        var form = new MultipartFormDataContent();
        for (var i = 0; i < perRequest; i++)
            form.Add(Picture(number * perRequest + i), "file", "picture");
        return form;
    }

    ByteArrayContent Picture(int number) => new(pictures[number % pictures.Count]) { Headers = { ContentType = new MediaTypeHeaderValue("application/octet-stream") } };
}
