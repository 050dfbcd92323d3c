using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace KronClip.Hub;

/// <summary>Holds a downloaded file against the hash that the Hub names for it. It is read back from the disk, so that what is checked is what will be used.</summary>
static class BlobHash
{
    const int Sha256Digits = 64, GitDigits = 40, Chunk = 1 << 20;

    /// <summary>Whether the hash is of a kind that can be computed; a mirror may name others.</summary>
    public static bool IsKnown(string etag) => etag.Length is Sha256Digits or GitDigits && etag.All(char.IsAsciiHexDigit);

    /// <summary>Whether the file has this hash. Only asked where <see cref="IsKnown"/>.</summary>
    public static async Task<bool> MatchesAsync(string path, string etag, Action<long>? progress, CancellationToken cancel)
    {
        using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, 1, FileOptions.SequentialScan);
        using var hash = IncrementalHash.CreateHash(etag.Length == Sha256Digits ? HashAlgorithmName.SHA256 : GitAlgorithm);
        if (etag.Length == GitDigits)
            hash.AppendData(Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"blob {file.Length}\0")));
        var buffer = new byte[Chunk];
        var done = 0L;
        for (int read; (read = await file.ReadAsync(buffer, cancel).ConfigureAwait(false)) > 0;)
        {
            hash.AppendData(buffer, 0, read);
            progress?.Invoke(done += read);
        }
        return string.Equals(Convert.ToHexString(hash.GetHashAndReset()), etag, StringComparison.OrdinalIgnoreCase);
    }

    /// <summary>The name of an object in git is SHA-1 by git's definition; it guards against damage here, not against forgery.</summary>
    [SuppressMessage("Security", "CA5350", Justification = "git's object names are SHA-1")]
    static HashAlgorithmName GitAlgorithm => HashAlgorithmName.SHA1;
}
