using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using KronClip.Server;
using KronClip.Testing;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace KronClip.Cli.Tests.Serving;

/// <summary>The OpenAPI document is written by hand; here it is held against the routes that there are and the answers that they give.</summary>
public sealed partial class OpenApiTests(Sample sample)
{
    ServerOptions Options => new() { Classifiers = sample.Classifier, MostPictures = 3, MostBytes = 500_000 };

    static async Task<JsonObject> Document(RunningServer server)
    {
        var (status, body) = await server.Get("/openapi/v1.json");
        Assert.Equal(200, status);
        return body!.AsObject();
    }

    static IEnumerable<(string Path, string Method, JsonObject Operation)> Operations(JsonObject document) =>
        document["paths"]!.AsObject().SelectMany(p => p.Value!.AsObject().Select(m => (p.Key, m.Key, m.Value!.AsObject())));

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task EveryRouteIsDescribedAndEveryDescriptionIsARoute(bool workspace)
    {
        using var folder = TestFiles.Temporary();
        await using var server = await RunningServer.Start(workspace ? Options with { Workspace = folder.File("workspace") } : Options);
        var routes = server.Host.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
            .Where(e => e.Metadata.GetMetadata<Microsoft.AspNetCore.Routing.IExcludeFromDescriptionMetadata>()?.ExcludeFromDescription != true)
            .SelectMany(e => e.Metadata.GetMetadata<HttpMethodMetadata>()!.HttpMethods.Select(m => $"{m.ToLowerInvariant()} {PathOf(e)}"));
        var described = Operations(await Document(server)).Select(o => $"{o.Method} {o.Path}");
        Assert.Equal(routes.Order(StringComparer.Ordinal), described.Order(StringComparer.Ordinal));
    }

    /// <summary>A route as OpenAPI writes it: without constraints.</summary>
    static string PathOf(RouteEndpoint endpoint) => "/" + Parameter().Replace(endpoint.RoutePattern.RawText!.Trim('/'), "{$1}");

    /// <summary>What the document itself promises: references that lead somewhere, parameters that stand in the path, names that are there once, answers for every operation.</summary>
    [Theory]
    [InlineData(null, false)]
    [InlineData("a long secret", false)]
    [InlineData(null, true)]
    public async Task TheDocumentIsWhole(string? token, bool workspace)
    {
        using var folder = TestFiles.Temporary();
        await using var server = await RunningServer.Start(Options with { Token = token, Workspace = workspace ? folder.File("workspace") : null });
        var document = await Document(server);
        Assert.StartsWith("3.1", (string?)document["openapi"], StringComparison.Ordinal);
        Assert.Equal(Library.Version, (string?)document["info"]!["version"]);
        var check = new JsonSchemaCheck(document);
        Assert.All(Reference().Matches(document.ToJsonString()).Select(m => m.Groups[1].Value).Distinct(), reference => Assert.NotNull(check.Find(reference)));
        var operations = Operations(document).ToArray();
        string[] ids = [.. operations.Select(o => (string)o.Operation["operationId"]!)];
        Assert.Equal(ids.Distinct(), ids);
        foreach (var (path, method, operation) in operations)
        {
            var stated = operation["parameters"]?.AsArray().Where(p => (string?)p!["in"] == "path").Select(p => (string)p!["name"]!) ?? [];
            Assert.Equal(Parameter().Matches(path).Select(m => m.Groups[1].Value), stated);
            Assert.All(operation["responses"]!.AsObject(), r => Assert.Matches("^[1-5][0-9][0-9]$", r.Key));
            var open = operation.ContainsKey("security");
            Assert.Equal(path.Contains("/health/", StringComparison.Ordinal), open);
            Assert.Equal(!open && token is not null, operation["responses"]!.AsObject().ContainsKey("401"));
            Assert.Equal(!open && token is null, operation["responses"]!.AsObject().ContainsKey("403"));
            Assert.True(method is "get" or "delete" || path.EndsWith("/use", StringComparison.Ordinal) || operation.ContainsKey("requestBody"), path);
        }
        Assert.Equal(token is not null, document.ContainsKey("security"));
    }

    /// <summary>Real requests, right and wrong: each answer has a status that is described, and a body as it is described.</summary>
    [Fact]
    public async Task RealAnswersAreAsDescribed()
    {
        await using var server = await RunningServer.Start(Options with { Token = "a long secret", QueueLength = 2 });
        var document = await Document(server);
        var check = new JsonSchemaCheck(document);
        var bytes = File.ReadAllBytes(sample.Picture);
        var base64 = Convert.ToBase64String(bytes);
        var version = (string?)(await server.Get("/api/classifiers/sample")).Body!["version"];
        HttpContent Picture() => RunningServer.Picture(bytes);
        static HttpContent Json(string text) => new StringContent(text, Encoding.UTF8, "application/json");
        string Images(int count) => $$"""{"images":[{{string.Join(',', Enumerable.Repeat($"\"{base64}\"", count))}}]}""";
        string Infer(string shape, string data) => $$"""{"id":"7","inputs":[{"name":"image","datatype":"BYTES","shape":{{shape}},"data":{{data}}}]}""";
        async Task Is(int expected, string route, string address, HttpContent? content = null)
        {
            using var answer = content is null ? await server.Client.GetAsync(address) : await server.Client.PostAsync(address, content);
            Assert.Equal(expected, (int)answer.StatusCode);
            var response = document["paths"]![route]![content is null ? "get" : "post"]!["responses"]![expected.ToString(System.Globalization.CultureInfo.InvariantCulture)];
            Assert.True(response is not null, $"{route}: {expected} is not described");
            response = response["$ref"] is { } reference ? check.Find((string)reference!) : response;
            var (type, media) = response["content"]!.AsObject().Single();
            Assert.Equal(type, answer.Content.Headers.ContentType?.MediaType);
            foreach (var header in response["headers"]?.AsObject().Select(h => h.Key) ?? [])
                Assert.True(answer.Headers.Contains(header), header);
            var text = await answer.Content.ReadAsStringAsync();
            Assert.Empty(check.Errors(media!["schema"]!, type == "text/plain" ? JsonValue.Create(text) : JsonNode.Parse(text)));
        }
        foreach (var address in new[] { "/api", "/api/classifiers", "/v2", "/v2/health/live", "/v2/health/ready", "/health/live", "/health/ready", "/metrics", "/openapi/v1.json" })
            await Is(200, address, address);
        await Is(200, "/api/classifiers/{name}", "/api/classifiers/sample");
        await Is(404, "/api/classifiers/{name}", "/api/classifiers/nobody");
        await Is(404, "/api/classifiers/{name}/drift", "/api/classifiers/sample/drift");
        await Is(404, "/api/classifiers/{name}/log", "/api/classifiers/sample/log");
        await Is(400, "/api/classifiers/{name}/onnx", "/api/classifiers/sample/onnx?weights=fp64");
        await Is(404, "/api/classifiers/{name}/file", "/api/classifiers/nobody/file");
        await Is(200, "/api/classify", "/api/classify", Picture());
        await Is(200, "/api/classify", "/api/classify?top=1&unknown=0.5", Json(Images(2)));
        await Is(200, "/api/classifiers/{name}/classify", "/api/classifiers/sample/classify", new MultipartFormDataContent { { Picture(), "any", "a.png" } });
        await Is(404, "/api/classifiers/{name}/classify", "/api/classifiers/nobody/classify", Picture());
        await Is(400, "/api/classify", "/api/classify?top=0", Picture());
        await Is(400, "/api/classify", "/api/classify?unknown=1.5", Picture());
        await Is(400, "/api/classify", "/api/classify", Json("{}"));
        await Is(413, "/api/classify", "/api/classify", Json(Images(4)));
        await Is(413, "/api/classify", "/api/classify", RunningServer.Picture(new byte[500_001]));
        await Is(415, "/api/classify", "/api/classify", new StringContent("hello"));
        await Is(422, "/api/classify", "/api/classify", RunningServer.Picture(bytes[..50]));
        await Is(503, "/api/classify", "/api/classify", Json(Images(3)));
        foreach (var (route, address) in new[] { ("/v2/models/{name}", "/v2/models/sample"), ("/v2/models/{name}/versions/{version}", $"/v2/models/sample/versions/{version}") })
        {
            await Is(200, route, address);
            await Is(200, route + "/ready", address + "/ready");
            await Is(200, route + "/infer", address + "/infer", Json(Infer("[1]", $"[\"{base64}\"]")));
            await Is(400, route + "/infer", address + "/infer", Json(Infer("[2]", $"[\"{base64}\"]")));
            await Is(422, route + "/infer", address + "/infer", Json(Infer("[1]", "[\"AAAA\"]")));
            await Is(503, route + "/infer", address + "/infer", Json(Infer("[3]", $"[\"{base64}\",\"{base64}\",\"{base64}\"]")));
            await Is(404, route, address.Replace("sample", "nobody", StringComparison.Ordinal));
            await Is(404, route + "/infer", address.Replace("sample", "nobody", StringComparison.Ordinal) + "/infer", Json("{}"));
        }
        Assert.Empty(check.Errors(check.Find("#/components/schemas/Pictures"), JsonNode.Parse(Images(3))));
        Assert.NotEmpty(check.Errors(check.Find("#/components/schemas/Pictures"), JsonNode.Parse(Images(4))));
        Assert.Empty(check.Errors(check.Find("#/components/schemas/V2Request"), JsonNode.Parse(Infer("[1]", $"[\"{base64}\"]"))));
        Assert.NotEmpty(check.Errors(check.Find("#/components/schemas/V2Request"), JsonNode.Parse("""{"inputs":[]}""")));
        server.Client.DefaultRequestHeaders.Authorization = null;
        await Is(401, "/api", "/api");
        await Is(401, "/v2", "/v2");
    }

    /// <summary>The addresses of a workspace, as far as they answer without a training.</summary>
    [Fact]
    public async Task AnswersOfAWorkspaceAreAsDescribed()
    {
        using var folder = TestFiles.Temporary();
        await using var server = await RunningServer.Start(Options with { Workspace = folder.File("workspace") });
        var document = await Document(server);
        var check = new JsonSchemaCheck(document);
        async Task<JsonNode?> Is(int expected, string method, string route, string address, HttpContent? content = null)
        {
            using var request = new HttpRequestMessage(new HttpMethod(method), address) { Content = content };
            using var answer = await server.Client.SendAsync(request);
            var text = await answer.Content.ReadAsStringAsync();
            Assert.True(expected == (int)answer.StatusCode, $"{method} {address}: {(int)answer.StatusCode} {text}");
            var response = document["paths"]![route]![method]!["responses"]![expected.ToString(System.Globalization.CultureInfo.InvariantCulture)];
            Assert.True(response is not null, $"{method} {route}: {expected} is not described");
            response = response["$ref"] is { } reference ? check.Find((string)reference!) : response;
            if (response["content"]?["application/json"] is not { } media)
                return null;
            var body = JsonNode.Parse(text);
            Assert.Empty(check.Errors(media["schema"]!, body));
            return body;
        }
        static HttpContent Json(string text) => new StringContent(text, Encoding.UTF8, "application/json");
        const string project = "/api/projects/{id}";
        var id = (string)(await Is(201, "post", "/api/projects", "/api/projects", Json("""{"name":"Screws"}""")))!["id"]!;
        var at = $"/api/projects/{id}";
        await Is(200, "get", "/api/models", "/api/models");
        await Is(200, "get", "/api/projects", "/api/projects");
        await Is(400, "post", "/api/projects", "/api/projects", Json("""{"name":""}"""));
        foreach (var broken in new[] { """{"name":""", "[]", "" })
        {
            using var answer = await server.Client.PostAsync("/api/projects", Json(broken));
            Assert.Equal((400, "application/problem+json"), ((int)answer.StatusCode, answer.Content.Headers.ContentType?.MediaType));
            Assert.DoesNotContain("Wish", await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        }
        var screw = (string)(await Is(201, "post", project + "/classes", at + "/classes", Json("""{"name":"screw"}""")))!["folder"]!;
        await Is(409, "post", project + "/classes", at + "/classes", Json("""{"name":"Screw"}"""));
        using var form = new MultipartFormDataContent { { RunningServer.Picture(File.ReadAllBytes(sample.Picture)), "files", "a.png" } };
        var added = await Is(200, "post", project + "/classes/{folder}/pictures", $"{at}/classes/{screw}/pictures", form);
        var picture = (string)added!["added"]![0]!;
        await Is(200, "get", project + "/pictures", $"{at}/pictures?class={screw}");
        await Is(200, "get", project + "/pictures/{picture}", $"{at}/pictures/{picture}");
        await Is(200, "patch", project + "/classes/{folder}", $"{at}/classes/{screw}", Json("""{"words":"a wood screw"}"""));
        await Is(200, "get", project, at);
        await Is(200, "get", project + "/training", at + "/training");
        await Is(200, "get", project + "/versions", at + "/versions");
        await Is(200, "get", project + "/audit", at + "/audit");
        await Is(404, "get", project + "/report", at + "/report");
        await Is(404, "get", project + "/thresholds", at + "/thresholds");
        await Is(204, "delete", project + "/pictures/{picture}", $"{at}/pictures/{picture}");
        await Is(204, "delete", project + "/classes/{folder}", $"{at}/classes/{screw}");
        await Is(204, "delete", project, at);
        await Is(404, "get", project, at);
    }

    [GeneratedRegex(@"\{\**(\w+)[^}]*\}")]
    private static partial Regex Parameter();

    [GeneratedRegex("""\$ref":"([^"]+)""")]
    private static partial Regex Reference();
}
