using System.Net.Http.Json;
using System.Text.Json.Nodes;
using KronClip.Server;

namespace KronClip.Cli.Tests.Serving;

/// <summary>A server in this process, on a free port of this machine, and a client for it.</summary>
sealed class RunningServer : IAsyncDisposable
{
    readonly ServerHost host;

    RunningServer(ServerHost host, string? token, HttpMessageHandler? handler)
    {
        this.host = host;
        Client = new HttpClient(handler ?? new HttpClientHandler()) { BaseAddress = new Uri(host.Address) };
        if (token is not null)
            Client.DefaultRequestHeaders.Authorization = new("Bearer", token);
    }

    public HttpClient Client { get; }

    public ServerHost Host => host;

    public static async Task<RunningServer> Start(ServerOptions options, bool ready = true, HttpMessageHandler? handler = null)
    {
        var server = new RunningServer(await ServerHost.Start(options with { Port = 0 }), options.Token, handler);
        for (var tries = 0; ready && tries < 600 && !server.host.IsReady; tries++)
            await Task.Delay(50);
        if (ready)
            Assert.True(server.host.IsReady, "the server does not become ready");
        return server;
    }

    public async Task<(int Status, JsonNode? Body)> Get(string address)
    {
        using var answer = await Client.GetAsync(address);
        return ((int)answer.StatusCode, await Body(answer));
    }

    public async Task<(int Status, JsonNode? Body)> Post(string address, HttpContent content)
    {
        using var answer = await Client.PostAsync(address, content);
        return ((int)answer.StatusCode, await Body(answer));
    }

    public Task<(int Status, JsonNode? Body)> PostJson(string address, JsonNode body) => Post(address, JsonContent.Create(body));

    public static ByteArrayContent Picture(byte[] bytes)
    {
        var content = new ByteArrayContent(bytes);
        content.Headers.ContentType = new("image/png");
        return content;
    }

    /// <summary>Waits until something is true of the server; whether it became so.</summary>
    public static async Task<bool> Until(Func<bool> holds)
    {
        for (var tries = 0; tries < 1200 && !holds(); tries++)
            await Task.Delay(50);
        return holds();
    }

    static async Task<JsonNode?> Body(HttpResponseMessage answer)
    {
        var text = await answer.Content.ReadAsStringAsync();
        return text.StartsWith('{') || text.StartsWith('[') ? JsonNode.Parse(text) : JsonValue.Create(text);
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await host.DisposeAsync();
    }
}
