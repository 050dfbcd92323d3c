using System.Text.Json;
using KronClip.Compute;

namespace KronClip.Classifiers;

/// <summary>
/// A learned prompt and zero-shot CLIP mixed anew for each picture (Ding et al., AAAI 2024, with its published code): the surer of the two classifiers weighs more. With
/// t_c the prompt's embedding of class c, z_c zero-shot CLIP's, both as long as the text tower gives them, and f the image embedding:
/// <code>
/// p_t = max_c softmax_c(s · f·t_c/‖t_c‖)     p_z = max_c softmax_c(s · f·z_c/‖z_c‖)
/// w = 1 / (1 + exp(−sharpness (p_t − p_z)))                           sharpness = 64
/// m_c = w t_c + (1 − w) z_c                                           logit_c = s · f·m_c/‖m_c‖
/// </code>
/// Rows of length 1 give the variant that mixes normalised embeddings. Immutable and thread-safe.
/// </summary>
public sealed class FusedHead : ClassifierHead
{
    /// <summary>The name of this kind in a file.</summary>
    public const string KindName = "fused";

    /// <summary>The published sharpness.</summary>
    public const double PublishedSharpness = 64;

    const string TunedName = "tuned_embeddings", ZeroShotName = "zero_shot_embeddings", SharpnessName = "sharpness";
    const double MostOpposed = -0.99;       // ‖m_c‖ stays above a fourteenth of the shorter row

    readonly NamedTensor tuned, zeroShot;   // t, z  C×e
    readonly double sharpness;
    readonly double[] tt, zz, tz;           // ‖t_c‖², ‖z_c‖² and t_c·z_c, so that ‖m_c‖² = w² tt + 2 w (1 − w) tz + (1 − w)² zz

    /// <summary>A head of the given rows, which are copied.</summary>
    /// <param name="tuned">t, [C×e].</param>
    /// <param name="zeroShot">z, [C×e].</param>
    /// <param name="sharpness">Above 0.</param>
    /// <exception cref="ClassifierException">There is no class, the shapes differ, a row is zero or not finite, or the two rows of a class are opposed, so that a mixture has no direction.</exception>
    public FusedHead(Matrix tuned, Matrix zeroShot, double sharpness = PublishedSharpness) : this(Tensor(TunedName, tuned), Tensor(ZeroShotName, zeroShot), sharpness) { }

    FusedHead(NamedTensor tuned, NamedTensor zeroShot, double sharpness)
    {
        RequireMatrix(tuned, "classes × width");
        RequireShape(zeroShot, tuned.Shape[0], tuned.Shape[1]);
        RequireFinite(tuned);
        RequireFinite(zeroShot);
        if (!(sharpness > 0 && double.IsFinite(sharpness)))
            throw new ClassifierException(FormattableString.Invariant($"A head of kind '{KindName}' has the sharpness {sharpness}; a finite number above 0 is needed. Make the classifier again."));
        (this.tuned, this.zeroShot, this.sharpness) = (tuned, zeroShot, sharpness);
        (tt, zz, tz) = (new double[Classes], new double[Classes], new double[Classes]);
        for (var c = 0; c < Classes; c++)
        {
            var t = Row(tuned, c);
            var z = Row(zeroShot, c);
            (tt[c], zz[c], tz[c]) = (Dot(t, t), Dot(z, z), Dot(t, z));
            if (!(tt[c] > 0 && zz[c] > 0))
                throw new ClassifierException(FormattableString.Invariant($"An embedding of class {c} is all zeros, so it has no direction; the text tower or the file gave numbers that cannot be used."));
            if (tz[c] < MostOpposed * Math.Sqrt(tt[c]) * Math.Sqrt(zz[c]))
                throw new ClassifierException(FormattableString.Invariant($"The two embeddings of class {c} point in opposite directions, so what is between them has none; make the classifier again."));
        }
    }

    /// <inheritdoc/>
    public override string Kind => KindName;

    /// <inheritdoc/>
    public override int Classes => tuned.Shape[0];

    /// <inheritdoc/>
    public override int Width => tuned.Shape[1];

    /// <inheritdoc/>
    public override JsonElement Settings => JsonSerializer.SerializeToElement(new Dictionary<string, double> { [SharpnessName] = sharpness }, HeadSettingsJson.Default.DictionaryStringDouble);

    /// <inheritdoc/>
    public override IReadOnlyList<NamedTensor> Tensors => [tuned, zeroShot];

    /// <inheritdoc/>
    public override void Logits(ReadOnlySpan<double> feature, double scale, Span<double> logits)
    {
        Span<double> ft = Classes <= 256 ? stackalloc double[Classes] : new double[Classes];        // f·t_c
        Span<double> fz = Classes <= 256 ? stackalloc double[Classes] : new double[Classes];        // f·z_c
        for (var c = 0; c < ft.Length; c++)
            (ft[c], fz[c]) = (Dot(feature, Row(tuned, c)), Dot(feature, Row(zeroShot, c)));
        var w = 1 / (1 + Math.Exp(-sharpness * (Surest(ft, tt, scale) - Surest(fz, zz, scale))));
        for (var c = 0; c < logits.Length; c++)
        {
            var square = w * w * tt[c] + 2 * w * (1 - w) * tz[c] + (1 - w) * (1 - w) * zz[c];      // ‖m_c‖²
            logits[c] = scale * (w * ft[c] + (1 - w) * fz[c]) / Math.Sqrt(square);
        }
    }

    internal static FusedHead Read(JsonElement settings, IReadOnlyDictionary<string, NamedTensor> tensors)
    {
        var found = Require(KindName, tensors, TunedName, ZeroShotName);
        return new FusedHead(found[0], found[1], RequireSettings(KindName, settings, SharpnessName)[0]);
    }

    /// <summary>max_c softmax_c(s · f·t_c/‖t_c‖) = 1 / Σ_c exp(z_c − max z).</summary>
    static double Surest(ReadOnlySpan<double> along, double[] squares, double scale)
    {
        var best = double.NegativeInfinity;
        for (var c = 0; c < along.Length; c++)
            best = Math.Max(best, along[c] / Math.Sqrt(squares[c]));
        var sum = 0.0;
        for (var c = 0; c < along.Length; c++)
            sum += Math.Exp(scale * (along[c] / Math.Sqrt(squares[c]) - best));
        return 1 / sum;
    }

    static ReadOnlySpan<float> Row(NamedTensor tensor, int index) => tensor.Values.Slice(index * tensor.Shape[1], tensor.Shape[1]);

    static double Dot(ReadOnlySpan<float> a, ReadOnlySpan<float> b)
    {
        var sum = 0.0;
        for (var i = 0; i < a.Length; i++)
            sum += a[i] * (double)b[i];
        return sum;
    }

    static double Dot(ReadOnlySpan<double> a, ReadOnlySpan<float> b)
    {
        var sum = 0.0;
        for (var i = 0; i < b.Length; i++)
            sum += a[i] * b[i];
        return sum;
    }
}
