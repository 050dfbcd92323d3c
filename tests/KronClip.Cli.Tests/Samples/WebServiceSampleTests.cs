using System.Diagnostics;
using System.Net;
using System.Net.Http.Json;
using System.Net.Sockets;
using System.Text.Json.Nodes;

namespace KronClip.Cli.Tests.Samples;

/// <summary>samples/WebService as a process of its own: an answer for a picture, a reason for what is none.</summary>
public sealed class WebServiceSampleTests(Sample sample)
{
    [Fact]
    public async Task APictureGetsItsClassesAndABrokenOneAReason()
    {
        var cancel = TestContext.Current.CancellationToken;
        var address = $"http://127.0.0.1:{FreePort()}";
        var start = new ProcessStartInfo(CliRunner.Host, [Path.Combine(AppContext.BaseDirectory, "WebService.dll"), "--classifier", sample.Classifier, "--urls", address]) { RedirectStandardOutput = true, RedirectStandardError = true };
        using var service = Process.Start(start)!;
        try
        {
            var (output, error) = (service.StandardOutput.ReadToEndAsync(cancel), service.StandardError.ReadToEndAsync(cancel));
            using var client = new HttpClient { BaseAddress = new Uri(address) };
            using var answer = await Post(client, File.ReadAllBytes(sample.Picture), service);
            Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
            var labels = (await answer.Content.ReadFromJsonAsync<JsonObject>(cancel))!["labels"]!.AsArray();
            Assert.Equal(3, labels.Count);
            Assert.True(labels[0]!["confidence"]!.GetValue<double>() >= labels[1]!["confidence"]!.GetValue<double>());
            Assert.NotEmpty(labels[0]!["name"]!.GetValue<string>());

            using var refused = await Post(client, "no picture"u8.ToArray(), service);
            Assert.Equal(HttpStatusCode.BadRequest, refused.StatusCode);
            Assert.Contains("picture 1", await refused.Content.ReadAsStringAsync(cancel), StringComparison.Ordinal);
            service.Kill();
            await Task.WhenAll(output, error);
        }
        finally
        {
            if (!service.HasExited)
                service.Kill();
        }
    }

    /// <summary>Asks until it listens.</summary>
    static async Task<HttpResponseMessage> Post(HttpClient client, byte[] body, Process service)
    {
        for (var tries = 0; ; tries++)
        {
            try
            {
                return await client.PostAsync("/classify", new ByteArrayContent(body), TestContext.Current.CancellationToken);
            }
            catch (HttpRequestException) when (tries < 600 && !service.HasExited)
            {
                await Task.Delay(50, TestContext.Current.CancellationToken);
            }
        }
    }

    static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
