using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using KronClip.Storage;

namespace KronClip.Server;

/// <summary>
/// A certificate that the server makes for itself, for the names and addresses of this machine, valid for a year. No authority vouches for it, so a browser asks once; the
/// fingerprint that is printed is what to compare. It is kept, so that the browser does not ask again.
/// </summary>
static class SelfMadeCertificate
{
    const string FileName = "server.pfx";

    /// <summary>The kept one, or a new one where there is none, it is over, or does not hold for a name or IPv4 address that the machine has now.</summary>
    /// <exception cref="StorageException">A new one cannot be kept.</exception>
    public static X509Certificate2 Find(string folder, DateTimeOffset now)
    {
        var file = Path.Combine(folder, FileName);
        string[] names = [.. Names()];
        IPAddress[] addresses = [IPAddress.Loopback, IPAddress.IPv6Loopback, .. LanAddresses.All()];
        if (Kept(file) is { } kept)
        {
            if (Holds(kept, names, addresses, now))
                return kept;
            kept.Dispose();
        }
        var made = Make(names, addresses, now);
        Protect(folder);
        AtomicFile.Write(file, stream => stream.Write(made), ForOwnerAlone);
        return X509CertificateLoader.LoadPkcs12(made, null);
    }

    static byte[] Make(string[] names, IPAddress[] addresses, DateTimeOffset now)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=KronClip", key, HashAlgorithmName.SHA256);
        var alternatives = new SubjectAlternativeNameBuilder();
        foreach (var name in names)
            alternatives.AddDnsName(name);
        foreach (var address in addresses)
            alternatives.AddIpAddress(address);
        request.CertificateExtensions.Add(alternatives.Build());
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(certificateAuthority: false, hasPathLengthConstraint: false, 0, critical: true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.DigitalSignature, critical: true));
        request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([new Oid("1.3.6.1.5.5.7.3.1")], critical: false));
        using var made = request.CreateSelfSigned(now.AddDays(-1), now.AddDays(365));      // a phone's clock may be behind
        return made.Export(X509ContentType.Pkcs12);
    }

    static X509Certificate2? Kept(string file)
    {
        try
        {
            return File.Exists(file) ? X509CertificateLoader.LoadPkcs12FromFile(file, null) : null;
        }
        catch (Exception error) when (error is CryptographicException or IOException or UnauthorizedAccessException)
        {
            return null;                                    // damaged: a new one takes its place
        }
    }

    /// <summary>IPv6 addresses change by themselves every day; a new one alone is no reason for a new fingerprint.</summary>
    static bool Holds(X509Certificate2 kept, string[] names, IPAddress[] addresses, DateTimeOffset now)
    {
        if (!kept.HasPrivateKey || kept.NotAfter.ToUniversalTime() <= now.UtcDateTime || kept.NotBefore.ToUniversalTime() > now.UtcDateTime)
            return false;
        var alternatives = kept.Extensions.OfType<X509SubjectAlternativeNameExtension>().ToArray();
        return names.All(name => alternatives.Any(a => a.EnumerateDnsNames().Contains(name, StringComparer.OrdinalIgnoreCase)))
            && addresses.Where(a => a.AddressFamily == System.Net.Sockets.AddressFamily.InterNetwork).All(address => alternatives.Any(a => a.EnumerateIPAddresses().Contains(address)));
    }

    /// <summary>localhost, and the machine's name, also as phones find it (multicast DNS).</summary>
    static IEnumerable<string> Names()
    {
        yield return "localhost";
        var host = Environment.MachineName;
        if (Uri.CheckHostName(host) != UriHostNameType.Dns || !host.All(char.IsAscii) || host.Equals("localhost", StringComparison.OrdinalIgnoreCase))
            yield break;
        yield return host;
        if (!host.Contains('.', StringComparison.Ordinal))
            yield return host + ".local";
    }

    /// <summary>The key is for the person who runs the server; on Windows the user's own folder already is.</summary>
    static void Protect(string folder)
    {
        if (OperatingSystem.IsWindows())
            return;
        const UnixFileMode mode = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;
        try
        {
            Directory.CreateDirectory(folder, mode);
            File.SetUnixFileMode(folder, mode);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new StorageException($"The certificate cannot be kept in '{folder}': {error.Message} Choose another folder with KRONCLIP_CACHE, or give a certificate.", error);
        }
    }

    static void ForOwnerAlone(string file)
    {
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(file, UnixFileMode.UserRead | UnixFileMode.UserWrite);
    }
}
