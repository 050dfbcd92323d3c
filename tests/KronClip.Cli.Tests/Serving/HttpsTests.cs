using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using KronClip.Server;
using KronClip.Testing;

namespace KronClip.Cli.Tests.Serving;

/// <summary>HTTPS over real TLS: certificates that the server makes, ones that are given, and ones that cannot be used.</summary>
public sealed class HttpsTests(Sample sample) : IDisposable
{
    static readonly DateTimeOffset Now = DateTimeOffset.UtcNow;

    readonly TemporaryFolder folder = TestFiles.Temporary();

    public void Dispose() => folder.Dispose();

    ServerOptions With(HttpsOptions https) => new() { Classifiers = sample.Classifier, Https = https };

    /// <summary>Asks over TLS, and gives the certificate that the server showed.</summary>
    static async Task<X509Certificate2> Shown(ServerOptions options)
    {
        X509Certificate2? shown = null;
        var handler = new HttpClientHandler { ServerCertificateCustomValidationCallback = (_, certificate, _, _) => (shown = X509CertificateLoader.LoadCertificate(certificate!.RawData)) is not null };
        await using var server = await RunningServer.Start(options, handler: handler);
        Assert.StartsWith("https://127.0.0.1:", server.Host.Address, StringComparison.Ordinal);
        Assert.Equal(200, (await server.Get("/api")).Status);
        Assert.Equal(server.Host.CertificateFingerprint, BitConverter.ToString(SHA256.HashData(shown!.RawData)).Replace('-', ':'));
        return shown;
    }

    [Fact]
    public async Task AServerMakesItsOwnCertificateAndKeepsIt()
    {
        var https = new HttpsOptions { Folder = folder.File("https") };
        using var first = await Shown(With(https));
        using var second = await Shown(With(https));
        Assert.Equal(first.Thumbprint, second.Thumbprint);
        string[] names = ["localhost", "127.0.0.1", .. LanAddresses.All().Select(a => a.ToString())];
        Assert.All(names, name => Assert.True(first.MatchesHostname(name), name));
        Assert.False(first.MatchesHostname("elsewhere.example"));
        Assert.InRange(first.NotAfter.ToUniversalTime(), Now.UtcDateTime.AddDays(364), Now.UtcDateTime.AddDays(366));
        if (!OperatingSystem.IsWindows())
        {
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(folder.File("https", "server.pfx")));
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, File.GetUnixFileMode(folder.File("https")));
        }
    }

    [Fact]
    public void ACertificateThatIsOverOrDamagedIsMadeAnew()
    {
        var place = folder.File("https");
        using var first = SelfMadeCertificate.Find(place, Now);
        using var same = SelfMadeCertificate.Find(place, Now.AddDays(364));
        using var next = SelfMadeCertificate.Find(place, Now.AddDays(366));
        Assert.Equal(first.Thumbprint, same.Thumbprint);
        Assert.NotEqual(first.Thumbprint, next.Thumbprint);
        File.WriteAllText(Path.Combine(place, "server.pfx"), "damaged");
        using var mended = SelfMadeCertificate.Find(place, Now);
        Assert.True(mended.HasPrivateKey);
        Assert.NotEqual(next.Thumbprint, mended.Thumbprint);
    }

    [Theory]
    [InlineData("pfx", null)]
    [InlineData("pfx", "a pass word")]
    [InlineData("pem", null)]
    [InlineData("pem in one", null)]
    [InlineData("pem", "a pass word")]
    public async Task AGivenCertificateIsShown(string form, string? password)
    {
        using var made = Make(Now.AddDays(-1), Now.AddDays(30));
        using var shown = await Shown(With(Written(made, form, password)));
        Assert.Equal(made.Thumbprint, shown.Thumbprint);
    }

    [Theory]
    [InlineData("expired", "was valid until")]
    [InlineData("not yet", "is valid only from")]
    [InlineData("no key", "holds no private key")]
    [InlineData("der", "without a private key")]
    [InlineData("wrong password", "the password is wrong")]
    [InlineData("no password", "--certificate-password")]
    [InlineData("wrong key password", "cannot be opened")]
    [InlineData("no key password", "is encrypted")]
    [InlineData("other key", "belongs to another certificate")]
    [InlineData("for clients", "not made for servers")]
    [InlineData("no certificate", "is no certificate")]
    [InlineData("missing", "cannot be read")]
    public void ACertificateThatCannotBeUsedIsRefused(string fault, string words)
    {
        var days = fault switch { "expired" => (From: -30, To: -1), "not yet" => (From: 1, To: 30), _ => (From: -1, To: 30) };
        using var made = Make(Now.AddDays(days.From), Now.AddDays(days.To), fault == "for clients" ? "1.3.6.1.5.5.7.3.2" : "1.3.6.1.5.5.7.3.1");
        using var other = Make(Now.AddDays(-1), Now.AddDays(30));
        var https = fault switch
        {
            "wrong password" => Written(made, "pfx", "right") with { Password = "wrong" },
            "no password" => Written(made, "pfx", "right") with { Password = null },
            "wrong key password" => Written(made, "pem", "right") with { Password = "wrong" },
            "no key password" => Written(made, "pem", "right") with { Password = null },
            "no key" => Written(made, "pem", null) with { Key = null },
            "other key" => Written(made, "pem", null) with { Key = KeyFile(other, "other.key") },
            "missing" => new HttpsOptions { Certificate = folder.File("nowhere.pfx") },
            "no certificate" => new HttpsOptions { Certificate = sample.Picture },
            "der" => new HttpsOptions { Certificate = Put(folder.File("only.cer"), made.RawData) },
            _ => Written(made, "pfx", null),
        };
        var error = Assert.Throws<OptionsException>(() => ServerCertificate.Of(https, Now));
        Assert.Contains(words, error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("right", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void AKeyWithoutACertificateIsRefused() =>
        Assert.Throws<OptionsException>(() => With(new HttpsOptions { Key = "server.key" }).Validate());

    [Theory]
    [InlineData("http://127.0.0.1:8080")]
    [InlineData("https://[::1]:8443")]
    public void AServerForThisMachineNamesNoOtherAddress(string listening) => Assert.Empty(LanAddresses.Of(new Uri(listening)));

    [Fact]
    public void AServerForTheNetworkNamesItsAddresses()
    {
        Assert.Equal(["http://192.0.2.7:8080"], LanAddresses.Of(new Uri("http://192.0.2.7:8080")));
        Assert.Equal(["https://[2001:db8::7]:8443"], LanAddresses.Of(new Uri("https://[2001:db8::7]:8443")));
        Assert.All(LanAddresses.Of(new Uri("https://0.0.0.0:8443")), address => Assert.True(IPAddress.TryParse(new Uri(address).Host, out _) && new Uri(address).Port == 8443, address));
    }

    static X509Certificate2 Make(DateTimeOffset from, DateTimeOffset to, string use = "1.3.6.1.5.5.7.3.1")
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=test", key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([new Oid(use)], critical: false));
        return request.CreateSelfSigned(from, to);
    }

    HttpsOptions Written(X509Certificate2 certificate, string form, string? password) => form switch
    {
        "pfx" => new HttpsOptions { Certificate = Put(folder.File("server.pfx"), certificate.Export(X509ContentType.Pkcs12, password)), Password = password },
        "pem in one" => new HttpsOptions { Certificate = Put(folder.File("both.pem"), System.Text.Encoding.ASCII.GetBytes(certificate.ExportCertificatePem() + "\n" + KeyPem(certificate, null))) },
        _ => new HttpsOptions
        {
            Certificate = Put(folder.File("server.pem"), System.Text.Encoding.ASCII.GetBytes(certificate.ExportCertificatePem())),
            Key = KeyFile(certificate, "server.key", password),
            Password = password,
        },
    };

    string KeyFile(X509Certificate2 certificate, string name, string? password = null) => Put(folder.File(name), System.Text.Encoding.ASCII.GetBytes(KeyPem(certificate, password)));

    static string KeyPem(X509Certificate2 certificate, string? password)
    {
        using var key = certificate.GetECDsaPrivateKey()!;
        return password is null ? key.ExportPkcs8PrivateKeyPem() : key.ExportEncryptedPkcs8PrivateKeyPem(password, new PbeParameters(PbeEncryptionAlgorithm.Aes256Cbc, HashAlgorithmName.SHA256, 1000));
    }

    static string Put(string path, byte[] bytes)
    {
        File.WriteAllBytes(path, bytes);
        return path;
    }
}
