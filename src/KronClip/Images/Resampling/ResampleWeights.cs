namespace KronClip.Images;

/// <summary>
/// The weights of one pass of Pillow's separable resampling (libImaging/Resample.c, precompute_coeffs): for each output position a run
/// of source positions and one weight for each. On shrinking, the kernel is widened by the scale, which makes it antialiased.
/// </summary>
sealed class ResampleWeights
{
    /// <summary>Fractional bits of <see cref="Fixed"/>: 32, less 8 of a sample, less 2 for the overshoot of negative lobes.</summary>
    public const int FractionBits = 22;

    readonly int[] firsts, counts;
    readonly double[] values;

    /// <summary>Weights for the outputs <paramref name="first"/> .. <paramref name="first"/> + <paramref name="count"/> - 1 of <paramref name="outputs"/>.</summary>
    public ResampleWeights(int inputs, int outputs, int first, int count, ResampleFilter filter)
    {
        var scale = (double)inputs / outputs;
        var widening = Math.Max(scale, 1.0);
        var support = (filter == ResampleFilter.Bicubic ? 2.0 : 1.0) * widening;
        Stride = (int)Math.Ceiling(support) * 2 + 1;
        (firsts, counts, values) = (new int[count], new int[count], new double[count * Stride]);
        for (var i = 0; i < count; i++)
        {
            var center = (first + i + 0.5) * scale;
            var from = Math.Max((int)(center - support + 0.5), 0);
            var taps = Math.Min((int)(center + support + 0.5), inputs) - from;
            (firsts[i], counts[i]) = (from, taps);
            FillNormalised(values.AsSpan(i * Stride, taps), from, center, 1.0 / widening, filter);
        }
    }

    /// <summary>Weights stored per output position, of which the first <see cref="Count"/> are used.</summary>
    public int Stride { get; }

    /// <summary>The first source position used by any output.</summary>
    public int Begin => firsts[0];

    /// <summary>One past the last source position used by any output.</summary>
    public int End => firsts[^1] + counts[^1];

    /// <summary>The first source position of output <paramref name="i"/> (counted within the range asked for).</summary>
    public int First(int i) => firsts[i];

    /// <summary>How many source positions output <paramref name="i"/> uses.</summary>
    public int Count(int i) => counts[i];

    /// <summary>The weights of output <paramref name="i"/>, which add up to one.</summary>
    public ReadOnlySpan<double> Values(int i) => values.AsSpan(i * Stride, counts[i]);

    /// <summary>All weights in fixed point, rounded to nearest, halves away from zero; [outputs × <see cref="Stride"/>].</summary>
    public int[] Fixed()
    {
        var result = new int[values.Length];
        for (var i = 0; i < result.Length; i++)
        {
            var scaled = values[i] * (1 << FractionBits);
            result[i] = (int)(scaled < 0 ? scaled - 0.5 : scaled + 0.5);
        }
        return result;
    }

    static void FillNormalised(Span<double> weights, int from, double center, double shrink, ResampleFilter filter)
    {
        var sum = 0.0;
        for (var t = 0; t < weights.Length; t++)
        {
            var x = (t + from - center + 0.5) * shrink;             // this order of operations, for the last bit
            weights[t] = filter == ResampleFilter.Bicubic ? Bicubic(x) : Math.Max(1.0 - Math.Abs(x), 0.0);
            sum += weights[t];
        }
        if (sum == 0.0)
            return;
        for (var t = 0; t < weights.Length; t++)
            weights[t] /= sum;
    }

    static double Bicubic(double x)
    {
        const double a = -0.5;
        x = Math.Abs(x);
        if (x < 1.0)
            return ((a + 2.0) * x - (a + 3.0)) * x * x + 1;
        return x < 2.0 ? (((x - 5) * x + 8) * x - 4) * a : 0.0;
    }
}
