using KronClip.Compute;

namespace KronClip.Classifiers;

/// <summary>
/// A few numbers of an embedding: s_j = Σ_i r_ji f_i with f of length 1 and r_ji = ±1 drawn once and for ever (Achlioptas, Database-friendly random projections, 2003). Distances between sketches stand
/// for distances between embeddings (Johnson and Lindenstrauss 1984): enough to see that pictures have moved. Each number is kept as a whole number of 32nds in one byte. Pure and thread-safe.
/// </summary>
public static class EmbeddingSketch
{
    /// <summary>Numbers, and bytes, of a sketch.</summary>
    public const int Length = 32;

    /// <summary>Steps of a unit.</summary>
    public const int Steps = 32;

    static readonly System.Collections.Concurrent.ConcurrentDictionary<int, ulong[]> signs = new();

    /// <summary>The sketch of an embedding, raw or normalised, [e] → [32]; values beyond ±4 count as ±4 (127/32).</summary>
    /// <exception cref="ClassifierException">The embedding is zero or not finite.</exception>
    public static sbyte[] Of(ReadOnlySpan<float> feature)
    {
        var squares = 0.0;
        foreach (var x in feature)
            squares += x * (double)x;
        if (!(squares > 0 && double.IsFinite(squares)))
            throw new ClassifierException("The image embedding is zero or not finite, so it has no direction; check the picture and the model's weights.");
        var rows = signs.GetOrAdd(feature.Length, Draw);
        var sums = new double[Length];
        for (var i = 0; i < feature.Length; i++)
        {
            var row = rows[i];
            for (var j = 0; j < Length; j++)
                sums[j] += (row >> j & 1) == 0 ? feature[i] : -(double)feature[i];
        }
        var norm = Math.Sqrt(squares);
        return Array.ConvertAll(sums, sum => Byte(sum / norm * Steps));
    }

    /// <summary>The mean of sketches, [n][32] → [32], rounded as they are.</summary>
    public static sbyte[] Mean(IReadOnlyCollection<sbyte[]> sketches)
    {
        ArgumentNullException.ThrowIfNull(sketches);
        ArgumentOutOfRangeException.ThrowIfZero(sketches.Count, nameof(sketches));
        return [.. Enumerable.Range(0, Length).Select(j => Byte(sketches.Sum(s => (double)s[j]) / sketches.Count))];
    }

    /// <summary>Root mean square of the differences, in units of an embedding of length 1: about the distance of the embeddings.</summary>
    public static double Distance(ReadOnlySpan<sbyte> x, ReadOnlySpan<sbyte> y)
    {
        var sum = 0.0;
        for (var j = 0; j < Length; j++)
        {
            var difference = (x[j] - y[j]) / (double)Steps;
            sum += difference * difference;
        }
        return Math.Sqrt(sum / Length);
    }

    /// <summary>Sketches one after the other, as base64.</summary>
    public static string ToText(IEnumerable<sbyte[]> sketches) => Convert.ToBase64String([.. sketches.SelectMany(s => s).Select(b => unchecked((byte)b))]);

    /// <summary>What <see cref="ToText"/> wrote; null where the text is not base64 of whole sketches.</summary>
    public static IReadOnlyList<sbyte[]>? FromText(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var bytes = new byte[text.Length];
        return Convert.TryFromBase64String(text, bytes, out var length) && length % Length == 0
            ? [.. bytes.Take(length).Select(b => unchecked((sbyte)b)).Chunk(Length)]
            : null;
    }

    static sbyte Byte(double value) => (sbyte)Math.Clamp(Math.Round(value), -sbyte.MaxValue, sbyte.MaxValue);

    static ulong[] Draw(int width)
    {
        var random = new SeededRandom(0, "embedding-sketch");
        return [.. Enumerable.Range(0, width).Select(_ => random.NextBits())];
    }
}
