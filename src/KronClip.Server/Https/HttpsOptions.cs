namespace KronClip.Server;

/// <summary>The certificate for HTTPS: a given one, or, where none is given, one that the server makes for itself. Immutable.</summary>
public sealed record HttpsOptions
{
    /// <summary>A .pfx file with certificate and key, or a PEM file with the certificate and those above it; null makes one.</summary>
    public string? Certificate { get; init; }

    /// <summary>A PEM file with the private key; null where it lies with the certificate.</summary>
    public string? Key { get; init; }

    /// <summary>Password of the .pfx file or of an encrypted key; null for none.</summary>
    public string? Password { get; init; }

    /// <summary>Where a certificate that the server makes is kept; null takes "https" in the cache folder.</summary>
    public string? Folder { get; init; }

    internal void Validate()
    {
        if (Certificate is null && (Key is not null || Password is not null))
            throw new OptionsException("A key or a password was given without its certificate; give the file with --certificate.");
    }
}
