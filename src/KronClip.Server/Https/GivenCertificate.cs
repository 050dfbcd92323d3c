using System.Globalization;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;

namespace KronClip.Server;

/// <summary>Reads a certificate that a person gives, in the two forms in which they are handed out, and refuses what a browser would.</summary>
static class GivenCertificate
{
    const string ServerAuthentication = "1.3.6.1.5.5.7.3.1";

    /// <exception cref="OptionsException">The files cannot be read, do not belong together, hold no private key, or are not valid now.</exception>
    public static ServerCertificate Read(string file, string? key, string? password, DateTimeOffset now)
    {
        var bytes = Bytes(file, "--certificate");
        var certificate = IsPem(bytes) ? OfPem(file, Encoding.UTF8.GetString(bytes), key, password) : OfPfx(file, bytes, key, password);
        try
        {
            RequireUsable(certificate.Own, file, now);
            return certificate;
        }
        catch
        {
            certificate.Dispose();
            throw;
        }
    }

    static ServerCertificate OfPem(string file, string text, string? keyFile, string? password)
    {
        var chain = new X509Certificate2Collection();
        try
        {
            chain.ImportFromPem(text);
        }
        catch (CryptographicException error)
        {
            throw new OptionsException($"'{file}' holds a certificate that cannot be read: {error.Message}", error);
        }
        if (chain.Count == 0)
            throw new OptionsException($"'{file}' holds no certificate; give the PEM file that has one, and its key with --certificate-key.");
        var (keyText, keyPlace) = keyFile is null ? (text, file) : (Encoding.UTF8.GetString(Bytes(keyFile, "--certificate-key")), keyFile);
        if (!keyText.Contains("PRIVATE KEY-----", StringComparison.Ordinal))
            throw new OptionsException($"'{keyPlace}' holds no private key; give the file that has it with --certificate-key.");
        var encrypted = keyText.Contains("ENCRYPTED PRIVATE KEY-----", StringComparison.Ordinal);
        if (encrypted && password is null)
            throw new OptionsException($"The private key in '{keyPlace}' is encrypted; give its password with --certificate-password.");
        try
        {
            using var own = encrypted ? X509Certificate2.CreateFromEncryptedPem(text, keyText, password) : X509Certificate2.CreateFromPem(text, keyText);
            var certificate = WithLastingKey(own);
            chain[0].Dispose();
            chain.RemoveAt(0);                              // the file begins with the server's own
            return new ServerCertificate(certificate, chain);
        }
        catch (Exception error) when (error is CryptographicException or ArgumentException)
        {
            throw new OptionsException(encrypted
                ? $"The private key in '{keyPlace}' cannot be opened: the password is wrong, or the key belongs to another certificate than '{file}'."
                : $"The private key in '{keyPlace}' cannot be used: it is damaged, or belongs to another certificate than '{file}'.", error);
        }
    }

    static ServerCertificate OfPfx(string file, byte[] bytes, string? key, string? password)
    {
        var kind = Kind(bytes);
        if (kind == X509ContentType.Cert)
            throw new OptionsException($"'{file}' holds a certificate without a private key; give a .pfx file with both, or both as PEM with --certificate and --certificate-key.");
        if (kind != X509ContentType.Pkcs12)
            throw new OptionsException($"'{file}' is no certificate: give a .pfx file, or PEM text that begins with -----BEGIN CERTIFICATE-----.");
        if (key is not null)
            throw new OptionsException($"'{file}' is a .pfx file, which holds its own key; leave out --certificate-key.");
        X509Certificate2Collection all;
        try
        {
            all = X509CertificateLoader.LoadPkcs12Collection(bytes, password);
        }
        catch (CryptographicException error)
        {
            throw new OptionsException($"'{file}' cannot be opened: {(password is null ? "it is damaged, or needs a password; give it with --certificate-password." : "the password is wrong, or the file is damaged.")}", error);
        }
        if (all.FirstOrDefault(c => c.HasPrivateKey) is not { } own)
            throw new OptionsException($"'{file}' holds no private key; export the certificate again together with its key.");
        all.Remove(own);
        return new ServerCertificate(own, all);
    }

    static void RequireUsable(X509Certificate2 certificate, string file, DateTimeOffset now)
    {
        static string Day(DateTime time) => time.ToUniversalTime().ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
        if (certificate.NotAfter.ToUniversalTime() <= now.UtcDateTime)
            throw new OptionsException($"The certificate in '{file}' was valid until {Day(certificate.NotAfter)} and no browser takes it any more; give a new one, or --https alone for one that the server makes itself.");
        if (certificate.NotBefore.ToUniversalTime() > now.UtcDateTime)
            throw new OptionsException($"The certificate in '{file}' is valid only from {Day(certificate.NotBefore)}; look at this machine's clock, or give another one.");
        if (certificate.Extensions.OfType<X509EnhancedKeyUsageExtension>().FirstOrDefault() is { } uses && !uses.EnhancedKeyUsages.Cast<Oid>().Any(use => use.Value == ServerAuthentication))
            throw new OptionsException($"The certificate in '{file}' is not made for servers (its extended key usage has no server authentication); give one that is.");
    }

    /// <summary>Windows' TLS takes no key that exists in memory alone.</summary>
    static X509Certificate2 WithLastingKey(X509Certificate2 certificate) => X509CertificateLoader.LoadPkcs12(certificate.Export(X509ContentType.Pkcs12), null);

    static X509ContentType Kind(byte[] bytes)
    {
        try
        {
            return X509Certificate2.GetCertContentType(bytes);
        }
        catch (CryptographicException)
        {
            return X509ContentType.Unknown;
        }
    }

    static bool IsPem(byte[] bytes) => bytes.AsSpan().IndexOf("-----BEGIN "u8) >= 0;

    static byte[] Bytes(string file, string option)
    {
        try
        {
            return File.ReadAllBytes(file);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or NotSupportedException)
        {
            throw new OptionsException($"'{file}' of {option} cannot be read: {error.Message}", error);
        }
    }
}
