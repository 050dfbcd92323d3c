using System.Globalization;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using KronClip.Checkpoints;
using KronClip.Clip;
using KronClip.Compute;
using KronClip.Storage;

namespace KronClip.Methods;

/// <summary>
/// Dictionaries D of CK-CoOp from the rows of E, the special tokens left out. Centres are computed once per checkpoint and kept on disk, keyed by the model's
/// hash, the kind, K, seed and selection. A damaged file is computed again, never used. Rows that are only looked up are not kept: the table has them. Thread-safe.
/// </summary>
/// <param name="modelHash">SHA-256 of the checkpoint.</param>
/// <param name="folder">Where dictionaries are kept; null keeps nothing.</param>
public sealed class TokenDictionaries(string modelHash, string? folder)
{
    const string TensorName = "centres";

    /// <summary>D for a text tower, [K×d].</summary>
    /// <param name="text">The tower with E.</param>
    /// <param name="size">K.</param>
    /// <param name="seed">Seed of the clustering.</param>
    /// <param name="skipUntrained">Leaves out rows whose norm is under a quarter of the median norm.</param>
    /// <param name="kind">How the entries come from the rows; a person's own words are not made here.</param>
    /// <exception cref="OptionsException">K exceeds the usable rows.</exception>
    public Matrix Get(TextTower text, int size, long seed, bool skipUntrained = false, DictionaryKind kind = DictionaryKind.KMeans)
    {
        ArgumentNullException.ThrowIfNull(text);
        var key = new Key(modelHash, text.Engine.Path, kind, size, seed, skipUntrained);
        if (kind != DictionaryKind.RandomRows && TryRead(key, text.Width) is { } kept)
            return kept;

        var table = text.ReadTokenEmbeddings();
        var rows = UsableRows(text, table, skipUntrained);
        if (size > rows.Length)
            throw new OptionsException($"dictionarySize is {size}, but the vocabulary has only {rows.Length} usable rows; choose K up to that.");
        var x = new Matrix(rows.Length, text.Width);
        for (var i = 0; i < rows.Length; i++)
            table.Row(rows[i]).CopyTo(x.Row(i));
        if (kind == DictionaryKind.RandomRows)
            return RandomRows.Draw(x, size, seed);
        var centres = kind switch
        {
            DictionaryKind.KMeans => KMeans.Fit(text.Engine, x, size, seed).Centres,
            DictionaryKind.SphericalKMeans => SphericalKMeans.Fit(text.Engine, x, size, seed).Centres,
            _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "Words are no rows of the table."),
        };
        Write(key, centres);
        return centres;
    }

    /// <summary>Keeps a dictionary that came from elsewhere.</summary>
    internal void Write(KernelPath path, Matrix centres, long seed) => Write(new Key(modelHash, path, DictionaryKind.KMeans, centres.Rows, seed, SkipUntrained: false), centres);

    static int[] UsableRows(TextTower text, Matrix table, bool skipUntrained)
    {
        var rows = Enumerable.Range(0, text.VocabularySize).Where(t => t != text.StartToken && t != text.EndToken).ToArray();
        if (!skipUntrained)
            return rows;
        var norms = rows.Select(t => SquaredDistance.Norm(table.Row(t))).ToArray();
        var median = norms.Order().ElementAt(norms.Length / 2);
        return rows.Where((_, i) => norms[i] >= median / 16).ToArray();     // squared norms: a quarter becomes a sixteenth
    }

    Matrix? TryRead(Key key, int width)
    {
        if (folder is null || !File.Exists(key.In(folder)))
            return null;
        try
        {
            using var tensors = SafeTensorsFile.Open(key.In(folder));
            if (!tensors.Tensors.TryGetValue(TensorName, out var tensor) || !tensor.Shape.SequenceEqual([key.Size, width]))
                return null;
            var centres = new Matrix(key.Size, width, tensors.ReadFloats(TensorName));
            return key.Metadata(centres).All(k => tensors.Metadata.TryGetValue(k.Key, out var value) && value == k.Value) ? centres : null;
        }
        catch (CheckpointException)
        {
            return null;                                                    // damaged: computed again
        }
    }

    void Write(Key key, Matrix centres)
    {
        if (folder is null)
            return;
        try
        {
            SafeTensorsWriter.Write(key.In(folder), [TensorData.FromFloats(TensorName, [centres.Rows, centres.Columns], centres.Span)], key.Metadata(centres));
        }
        catch (StorageException)
        {
            // A cache that cannot be written costs a minute next time, nothing else.
        }
    }

    /// <summary>What the centres depend on.</summary>
    sealed record Key(string ModelHash, KernelPath Path, DictionaryKind Kind, int Size, long Seed, bool SkipUntrained)
    {
        string Name => string.Create(CultureInfo.InvariantCulture,
            $"{Path.ToString().ToLowerInvariant()}{(Kind == DictionaryKind.KMeans ? "" : "-spherical")}-k{Size}-seed{Seed}{(SkipUntrained ? "-trained" : "")}");

        public string In(string folder) => System.IO.Path.Combine(folder, $"{ModelHash[..Math.Min(16, ModelHash.Length)]}-{Name}.safetensors");

        /// <summary>The key in full and a checksum stand inside the file, so that a renamed or damaged one is not taken.</summary>
        public Dictionary<string, string> Metadata(Matrix centres) => new(StringComparer.Ordinal)
        {
            ["model"] = ModelHash,
            ["dictionary"] = Name,
            ["sum"] = Convert.ToHexStringLower(SHA256.HashData(MemoryMarshal.AsBytes(centres.Span))),
        };
    }
}
