using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using KronClip.Data;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Https;

namespace KronClip.Server;

/// <summary>A certificate with its private key, and those that vouch for it.</summary>
/// <param name="Own">The server's.</param>
/// <param name="Chain">Those above it, without the last; empty for a self-made one.</param>
sealed record ServerCertificate(X509Certificate2 Own, X509Certificate2Collection Chain) : IDisposable
{
    /// <summary>The given one, or the one that is kept in the cache folder.</summary>
    /// <exception cref="OptionsException">A given certificate cannot be used.</exception>
    /// <exception cref="StorageException">A new one cannot be kept.</exception>
    public static ServerCertificate Of(HttpsOptions options, DateTimeOffset now) => options.Certificate is { } file
        ? GivenCertificate.Read(file, options.Key, options.Password, now)
        : new(SelfMadeCertificate.Find(options.Folder ?? Path.Combine(CacheFolder.Default(), "https"), now), []);

    /// <summary>SHA-256 over the certificate, as browsers show it.</summary>
    public string Fingerprint => BitConverter.ToString(SHA256.HashData(Own.RawData)).Replace('-', ':');

    /// <summary>Has an address speak TLS with it.</summary>
    public void Protect(ListenOptions listen) => listen.UseHttps(new HttpsConnectionAdapterOptions { ServerCertificate = Own, ServerCertificateChain = Chain });

    public void Dispose()
    {
        Own.Dispose();
        foreach (var other in Chain)
            other.Dispose();
    }
}
