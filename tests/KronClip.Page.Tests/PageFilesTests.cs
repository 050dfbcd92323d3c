using System.Net;
using KronClip.Page.Tests.Running;
using KronClip.Server;

namespace KronClip.Page.Tests;

/// <summary>How the parts of the page are sent.</summary>
public sealed class PageFilesTests
{
    [Fact]
    public async Task EveryPartIsSentWithAStrictPolicyAndAskedAfterByItsTag()
    {
        await using var server = await StudioServer.Start();
        using var client = new HttpClient { BaseAddress = new Uri(server.Address) };
        foreach (var file in PageFiles.Load().Keys)
        {
            var address = file == "index.html" ? "/" : "/page/" + file;
            using var answer = await client.GetAsync(address, TestContext.Current.CancellationToken);
            Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
            var policy = answer.Headers.GetValues("Content-Security-Policy").Single();
            Assert.StartsWith("default-src 'none'; script-src 'self'; style-src 'self' 'sha256-", policy);
            Assert.DoesNotContain("unsafe", policy);
            Assert.DoesNotContain("http", policy);
            Assert.Equal("nosniff", answer.Headers.GetValues("X-Content-Type-Options").Single());
            Assert.True(answer.Headers.CacheControl!.NoCache);
            using var again = new HttpRequestMessage(HttpMethod.Get, address) { Headers = { IfNoneMatch = { answer.Headers.ETag! } } };
            using var unchanged = await client.SendAsync(again, TestContext.Current.CancellationToken);
            Assert.Equal(HttpStatusCode.NotModified, unchanged.StatusCode);
        }
    }

    [Fact]
    public async Task ThePageNeedsNoTokenAndItsDataDo()
    {
        await using var server = await StudioServer.Start(options => options with { Token = "a long secret" });
        using var client = new HttpClient { BaseAddress = new Uri(server.Address) };
        async Task<HttpStatusCode> Status(string address) => (await client.GetAsync(address, TestContext.Current.CancellationToken)).StatusCode;
        Assert.Equal(HttpStatusCode.OK, await Status("/"));
        Assert.Equal(HttpStatusCode.OK, await Status("/page/app.js"));
        Assert.Equal(HttpStatusCode.NotFound, await Status("/page/nothing.js"));
        Assert.Equal(HttpStatusCode.NotFound, await Status("/page/..%2fapp.js"));
        Assert.Equal(HttpStatusCode.Unauthorized, await Status("/api"));
        Assert.Equal(HttpStatusCode.Unauthorized, await Status("/api/projects"));
        Assert.Equal(HttpStatusCode.Unauthorized, await Status("/pages"));
    }

    /// <summary>Everything that the page's files load is a part of the page.</summary>
    [Fact]
    public void PartsNameOnlyPartsThatAreThere()
    {
        var files = PageFiles.Load();
        foreach (var (name, file) in files)
        {
            var text = System.Text.Encoding.UTF8.GetString(file.Bytes.Span);
            foreach (System.Text.RegularExpressions.Match match in System.Text.RegularExpressions.Regex.Matches(text, @"from '\./([\w-]+\.js)'|""/page/([\w.-]+)""|'/page/([\w.-]+)'"))
                Assert.Contains(match.Groups.Values.Skip(1).Single(g => g.Success).Value, files.Keys);
            Assert.DoesNotMatch(@"https?://(?!www\.w3\.org/2000/svg)", text);
            Assert.NotEmpty(name);
        }
    }
}
