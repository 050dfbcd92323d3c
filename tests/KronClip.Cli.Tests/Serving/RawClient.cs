using System.Net.Sockets;
using System.Text;

namespace KronClip.Cli.Tests.Serving;

/// <summary>A caller that keeps to no rule of HTTP: sends what it is told, byte for byte.</summary>
sealed class RawClient : IDisposable
{
    readonly TcpClient tcp = new();
    readonly CancellationTokenSource limit = new(TimeSpan.FromMinutes(2));       // a server that hangs fails the test and does not hang it

    NetworkStream? stream;

    RawClient() { }

    public static async Task<RawClient> Connect(string address)
    {
        var client = new RawClient();
        var uri = new Uri(address);
        await client.tcp.ConnectAsync(uri.Host, uri.Port, client.limit.Token);
        client.stream = client.tcp.GetStream();
        return client;
    }

    public Task Send(string text) => Send(Encoding.Latin1.GetBytes(text));

    public Task Send(ReadOnlyMemory<byte> bytes) => stream!.WriteAsync(bytes, limit.Token).AsTask();

    /// <summary>The head of a request with a picture for a body.</summary>
    public Task Post(string framing, string more = "") => Send($"POST /api/classify HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: image/png\r\n{framing}\r\n{more}\r\n");

    public void EndSending() => tcp.Client.Shutdown(SocketShutdown.Send);

    /// <summary>All that the server says until it closes the connection, or breaks it off.</summary>
    public Task<string> ReadToEnd() => Read(_ => false);

    /// <summary>What the server says up to the end of an answer's headers.</summary>
    public Task<string> ReadHeaders() => Read(said => said.Contains("\r\n\r\n", StringComparison.Ordinal));

    async Task<string> Read(Func<string, bool> enough)
    {
        var said = new StringBuilder();
        var buffer = new byte[4096];
        try
        {
            for (int read; !enough(said.ToString()) && (read = await stream!.ReadAsync(buffer, limit.Token)) > 0;)
                said.Append(Encoding.Latin1.GetString(buffer, 0, read));
        }
        catch (IOException)
        {
            // Broken off: what was said until then counts.
        }
        return said.ToString();
    }

    public void Dispose()
    {
        tcp.Dispose();
        limit.Dispose();
    }
}
