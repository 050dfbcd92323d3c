using System.Security.Cryptography;
using System.Text;

namespace KronClip.Data;

/// <summary>One number for "these pictures with these words": it stands in a classifier's provenance and changes with any of them.</summary>
public static class DataFingerprint
{
    /// <summary>
    /// SHA-256, as hexadecimal digits, over one line per picture in ordinal order of relative path: path, class words and content hash, the
    /// first two preceded by their length in UTF-8 bytes so that no two data sets give the same lines.
    /// </summary>
    /// <exception cref="DataException">A picture has no hash.</exception>
    public static string Of(IEnumerable<ImageItem> items, IReadOnlyList<ClassDefinition> classes, ContentHashes hashes)
    {
        ArgumentNullException.ThrowIfNull(items);
        ArgumentNullException.ThrowIfNull(classes);
        ArgumentNullException.ThrowIfNull(hashes);
        using var sha = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        sha.AppendData("kronclip-data 1\n"u8);
        foreach (var item in items.OrderBy(i => i.RelativePath, StringComparer.Ordinal).ThenBy(i => i.Label))
        {
            var words = classes[item.Label].Words;
            var line = FormattableString.Invariant(
                $"{Encoding.UTF8.GetByteCount(item.RelativePath)} {item.RelativePath} {Encoding.UTF8.GetByteCount(words)} {words} {hashes[item]}\n");
            sha.AppendData(Encoding.UTF8.GetBytes(line));
        }
        return Convert.ToHexStringLower(sha.GetHashAndReset());
    }

    /// <summary>The fingerprint of everything a split uses: training, validation and test pictures.</summary>
    public static string Of(Split split, ContentHashes hashes)
    {
        ArgumentNullException.ThrowIfNull(split);
        return Of(split.Train.Concat(split.Validation).Concat(split.Test), split.Classes, hashes);
    }

    /// <summary>The fingerprint of labelled pictures together with pictures that have no label: over the former's fingerprint and each of the latter's path and hash.</summary>
    internal static string With(string labelled, IEnumerable<ImageItem> unlabelled, ContentHashes hashes)
    {
        using var sha = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        sha.AppendData(Encoding.UTF8.GetBytes($"kronclip-unlabelled 1\n{labelled}\n"));
        foreach (var item in unlabelled.OrderBy(i => i.RelativePath, StringComparer.Ordinal))
            sha.AppendData(Encoding.UTF8.GetBytes(FormattableString.Invariant($"{Encoding.UTF8.GetByteCount(item.RelativePath)} {item.RelativePath} {hashes[item]}\n")));
        return Convert.ToHexStringLower(sha.GetHashAndReset());
    }
}
