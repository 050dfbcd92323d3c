using System.Net.Http.Json;
using System.Text.Json.Nodes;
using KronClip.Server;

namespace KronClip.Cli.Tests.Serving;

/// <summary>A server with a workspace, and the requests that the page sends.</summary>
sealed class Studio(RunningServer server) : IAsyncDisposable
{
    public HttpClient Client => server.Client;

    public static async Task<Studio> Open(string workspace, string model, Func<ServerOptions, ServerOptions>? with = null)
    {
        var options = new ServerOptions { Classifiers = "", Workspace = workspace, Model = model, Cache = "" };
        return new Studio(await RunningServer.Start(with?.Invoke(options) ?? options));
    }

    public Task<(int Status, JsonNode? Body)> Get(string address) => server.Get(address);

    public async Task<(int Status, JsonNode? Body)> Send(HttpMethod method, string address, JsonNode? body = null)
    {
        using var request = new HttpRequestMessage(method, address) { Content = body is null ? null : JsonContent.Create(body) };
        using var answer = await Client.SendAsync(request);
        var text = await answer.Content.ReadAsStringAsync();
        return ((int)answer.StatusCode, text.Length == 0 ? null : text[0] is '{' or '[' ? JsonNode.Parse(text) : JsonValue.Create(text));
    }

    public Task<(int Status, JsonNode? Body)> Post(string address, JsonNode? body = null) => Send(HttpMethod.Post, address, body);

    /// <summary>What a request gives that must succeed.</summary>
    public async Task<JsonNode> Ok(Task<(int Status, JsonNode? Body)> sent)
    {
        var (status, body) = await sent;
        Assert.True(status is >= 200 and < 300, $"{status}: {body?.ToJsonString()}");
        return body!;
    }

    public async Task<(int Status, JsonNode? Body)> Upload(string address, IEnumerable<(string Name, byte[] Bytes)> files, params (string Name, string Value)[] fields)
    {
        using var form = new MultipartFormDataContent();
        foreach (var (name, bytes) in files)
            form.Add(RunningServer.Picture(bytes), "files", name);
        foreach (var (name, value) in fields)
            form.Add(new StringContent(value), name);
        return await server.Post(address, form);
    }

    /// <summary>A project with classes of these names and pictures of class folders, some of each.</summary>
    public async Task<string> Project(string name, string pictures, IReadOnlyList<string> classes, int perClass, int skip = 0)
    {
        var id = (string)(await Ok(Post("/api/projects", new JsonObject { ["name"] = name })))["id"]!;
        foreach (var c in classes)
        {
            var folder = (string)(await Ok(Post($"/api/projects/{id}/classes", new JsonObject { ["name"] = c })))["folder"]!;
            var added = await Ok(Upload($"/api/projects/{id}/classes/{folder}/pictures", Files(pictures, c, skip, perClass)));
            Assert.Equal(perClass, added["added"]!.AsArray().Count);
        }
        return id;
    }

    public static IEnumerable<(string Name, byte[] Bytes)> Files(string pictures, string name, int skip, int count) =>
        Directory.EnumerateFiles(Path.Combine(pictures, name)).Order(StringComparer.Ordinal).Skip(skip).Take(count).Select(f => (Path.GetFileName(f), File.ReadAllBytes(f)));

    /// <summary>Trains to the end and gives the training.</summary>
    public async Task<JsonNode> Train(string id, JsonNode? wish = null)
    {
        var (status, begun) = await Post($"/api/projects/{id}/train", wish);
        Assert.True(status == 202, $"{status}: {begun?.ToJsonString()}");
        Assert.Equal("running", (string?)begun!["state"]);
        return await Ended(id);
    }

    public async Task<JsonNode> Ended(string id)
    {
        for (var tries = 0; tries < 2400; tries++)
        {
            var training = await Ok(Get($"/api/projects/{id}/training"));
            if ((string?)training["state"] != "running")
                return training;
            await Task.Delay(50);
        }
        throw new TimeoutException("the training does not end");
    }

    public ValueTask DisposeAsync() => server.DisposeAsync();
}
