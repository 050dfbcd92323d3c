using System.Globalization;
using KronClip.Checkpoints;
using KronClip.Clip;
using KronClip.Compute;
using KronClip.Storage;

namespace KronClip.Methods;

/// <summary>
/// Dictionaries D of CK-CoOp: K-means centres of the rows of E, the special tokens left out. Computed once per checkpoint and kept on disk, keyed by the
/// model's hash, K, seed and selection. A damaged file is computed again, never used. Thread-safe.
/// </summary>
/// <param name="modelHash">SHA-256 of the checkpoint.</param>
/// <param name="folder">Where dictionaries are kept; null keeps nothing.</param>
public sealed class TokenDictionaries(string modelHash, string? folder)
{
    /// <summary>D for a text tower, [K×d].</summary>
    /// <param name="text">The tower with E.</param>
    /// <param name="size">K.</param>
    /// <param name="seed">Seed of the clustering.</param>
    /// <param name="skipUntrained">Leaves out rows whose norm is under a quarter of the median norm.</param>
    /// <exception cref="OptionsException">K exceeds the usable rows.</exception>
    public Matrix Get(TextTower text, int size, long seed, bool skipUntrained = false)
    {
        ArgumentNullException.ThrowIfNull(text);
        var file = FileOf(text.Engine.Path, size, seed, skipUntrained);
        if (file is not null && TryRead(file, size, text.Width) is { } kept)
            return kept;

        var rows = UsableRows(text, skipUntrained);
        if (size > rows.Length)
            throw new OptionsException($"dictionarySize is {size}, but the vocabulary has only {rows.Length} usable rows; choose K up to that.");
        var x = new Matrix(rows.Length, text.Width);
        for (var i = 0; i < rows.Length; i++)
            text.TokenEmbedding(rows[i]).CopyTo(x.Row(i));
        var centres = KMeans.Fit(text.Engine, x, size, seed).Centres;
        if (file is not null)
            Write(file, centres);
        return centres;
    }

    /// <summary>Keeps a dictionary that came from elsewhere.</summary>
    internal void Write(KernelPath path, Matrix centres, long seed) => Write(FileOf(path, centres.Rows, seed, skipUntrained: false)!, centres);

    string? FileOf(KernelPath path, int size, long seed, bool skipUntrained) => folder is null ? null : Path.Combine(folder, string.Create(CultureInfo.InvariantCulture,
        $"{modelHash[..16]}-{path.ToString().ToLowerInvariant()}-k{size}-seed{seed}{(skipUntrained ? "-trained" : "")}.safetensors"));

    static int[] UsableRows(TextTower text, bool skipUntrained)
    {
        var rows = Enumerable.Range(0, text.VocabularySize).Where(t => t != text.StartToken && t != text.EndToken).ToArray();
        if (!skipUntrained)
            return rows;
        var norms = rows.Select(t => SquaredDistance.Norm(text.TokenEmbedding(t))).ToArray();
        var median = norms.Order().ElementAt(norms.Length / 2);
        return rows.Where((_, i) => norms[i] >= median / 16).ToArray();     // squared norms: a quarter becomes a sixteenth
    }

    /// <summary>The key in full stands inside the file, so that a renamed or foreign file is not taken.</summary>
    Dictionary<string, string> Key(Matrix centres) => new(StringComparer.Ordinal)
    {
        ["model"] = modelHash,
        ["sum"] = Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(System.Runtime.InteropServices.MemoryMarshal.AsBytes(centres.Span))),
    };

    Matrix? TryRead(string file, int size, int width)
    {
        if (!File.Exists(file))
            return null;
        try
        {
            using var tensors = SafeTensorsFile.Open(file);
            var values = tensors.ReadFloats("centres");
            if (values.Length != size * width)
                return null;
            var centres = new Matrix(size, width, values);
            return Key(centres).All(k => tensors.Metadata.TryGetValue(k.Key, out var value) && value == k.Value) ? centres : null;
        }
        catch (Exception error) when (error is KronClipException or IOException or KeyNotFoundException)
        {
            return null;                                                    // damaged: computed again
        }
    }

    void Write(string file, Matrix centres)
    {
        try
        {
            AtomicFile.Write(file, stream => SafeTensorsWriter.Write(stream, [TensorData.FromFloats("centres", [centres.Rows, centres.Columns], centres.Span)], Key(centres)));
        }
        catch (StorageException)
        {
            // A cache that cannot be written costs a minute next time, nothing else.
        }
    }
}
