using System.Net.Http.Headers;
using System.Text.Json.Nodes;
using KronClip.Server;
using KronClip.Testing;

namespace KronClip.Cli.Tests.Serving;

/// <summary>V9 of docs/faults.md: names that hold HTML are data in every answer, and nothing that is written for spreadsheets can hold a formula, for nothing is.</summary>
public sealed class HostileNamesTests(Sample sample) : IDisposable
{
    const string Class = "<script>alert(1)</script>", Name = "<img src=x onerror='alert(2)'>.png";

    readonly TemporaryFolder folder = TestFiles.Temporary();

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task HtmlInAClassOrFileNameStaysAName()
    {
        sample.Cli(folder.Path).Expect(0, "classes", "rename", sample.Classifier, "red_circle=" + Class, "--out", "hostile.kronclip");
        await using var server = await RunningServer.Start(new ServerOptions { Classifiers = folder.File("hostile.kronclip") });
        async Task<JsonNode> Data(HttpResponseMessage answer, int status, string type)
        {
            using (answer)
            {
                Assert.Equal(status, (int)answer.StatusCode);
                Assert.Equal(type, answer.Content.Headers.ContentType?.MediaType);
                Assert.Equal("nosniff", Assert.Single(answer.Headers.GetValues("X-Content-Type-Options")));
                Assert.StartsWith("default-src 'none'", Assert.Single(answer.Headers.GetValues("Content-Security-Policy")), StringComparison.Ordinal);
                return JsonNode.Parse(await answer.Content.ReadAsStringAsync())!;
            }
        }
        var served = await Data(await server.Client.GetAsync("/api/classifiers", TestContext.Current.CancellationToken), 200, "application/json");
        Assert.Contains(served[0]!["classes"]!.AsArray(), c => (string?)c!["name"] == Class);

        var picture = RunningServer.Picture(File.ReadAllBytes(sample.Picture));
        picture.Headers.ContentDisposition = new ContentDispositionHeaderValue("form-data") { Name = "file", FileName = $"\"{Name}\"" };
        using var form = new MultipartFormDataContent { picture };
        var answer = await Data(await server.Client.PostAsync("/api/classify?top=100", form, TestContext.Current.CancellationToken), 200, "application/json");
        Assert.Equal(Name, (string?)answer["results"]![0]!["file"]);
        Assert.Contains(answer["results"]![0]!["top"]!.AsArray(), t => (string?)t!["label"] == Class);

        var hostile = Uri.EscapeDataString(Class.Replace("/", "", StringComparison.Ordinal));
        var unknown = await Data(await server.Client.GetAsync("/api/classifiers/" + hostile, TestContext.Current.CancellationToken), 404, "application/problem+json");
        Assert.Contains("<script>", (string?)unknown["detail"], StringComparison.Ordinal);
        await Data(await server.Client.GetAsync("/v2/models/" + hostile, TestContext.Current.CancellationToken), 404, "application/json");
        await Data(await server.Client.GetAsync("/" + hostile, TestContext.Current.CancellationToken), 404, "application/problem+json");
    }

    /// <summary>
    /// Manifests are read as CSV; no report, log or answer is written as such. Who adds one has to defuse values that begin with =, +, -, @ or a tab, and name it here. What a project is trained
    /// on is a manifest too, but one of names that the server made: digits of hashes and plain folder names.
    /// </summary>
    [Fact]
    public void NothingIsWrittenForSpreadsheets()
    {
        string[] readers = ["DelimitedText.cs", "FolderLayout.cs", "FolderWalk.cs", "ImageCollection.cs", "Manifest.cs", "MetadataFile.cs", "TrainingInput.cs"];
        var source = Path.Combine(TestFiles.RepositoryRoot, "src");
        var named = Directory.EnumerateFiles(source, "*.cs", SearchOption.AllDirectories).Where(f => !f.Contains($"{Path.DirectorySeparatorChar}obj{Path.DirectorySeparatorChar}", StringComparison.Ordinal))
            .Where(f => File.ReadAllText(f) is var text && (text.Contains(".csv\"", StringComparison.Ordinal) || text.Contains("text/csv", StringComparison.Ordinal) || text.Contains(".tsv\"", StringComparison.Ordinal)))
            .Select(f => Path.GetFileName(f)).Distinct().Order(StringComparer.Ordinal);
        Assert.All(named, name => Assert.Contains(name, readers));
    }
}
