using System.Text.Json.Nodes;
using KronClip.Testing;

namespace KronClip.Cli.Tests.Serving;

/// <summary>What strange, unlucky and hostile callers get of a workspace.</summary>
public sealed class StudioHazardTests(Sample sample) : IDisposable
{
    readonly TemporaryFolder folder = TestFiles.Temporary();

    public void Dispose() => folder.Dispose();

    IReadOnlyList<string> Classes => [.. Directory.EnumerateDirectories(sample.Pictures).Select(d => Path.GetFileName(d)!).Order(StringComparer.Ordinal)];

    Task<Studio> Open() => Studio.Open(folder.File("workspace"), sample.Model);

    /// <summary>No name becomes a path: every folder below projects is a plain one that the server named.</summary>
    [Theory]
    [InlineData("../../etc", "etc")]
    [InlineData("CON", "project-1")]
    [InlineData("C:\\Windows\\x", "c-windows-x")]
    [InlineData("🔩🔩", "project-1")]
    [InlineData("<script>alert(1)</script>", "script-alert-1-script")]
    [InlineData("ねじ 検査", "project-1")]
    [InlineData("test", "project-1")]
    [InlineData("Größe", "project-1")]
    [InlineData("Café 2", "cafe-2")]
    public async Task NamesAreNamesAndNeverPaths(string name, string id)
    {
        await using var studio = await Open();
        var made = await studio.Ok(studio.Post("/api/projects", new JsonObject { ["name"] = name }));
        Assert.Equal(name, (string?)made["name"]);
        Assert.Equal(id, (string?)made["id"]);
        Assert.Equal([(string)made["id"]!], Directory.GetDirectories(folder.File("workspace", "projects")).Select(d => Path.GetFileName(d)!));
        Assert.Equal(201, (await studio.Post($"/api/projects/{made["id"]}/classes", new JsonObject { ["name"] = name, ["words"] = "a thing" })).Status);
    }

    [Fact]
    public async Task NamesThatCannotBeUsedAreRefusedWithASentence()
    {
        await using var studio = await Open();
        foreach (var name in new[] { "", "   ", new string('x', 81), "a\u0007b", "abc\u202edef", null })
            Assert.Equal(400, (await studio.Post("/api/projects", new JsonObject { ["name"] = name })).Status);
        Assert.Equal(400, (await studio.Post("/api/projects", new JsonObject { ["name"] = "x", ["model"] = "/etc" })).Status);
        Assert.Equal(400, (await studio.Post("/api/projects", new JsonObject { ["name"] = "x", ["model"] = "../models" })).Status);
        var id = (string)(await studio.Ok(studio.Post("/api/projects", new JsonObject { ["name"] = "x" })))["id"]!;
        Assert.Equal(400, (await studio.Send(HttpMethod.Patch, $"/api/projects/{id}", new JsonObject { ["method"] = "magic" })).Status);
        await studio.Ok(studio.Post($"/api/projects/{id}/classes", new JsonObject { ["name"] = "Hex  Bolt" }));
        var twin = await studio.Post($"/api/projects/{id}/classes", new JsonObject { ["name"] = "hex bolt" });
        Assert.Equal(409, twin.Status);
        Assert.Contains("Hex Bolt", (string?)twin.Body!["detail"], StringComparison.Ordinal);
        Assert.Equal(409, (await studio.Post($"/api/projects/{id}/classes", new JsonObject { ["name"] = "screw", ["words"] = "HEX bolt" })).Status);
        Assert.Equal(400, (await studio.Post($"/api/projects/{id}/classes", new JsonObject { ["name"] = "screw", ["words"] = "..." })).Status);
        Assert.Equal(404, (await studio.Get("/api/projects/..%2f..%2fetc")).Status);
        Assert.Equal(404, (await studio.Get($"/api/projects/{id}/pictures/..%2fproject.json")).Status);
        Assert.Equal(404, (await studio.Get($"/api/projects/{id}/pictures?class=..")).Status);
        Assert.Equal(404, (await studio.Send(HttpMethod.Delete, $"/api/projects/{id}/classes/..%2f..")).Status);
    }

    [Fact]
    public async Task BrokenDoubledAndContradictingPicturesAreToldApart()
    {
        await using var studio = await Open();
        var id = await studio.Project("pictures", sample.Pictures, [.. Classes.Take(2)], 2);
        var classes = (await studio.Ok(studio.Get($"/api/projects/{id}")))["classes"]!.AsArray().Select(c => (string)c!["folder"]!).ToArray();
        var known = Studio.Files(sample.Pictures, Classes[0], 0, 1).Single();
        var other = Studio.Files(sample.Pictures, Classes[1], 0, 1).Single();
        var fresh = Studio.Files(sample.Pictures, Classes[0], 5, 1).Single();
        var added = await studio.Ok(studio.Upload($"/api/projects/{id}/classes/{classes[0]}/pictures",
            [("../../evil.png", fresh.Bytes), known, other, ("broken.png", known.Bytes[..40]), ("page.html", "<html>"u8.ToArray())]));
        Assert.Single(added["added"]!.AsArray());
        Assert.Equal(1, (int)added["known"]!);
        var refused = added["refused"]!.AsArray().ToDictionary(r => (string)r!["file"]!, r => (string)r!["reason"]!);
        Assert.Equal(3, refused.Count);
        Assert.Contains($"in the class '{Classes[1]}' already", refused[other.Name], StringComparison.Ordinal);
        var kept = (await studio.Ok(studio.Get($"/api/projects/{id}/pictures?class={classes[0]}"))).AsArray();
        Assert.Equal(3, kept.Count);
        Assert.Contains(kept, p => (string?)p!["file"] == "evil.png");
        Assert.All(Directory.GetFiles(folder.File("workspace", "projects", id, "pictures"), "*", SearchOption.AllDirectories), f => Assert.Matches("^[0-9a-f]{32}\\.png$", Path.GetFileName(f)));

        var moved = (string)kept[0]!["id"]!;
        await studio.Ok(studio.Send(HttpMethod.Patch, $"/api/projects/{id}/pictures/{moved}", new JsonObject { ["class"] = classes[1] }));
        Assert.Equal(3, (await studio.Ok(studio.Get($"/api/projects/{id}/pictures?class={classes[1]}"))).AsArray().Count);
        Assert.Equal(204, (await studio.Send(HttpMethod.Delete, $"/api/projects/{id}/pictures/{moved}")).Status);
        Assert.Equal(404, (await studio.Get($"/api/projects/{id}/pictures/{moved}")).Status);
        Assert.Equal(204, (await studio.Send(HttpMethod.Delete, $"/api/projects/{id}/classes/{classes[1]}")).Status);
        Assert.False(Directory.Exists(folder.File("workspace", "projects", id, "pictures", classes[1])));
        Assert.Equal(204, (await studio.Send(HttpMethod.Delete, $"/api/projects/{id}")).Status);
        Assert.Empty(Directory.GetDirectories(folder.File("workspace", "projects")));
    }

    [Fact]
    public async Task TwoServersDoNotShareAWorkspace()
    {
        await using var studio = await Open();
        var error = await Assert.ThrowsAsync<StorageException>(() => Open());
        Assert.Contains("open in another server", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task ATrainingIsSeenCancelledAndBegunAgain()
    {
        await using var studio = await Open();
        var id = await studio.Project("long", sample.Pictures, Classes, 12);
        await studio.Ok(studio.Send(HttpMethod.Patch, $"/api/projects/{id}", new JsonObject { ["method"] = "cocoop" }));       // a text pass for each picture: long enough to be caught
        Assert.Equal(202, (await studio.Post($"/api/projects/{id}/train")).Status);
        Assert.Equal(409, (await studio.Post($"/api/projects/{id}/train")).Status);
        Assert.Equal(409, (await studio.Send(HttpMethod.Delete, $"/api/projects/{id}")).Status);
        var cancelled = await studio.Ok(studio.Send(HttpMethod.Delete, $"/api/projects/{id}/training"));
        Assert.Equal("cancelled", (string?)cancelled["state"]);
        Assert.Null((await studio.Ok(studio.Get($"/api/projects/{id}")))["current"]);

        await studio.Ok(studio.Send(HttpMethod.Patch, $"/api/projects/{id}", new JsonObject { ["method"] = "coop" }));
        Assert.Equal(202, (await studio.Post($"/api/projects/{id}/train")).Status);
        var events = await studio.Client.GetStringAsync($"/api/projects/{id}/training/events", TestContext.Current.CancellationToken);
        var states = events.Split("\n\n", StringSplitOptions.RemoveEmptyEntries).Where(e => e.StartsWith("data: ", StringComparison.Ordinal)).Select(e => JsonNode.Parse(e[6..])!).ToArray();
        Assert.Equal("done", (string?)states[^1]["state"]);
        Assert.Equal(100, states[^1]["losses"]!.AsArray().Count);
        Assert.True((double)states[^1]["losses"]![0]! > (double)states[^1]["losses"]![99]!);
    }

    /// <summary>A server that was stopped in the middle of a training leaves it cancelled, and the same training goes on in its own run folder.</summary>
    [Fact]
    public async Task AServerThatStopsCancelsItsTraining()
    {
        string id;
        await using (var studio = await Open())
        {
            id = await studio.Project("stop", sample.Pictures, Classes, 12);
            Assert.Equal(202, (await studio.Post($"/api/projects/{id}/train", new JsonObject { ["method"] = "cocoop" })).Status);
        }
        await using var again = await Open();
        Assert.Equal("cancelled", (string?)(await again.Ok(again.Get($"/api/projects/{id}/training")))["state"]);
        Assert.Equal(202, (await again.Post($"/api/projects/{id}/train", new JsonObject { ["method"] = "cocoop" })).Status);
        Assert.Equal("cancelled", (string?)(await again.Ok(again.Send(HttpMethod.Delete, $"/api/projects/{id}/training")))["state"]);
        Assert.True(Directory.GetDirectories(folder.File("workspace", "projects", id)).All(d => Path.GetFileName(d) != "runs") || Directory.GetDirectories(folder.File("workspace", "projects", id, "runs")).Length == 1);
    }

    [Fact]
    public async Task WithoutAWorkspaceThereAreNoProjects()
    {
        await using var server = await RunningServer.Start(new() { Classifiers = sample.Classifier });
        Assert.False((bool)(await server.Get("/api")).Body!["workspace"]!);
        Assert.Equal(404, (await server.Get("/api/projects")).Status);
        Assert.Equal(200, (await server.Get("/api/classifiers/sample/file")).Status);
    }
}
