using System.Text.Json;
using KronClip.Compute;

namespace KronClip.Classifiers;

/// <summary>
/// One L2-normalised text embedding per class, as zero-shot CLIP and every prompt method give it (Radford et al., arXiv:2103.00020,
/// figure 3): logit_c = scale · (f · g_c) with f the image embedding. Immutable and thread-safe.
/// </summary>
public sealed class EmbeddingsHead : ClassifierHead
{
    /// <summary>The name of this kind in a file.</summary>
    public const string KindName = "embeddings";

    const string TensorName = "class_embeddings";
    const double NormTolerance = 1e-4;      // fp32 rounding of a normalised row stays far below

    readonly NamedTensor embeddings;        // g  C×e

    /// <summary>A head of the given rows, which are copied; each must have length 1 (see <see cref="FromRaw"/> for others).</summary>
    /// <exception cref="ClassifierException">There is no class, or a row is not finite or not of length 1.</exception>
    public EmbeddingsHead(Matrix embeddings) : this(Tensor(TensorName, embeddings)) { }

    internal EmbeddingsHead(NamedTensor embeddings)
    {
        RequireMatrix(embeddings, "classes × width");
        this.embeddings = embeddings;
        for (var c = 0; c < Classes; c++)
        {
            var norm = Norm(Row(c));
            if (!(Math.Abs(norm - 1) <= NormTolerance))
                throw new ClassifierException(FormattableString.Invariant(
                    $"The embedding of class {c} has length {norm} where 1 is needed; the text tower or the file gave numbers that cannot be used."));
        }
    }

    /// <inheritdoc/>
    public override string Kind => KindName;

    /// <inheritdoc/>
    public override int Classes => embeddings.Shape[0];

    /// <inheritdoc/>
    public override int Width => embeddings.Shape[1];

    /// <inheritdoc/>
    public override IReadOnlyList<NamedTensor> Tensors => [embeddings];

    /// <summary>A head of rows that are not normalised yet, as a text tower gives them, [C × e].</summary>
    /// <exception cref="ClassifierException">There is no class, or a row is zero or not finite.</exception>
    public static EmbeddingsHead FromRaw(Matrix embeddings)
    {
        ArgumentNullException.ThrowIfNull(embeddings);
        var normalised = embeddings.Clone();
        for (var c = 0; c < normalised.Rows; c++)
        {
            var row = normalised.Row(c);
            var norm = Norm(row);
            for (var i = 0; i < row.Length; i++)
                row[i] = (float)(row[i] / norm);        // a zero row becomes NaN, which the constructor refuses
        }
        return new EmbeddingsHead(normalised);
    }

    /// <summary>The embedding of a class, [e].</summary>
    public ReadOnlySpan<float> Row(int index) => embeddings.Values.Slice(index * Width, Width);

    /// <inheritdoc/>
    public override void Logits(ReadOnlySpan<double> feature, double scale, Span<double> logits)
    {
        for (var c = 0; c < logits.Length; c++)
        {
            var row = Row(c);
            var sum = 0.0;
            for (var i = 0; i < row.Length; i++)
                sum += feature[i] * row[i];
            logits[c] = scale * sum;
        }
    }

    internal static EmbeddingsHead Read(JsonElement settings, IReadOnlyDictionary<string, NamedTensor> tensors)
    {
        RequireSettings(KindName, settings);
        return new EmbeddingsHead(Require(KindName, tensors, TensorName)[0]);
    }

    static double Norm(ReadOnlySpan<float> row)
    {
        var squares = 0.0;
        foreach (var x in row)
            squares += (double)x * x;
        return Math.Sqrt(squares);
    }
}
