using KronClip.Hub;
using KronClip.Testing;

namespace KronClip.Tests.Hub;

/// <summary>Ways in which the Hub says no, a sentence each; hosts, tokens and certificates (docs/faults.md: H6, H8, H14).</summary>
public class HubRefusalTests
{
    [Theory]
    [InlineData(401, "", true, "is not accepted")]
    [InlineData(401, "", false, "there is no such repository, or it is private")]
    [InlineData(401, "GatedRepo", false, "is gated (401)")]
    [InlineData(403, "GatedRepo", true, "is gated (403)")]
    [InlineData(403, "", true, "is forbidden (403) with the token from HF_TOKEN")]
    [InlineData(404, "RepoNotFound", true, "There is no repository 'acme/tiny-clip'")]
    [InlineData(404, "RevisionNotFound", true, "has no revision 'main'")]
    [InlineData(404, "", true, "was not found")]
    [InlineData(429, "", true, "asked too often (429)")]
    [InlineData(500, "", true, "has a fault of its own (500)")]
    [InlineData(503, "", true, "has a fault of its own (503)")]
    [InlineData(418, "", true, "answered 418")]
    public void H6EveryRefusalHasItsSentence(int status, string code, bool token, string sentence)
    {
        using var setup = new PullSetup();
        if (!token)
            setup.Settings = setup.Settings with { Token = null };
        setup.Hub.Hub = _ => RawAnswer.Text(status, "{}", headers: ("X-Error-Code", code));
        var error = setup.Refused();
        Assert.Contains(sentence, error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain(PullSetup.Secret, error.ToString(), StringComparison.Ordinal);
        Assert.Equal(status is 429 or >= 500 ? 5 : 1, setup.Hub.HubRequests.Count);
        if (status is 401 or 403 && code.Length > 0)
            Assert.Contains("HF_TOKEN", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void H6AFaultThatPassesIsWaitedFor()
    {
        using var setup = new PullSetup();
        setup.Hub.Hub = _ => setup.Hub.HubRequests.Count switch
        {
            1 => RawAnswer.Text(429, "", headers: ("Retry-After", "7")),
            2 => RawAnswer.Text(500, ""),
            3 => new RawAnswer(200, [], ("Content-Type", "application/json")) { Length = 100 },
            _ => null,
        };
        Assert.Contains("broke off", setup.Refused().Message, StringComparison.Ordinal);
        setup.Pull();
        setup.AssertWhole();
        Assert.Equal([7, 2], setup.Pauses.Select(pause => (int)pause.TotalSeconds));
    }

    [Fact]
    public void H6AnHourOfRestIsNotWaitedForButTold()
    {
        using var setup = new PullSetup();
        setup.Hub.Hub = _ => RawAnswer.Text(429, "", headers: ("Retry-After", "3600"));
        Assert.Contains("3600 seconds", setup.Refused().Message, StringComparison.Ordinal);
        Assert.Empty(setup.Pauses);
    }

    [Fact]
    public void AHostThatIsNotThereIsNamed()
    {
        using var setup = new PullSetup();
        setup.Settings = setup.Settings with { Endpoint = new Uri("http://127.0.0.1:1/") };
        var error = setup.Refused();
        Assert.Contains("127.0.0.1:1 cannot be reached", error.Message, StringComparison.Ordinal);
        Assert.Contains("HF_ENDPOINT", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void AGatedRepositoryWithoutATokenIsWarnedAbout()
    {
        using var setup = new PullSetup();
        setup.Hub.Gated = "\"auto\"";
        setup.Pull();
        Assert.Empty(setup.Heard.Warnings);
        setup.Settings = setup.Settings with { Token = null };
        setup.Pull();
        Assert.Contains("HF_TOKEN", Assert.Single(setup.Heard.Warnings), StringComparison.Ordinal);
    }

    [Fact]
    public void H8TheTokenGoesToTheHubAndToNoOtherHost()
    {
        using var setup = new PullSetup();
        setup.Pull();
        Assert.All(setup.Hub.HubRequests, request => Assert.Equal($"Bearer {PullSetup.Secret}", request.Header("Authorization")));
        Assert.NotEmpty(setup.Hub.StorageRequests);
        Assert.All(setup.Hub.StorageRequests, request => Assert.DoesNotContain(PullSetup.Secret, string.Concat(request.Headers.Values) + request.Target, StringComparison.Ordinal));
        Assert.DoesNotContain(Directory.EnumerateFiles(setup.Settings.CacheFolder, "*", SearchOption.AllDirectories), file => File.ReadAllText(file).Contains(PullSetup.Secret, StringComparison.Ordinal));
        Assert.DoesNotContain(PullSetup.Secret, setup.Settings.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void H8AMirrorWithAPathAndARenamedRepositoryAreFollowed()
    {
        using var setup = new PullSetup("/mirror/hf");
        setup.Hub.Hub = request => request.Path.Contains("/acme/tiny-clip/resolve/", StringComparison.Ordinal) && !request.Path.Contains("?moved", StringComparison.Ordinal)
            ? new RawAnswer(307, [], ("Location", request.Path + "?moved"))
            : setup.Hub.OfHub(request with { Target = request.Path.Replace("?moved", "", StringComparison.Ordinal) });
        setup.Pull();
        setup.AssertWhole();
        Assert.All(setup.Hub.HubRequests, request => Assert.StartsWith("/mirror/hf/", request.Path, StringComparison.Ordinal));
        Assert.All(setup.Hub.HubRequests, request => Assert.NotNull(request.Header("Authorization")));
    }

    [Fact]
    public void H8RedirectsInACircleEnd()
    {
        using var setup = new PullSetup();
        setup.Hub.Hub = request => new RawAnswer(302, [], ("Location", request.Path));
        Assert.Contains("in a circle", setup.Refused().Message, StringComparison.Ordinal);
    }

    [Fact]
    public void H8ARedirectToAFileOfThisMachineIsNotFollowed()
    {
        using var setup = new PullSetup();
        setup.Hub.Hub = _ => new RawAnswer(302, [], ("Location", "file:///etc/passwd"));
        Assert.Contains("not followed", setup.Refused().Message, StringComparison.Ordinal);
    }

    [Fact]
    public void H14ACertificateThatNobodyTrustsEndsIt()
    {
        using var setup = new PullSetup();
        using var certificate = TestCertificate.Make();
        using var server = new RawHttpServer(setup.Hub.OfHub, certificate);
        setup.Settings = setup.Settings with { Endpoint = new Uri(server.Address + "/") };
        var error = setup.Refused();
        Assert.Contains("certificate", error.Message, StringComparison.Ordinal);
        Assert.Contains($"127.0.0.1:{server.Port}", error.Message, StringComparison.Ordinal);
        Assert.Empty(server.Requests);
        Assert.Empty(setup.Pauses);
    }

    [Fact]
    public void H14FromAProtectedHostNothingGoesToAnUnprotectedOne()
    {
        using var setup = new PullSetup();
        using var certificate = TestCertificate.Make();
        using var server = new RawHttpServer(_ => new RawAnswer(302, [], ("Location", setup.Hub.Endpoint + "/secret")), certificate);
        setup.Settings = setup.Settings with { Endpoint = new Uri(server.Address + "/") };
        setup.System = setup.System with { Handler = () => new SocketsHttpHandler { AllowAutoRedirect = false, SslOptions = { RemoteCertificateValidationCallback = (_, shown, _, _) => shown!.GetCertHashString() == certificate.GetCertHashString() } } };
        Assert.Contains("not protected", setup.Refused().Message, StringComparison.Ordinal);
        Assert.Empty(setup.Hub.HubRequests);
    }
}
