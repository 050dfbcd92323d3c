using System.Text.Json.Nodes;
using KronClip.Testing;

namespace KronClip.Cli.Tests.Serving;

/// <summary>The whole way over HTTP, as a person goes it on the page: project, classes, pictures, training, trying, correcting, versions, downloads.</summary>
public sealed class StudioTests(Sample sample) : IDisposable
{
    static readonly JsonObject Quick = new() { ["method"] = "ridge" };

    readonly TemporaryFolder folder = TestFiles.Temporary();

    public void Dispose() => folder.Dispose();

    IReadOnlyList<string> Classes => [.. Directory.EnumerateDirectories(sample.Pictures).Select(d => Path.GetFileName(d)!).Order(StringComparer.Ordinal)];

    Task<Studio> Open() => Studio.Open(folder.File("workspace"), sample.Model);

    [Fact]
    public async Task FromPicturesToADownload()
    {
        await using var studio = await Open();
        Assert.True((bool)(await studio.Ok(studio.Get("/api")))["workspace"]!);
        Assert.Contains((await studio.Ok(studio.Get("/api/models"))).AsArray(), m => (bool)m!["default"]!);
        var id = await studio.Project("Rote Kreise", sample.Pictures, Classes, 12);
        Assert.Equal("rote-kreise", id);

        var training = await studio.Train(id, Quick.DeepClone());
        Assert.True((string?)training["state"] == "done", training.ToJsonString());
        var result = training["result"]!;
        Assert.True((bool)result["switched"]!);
        Assert.Equal(2 * Classes.Count, (int)result["testPictures"]!);                  // a fifth of 12 of each class
        Assert.InRange((double)result["accuracy"]!, (double)result["low"]!, (double)result["high"]!);
        Assert.Contains("had never seen", (string?)result["sentence"], StringComparison.Ordinal);
        Assert.Contains("rough figure", (string?)result["sentence"], StringComparison.Ordinal);

        var project = await studio.Ok(studio.Get($"/api/projects/{id}"));
        Assert.Equal(12 * Classes.Count, (int)project["pictures"]!);
        Assert.Equal((string?)result["version"], (string?)project["current"]!["version"]);
        var answer = await studio.Ok(studio.Upload($"/api/classifiers/{id}/classify", [("x.png", File.ReadAllBytes(sample.Picture))]));
        Assert.Equal((string?)result["version"], (string?)answer["version"]);
        Assert.NotNull(answer["results"]![0]!["unknown"]);                              // by the classifier's own threshold

        using var file = await studio.Client.GetAsync($"/api/classifiers/{id}/file", TestContext.Current.CancellationToken);
        Assert.Equal($"{id}.kronclip", file.Content.Headers.ContentDisposition!.FileName);
        Assert.Equal("nosniff", file.Headers.GetValues("X-Content-Type-Options").Single());
        Assert.Equal(File.ReadAllBytes(folder.File("workspace", "projects", id, "current.kronclip")), await file.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken));

        using var report = await studio.Client.GetAsync($"/api/projects/{id}/report?language=ja", TestContext.Current.CancellationToken);
        Assert.Contains("sandbox", report.Headers.GetValues("Content-Security-Policy").Single(), StringComparison.Ordinal);
        Assert.Contains("<html", await report.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);

        var picture = (await studio.Ok(studio.Get($"/api/projects/{id}/pictures"))).AsArray()[0]!;
        Assert.EndsWith(".png", (string?)picture["file"], StringComparison.Ordinal);
        using var shown = await studio.Client.GetAsync($"/api/projects/{id}/pictures/{picture["id"]}", TestContext.Current.CancellationToken);
        Assert.Equal("image/png", shown.Content.Headers.ContentType!.MediaType);
        Assert.Equal((long)picture["bytes"]!, (await shown.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken)).Length);
    }

    [Fact]
    public async Task ItExportsOnnx()
    {
        await using var studio = await Open();
        var id = await studio.Project("onnx", sample.Pictures, Classes, 4);
        Assert.Equal("done", (string?)(await studio.Train(id, Quick.DeepClone()))["state"]);
        using var onnx = await studio.Client.GetAsync($"/api/classifiers/{id}/onnx?weights=fp32", TestContext.Current.CancellationToken);
        Assert.True(onnx.IsSuccessStatusCode, await onnx.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
        Assert.Equal($"{id}.onnx", onnx.Content.Headers.ContentDisposition!.FileName);
        Assert.Equal(400, (await studio.Get($"/api/classifiers/{id}/onnx?weights=fp4")).Status);
        Assert.Equal(404, (await studio.Get("/api/classifiers/nothing/onnx")).Status);
    }

    /// <summary>A correction is learned from, the two versions are compared on the same pictures, and everything outlives a restart.</summary>
    [Fact]
    public async Task ACorrectionARetrainingAndARestart()
    {
        string id;
        JsonNode second;
        await using (var studio = await Open())
        {
            id = await studio.Project("parts", sample.Pictures, Classes, 23);
            Assert.Equal("done", (string?)(await studio.Train(id, Quick.DeepClone()))["state"]);
            var corrected = await studio.Ok(studio.Upload($"/api/projects/{id}/corrections", Studio.Files(sample.Pictures, Classes[0], 23, 1),
                ("class", (string)(await studio.Ok(studio.Get($"/api/projects/{id}")))["classes"]![0]!["folder"]!), ("said", Classes[1]), ("confidence", "0.7")));
            Assert.Equal(1, (int)corrected["corrections"]!);
            second = await studio.Train(id, Quick.DeepClone());
            Assert.True((string?)second["state"] == "done", second.ToJsonString());
            var comparison = second["result"]!["comparison"]!;
            Assert.Equal((int)second["result"]!["testPictures"]!, (int)comparison["pictures"]!);
            Assert.Contains((string?)comparison["verdict"], new[] { "no-worse", "better" });
            Assert.True((bool)second["result"]!["switched"]!);
            Assert.Equal(0, (int)(await studio.Ok(studio.Get($"/api/projects/{id}")))["corrections"]!);
        }
        await using (var studio = await Open())
        {
            var project = await studio.Ok(studio.Get($"/api/projects/{id}"));
            Assert.Equal((string?)second["result"]!["version"], (string?)project["current"]!["version"]);
            Assert.Equal("done", (string?)project["training"]!["state"]);
            Assert.Equal(23 * Classes.Count + 1, (int)project["pictures"]!);
            Assert.Single((await studio.Ok(studio.Get($"/api/projects/{id}/pictures"))).AsArray(), p => (string?)p!["origin"] == "correction");

            var versions = (await studio.Ok(studio.Get($"/api/projects/{id}/versions"))).AsArray();
            Assert.Equal(2, versions.Count);
            var back = await studio.Ok(studio.Post($"/api/projects/{id}/versions/{versions[1]!["number"]}/use"));
            Assert.True((bool)back["current"]!);
            Assert.Equal((string?)back["version"], (string?)(await studio.Ok(studio.Get($"/api/classifiers/{id}")))["version"]);
            Assert.Equal(404, (await studio.Post($"/api/projects/{id}/versions/99/use")).Status);
            var audit = (await studio.Ok(studio.Get($"/api/projects/{id}/audit"))).AsArray().Select(e => (string?)e!["what"]).ToArray();
            Assert.Contains("correction", audit);
            Assert.Contains("trained", audit);
            Assert.Contains("version used", audit);
        }
    }

    /// <summary>A second training with the labels of half the pictures turned round must not take the place of the first.</summary>
    [Fact]
    public async Task AWorseClassifierIsKeptButNotServed()
    {
        await using var studio = await Open();
        var id = await studio.Project("worse", sample.Pictures, Classes, 24);
        var first = await studio.Train(id, Quick.DeepClone());
        Assert.Equal("done", (string?)first["state"]);
        var folders = (await studio.Ok(studio.Get($"/api/projects/{id}")))["classes"]!.AsArray().Select(c => (string)c!["folder"]!).ToArray();
        var held = JsonNode.Parse(File.ReadAllText(folder.File("workspace", "projects", id, "project.json")))!["heldOut"]!.AsArray().Select(h => (string)h!).ToHashSet();
        for (var c = 0; c < folders.Length; c++)
        {
            foreach (var picture in (await studio.Ok(studio.Get($"/api/projects/{id}/pictures?class={folders[c]}"))).AsArray().Select(p => (string)p!["id"]!).Where(p => !held.Contains(p)).Take(17).ToArray())
                await studio.Ok(studio.Send(HttpMethod.Patch, $"/api/projects/{id}/pictures/{picture}", new JsonObject { ["class"] = folders[(c + 1) % folders.Length] }));
        }
        var second = await studio.Train(id, Quick.DeepClone());
        Assert.True((string?)second["state"] == "done", second.ToJsonString());
        var result = second["result"]!;
        Assert.False((bool)result["switched"]!, result.ToJsonString());
        Assert.Contains("The former one stays", (string?)result["sentence"], StringComparison.Ordinal);
        Assert.Equal((string?)first["result"]!["version"], (string?)(await studio.Ok(studio.Get($"/api/projects/{id}")))["current"]!["version"]);
        Assert.Equal((string?)first["result"]!["version"], (string?)(await studio.Ok(studio.Get($"/api/classifiers/{id}")))["version"]);
    }

    [Fact]
    public async Task AClassByNameAndAThreshold()
    {
        await using var studio = await Open();
        var id = await studio.Project("named", sample.Pictures, [.. Classes.Take(2)], 4);
        Assert.Equal(404, (await studio.Post($"/api/projects/{id}/named-classes", new JsonObject { ["name"] = "star" })).Status);
        Assert.Equal("done", (string?)(await studio.Train(id, new JsonObject { ["method"] = "zero-shot" }))["state"]);
        var named = await studio.Ok(studio.Post($"/api/projects/{id}/named-classes", new JsonObject { ["name"] = "星", ["words"] = "yellow star" }));
        Assert.Equal("class-1", (string?)named["class"]!["folder"]);
        Assert.True((bool)named["class"]!["named"]!);
        Assert.Equal("named", (string?)named["version"]!["origin"]);
        Assert.Contains((await studio.Ok(studio.Get($"/api/classifiers/{id}")))["classes"]!.AsArray(), c => (string?)c!["name"] == "星");
        Assert.Equal(409, (await studio.Post($"/api/projects/{id}/named-classes", new JsonObject { ["name"] = "星" })).Status);

        var thresholds = await studio.Ok(studio.Get($"/api/projects/{id}/thresholds"));
        Assert.NotEmpty(thresholds["points"]!.AsArray());
        var set = await studio.Ok(studio.Send(HttpMethod.Put, $"/api/projects/{id}/threshold", new JsonObject { ["threshold"] = 1 }));
        Assert.Equal(("threshold", 1.0), ((string)set["origin"]!, (double)set["unknownBelow"]!));
        var answer = await studio.Ok(studio.Upload($"/api/classifiers/{id}/classify", [("x.png", File.ReadAllBytes(sample.Picture))]));
        Assert.True((bool)answer["results"]![0]!["unknown"]!);
        Assert.Equal(400, (await studio.Send(HttpMethod.Put, $"/api/projects/{id}/threshold", new JsonObject { ["threshold"] = 2 })).Status);

        var again = await studio.Train(id, new JsonObject { ["method"] = "zero-shot", ["seed"] = 2 });
        Assert.Equal("星", (string?)again["result"]!["named"]!.AsArray().Single());
    }

    /// <summary>Too few pictures to set any aside: cross-validation, said so that anybody understands it.</summary>
    [Fact]
    public async Task TwoPicturesOfEachClassAreEnoughToBegin()
    {
        await using var studio = await Open();
        var id = await studio.Project("few", sample.Pictures, [.. Classes.Take(2)], 2);
        var training = await studio.Train(id, Quick.DeepClone());
        Assert.True((string?)training["state"] == "done", training.ToJsonString());
        Assert.Contains("too few pictures to set some aside", (string?)training["result"]!["sentence"], StringComparison.Ordinal);
        Assert.Equal(4, (int)training["result"]!["testPictures"]!);
        var one = await studio.Project("one", sample.Pictures, [Classes[0]], 2);
        Assert.Equal(400, (await studio.Post($"/api/projects/{one}/train")).Status);
    }

    [Fact]
    public async Task TheQueueGivesPicturesThatAreLabelledOneByOne()
    {
        await using var studio = await Open();
        var id = await studio.Project("queue", sample.Pictures, [.. Classes.Take(2)], 4);
        Assert.Equal(3, (await studio.Ok(studio.Upload($"/api/projects/{id}/unlabelled", Studio.Files(sample.Pictures, Classes[0], 10, 3))))["added"]!.AsArray().Count);
        Assert.Equal(404, (await studio.Get($"/api/projects/{id}/queue")).Status);
        await studio.Train(id, Quick.DeepClone());
        var queue = (await studio.Ok(studio.Get($"/api/projects/{id}/queue?count=2"))).AsArray();
        Assert.Equal(2, queue.Count);
        var class0 = (string)(await studio.Ok(studio.Get($"/api/projects/{id}")))["classes"]![0]!["folder"]!;
        Assert.Equal("queue", (string?)(await studio.Ok(studio.Post($"/api/projects/{id}/queue/{queue[0]!["id"]}", new JsonObject { ["class"] = class0 })))["origin"]);
        var project = await studio.Ok(studio.Get($"/api/projects/{id}"));
        Assert.Equal((2, 5), ((int)project["unlabelled"]!, (int)project["classes"]![0]!["pictures"]!));
    }
}
