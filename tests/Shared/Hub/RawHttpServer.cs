using System.Collections.Concurrent;
using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using System.Text;

namespace KronClip.Testing;

/// <summary>What a client asked.</summary>
sealed record RawRequest(string Method, string Target, IReadOnlyDictionary<string, string> Headers)
{
    public string? Header(string name) => Headers.GetValueOrDefault(name.ToLowerInvariant());

    /// <summary>The path of the target, which a client of a proxy writes with its host.</summary>
    public string Path => Uri.TryCreate(Target, UriKind.Absolute, out var uri) && uri.Scheme == "http" ? uri.PathAndQuery : Target;
}

/// <summary>What is answered: headers as they are given, and of the body only so many bytes, after which the connection is cut.</summary>
sealed record RawAnswer(int Status, byte[] Body, params (string Name, string Value)[] Headers)
{
    /// <summary>Bytes of the body that are sent; null sends all.</summary>
    public int? CutAfter { get; init; }

    /// <summary>Content-Length, where it shall lie; null tells the truth.</summary>
    public long? Length { get; init; }

    /// <summary>Waits so long before the last byte.</summary>
    public TimeSpan Standstill { get; init; }

    public static RawAnswer Text(int status, string text, string type = "application/json", params (string, string)[] headers) =>
        new(status, Encoding.UTF8.GetBytes(text), [("Content-Type", type), .. headers]);
}

/// <summary>A server on this machine alone that does exactly what a test says: one request per connection, no courtesy of a real server in between.</summary>
sealed class RawHttpServer : IDisposable
{
    readonly TcpListener listener = new(IPAddress.Loopback, 0);
    readonly Func<RawRequest, RawAnswer> answer;
    readonly X509Certificate2? certificate;
    readonly ConcurrentQueue<RawRequest> requests = new();
    readonly CancellationTokenSource stop = new();

    public RawHttpServer(Func<RawRequest, RawAnswer> answer, X509Certificate2? certificate = null)
    {
        (this.answer, this.certificate) = (answer, certificate);
        listener.Start(backlog: 200);
        _ = AcceptAsync();
    }

    public int Port => ((IPEndPoint)listener.LocalEndpoint).Port;

    public string Address => $"{(certificate is null ? "http" : "https")}://127.0.0.1:{Port}";

    /// <summary>All requests so far, in order.</summary>
    public IReadOnlyList<RawRequest> Requests => [.. requests];

    public void Dispose()
    {
        stop.Cancel();
        listener.Dispose();
        stop.Dispose();
    }

    async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                var client = await listener.AcceptTcpClientAsync();
                _ = Task.Run(() => ServeAsync(client));
            }
        }
        catch (Exception error) when (error is SocketException or ObjectDisposedException or InvalidOperationException)
        {
            // The test is over.
        }
    }

    async Task ServeAsync(TcpClient client)
    {
        using var connection = client;
        try
        {
            client.NoDelay = true;
            Stream stream = client.GetStream();
            if (certificate is not null)
            {
                var secure = new SslStream(stream);
                await secure.AuthenticateAsServerAsync(certificate);
                stream = secure;
            }
            if (await ReadAsync(stream) is not { } request)
                return;
            requests.Enqueue(request);
            await WriteAsync(stream, request, answer(request));
        }
        catch (Exception error) when (error is IOException or SocketException or System.Security.Authentication.AuthenticationException or ObjectDisposedException or OperationCanceledException)
        {
            // The client has gone.
        }
    }

    static async Task<RawRequest?> ReadAsync(Stream stream)
    {
        var head = new List<byte>();
        var one = new byte[1];
        while (!head.TakeLast(4).SequenceEqual("\r\n\r\n"u8.ToArray()))
        {
            if (await stream.ReadAsync(one) == 0)
                return null;
            head.Add(one[0]);
        }
        var lines = Encoding.Latin1.GetString([.. head]).Split("\r\n", StringSplitOptions.RemoveEmptyEntries);
        var headers = lines.Skip(1).Select(line => line.Split(':', 2)).ToDictionary(p => p[0].ToLowerInvariant(), p => p[1].Trim());
        return lines[0].Split(' ') is [var method, var target, _] ? new RawRequest(method, target, headers) : null;
    }

    async Task WriteAsync(Stream stream, RawRequest request, RawAnswer answer)
    {
        var head = new StringBuilder($"HTTP/1.1 {answer.Status} Answer\r\nConnection: close\r\nContent-Length: {answer.Length ?? answer.Body.Length}\r\n");
        foreach (var (name, value) in answer.Headers)
            head.Append($"{name}: {value}\r\n");
        await stream.WriteAsync(Encoding.Latin1.GetBytes(head.Append("\r\n").ToString()));
        if (request.Method == "HEAD")
            return;
        var body = answer.Body.AsMemory(0, Math.Min(answer.CutAfter ?? int.MaxValue, answer.Body.Length));
        if (answer.Standstill > TimeSpan.Zero && body.Length > 0)
        {
            await stream.WriteAsync(body[..^1]);
            await stream.FlushAsync();
            await Task.Delay(answer.Standstill, stop.Token);
            body = body[^1..];
        }
        await stream.WriteAsync(body);
        await stream.FlushAsync();
    }
}
