using System.Runtime.CompilerServices;

namespace KronClip.Compute.Kernels;

sealed unsafe partial class VectorRowKernels<TVector, TLanes>
{
    public override void LayerNorm(float* x, float* gain, float* bias, float epsilon, float* y, int n, out float mean, out float reciprocalDeviation)
    {
        var width = TLanes.Width;
        var (s0, s1, s2, s3) = (TLanes.Broadcast(0), TLanes.Broadcast(0), TLanes.Broadcast(0), TLanes.Broadcast(0));
        var i = 0;
        for (; i + 4 * width <= n; i += 4 * width)              // four sums, so that one addition need not wait for the last
        {
            s0 = TLanes.Add(s0, TLanes.Load(x + i));
            s1 = TLanes.Add(s1, TLanes.Load(x + i + width));
            s2 = TLanes.Add(s2, TLanes.Load(x + i + 2 * width));
            s3 = TLanes.Add(s3, TLanes.Load(x + i + 3 * width));
        }
        for (; i < n; i += width)
            s0 = TLanes.Add(s0, Read(x + i, n - i));
        mean = TLanes.Sum(TLanes.Add(TLanes.Add(s0, s1), TLanes.Add(s2, s3))) / n;
        var centre = TLanes.Broadcast(mean);

        // Two passes: the variance about the mean does not cancel, and filling up with the mean adds nothing to it.
        (s0, s1, s2, s3) = (TLanes.Broadcast(0), TLanes.Broadcast(0), TLanes.Broadcast(0), TLanes.Broadcast(0));
        for (i = 0; i + 4 * width <= n; i += 4 * width)
        {
            s0 = AddSquare(TLanes.Subtract(TLanes.Load(x + i), centre), s0);
            s1 = AddSquare(TLanes.Subtract(TLanes.Load(x + i + width), centre), s1);
            s2 = AddSquare(TLanes.Subtract(TLanes.Load(x + i + 2 * width), centre), s2);
            s3 = AddSquare(TLanes.Subtract(TLanes.Load(x + i + 3 * width), centre), s3);
        }
        for (; i < n; i += width)
            s0 = AddSquare(TLanes.Subtract(Read(x + i, n - i, mean), centre), s0);
        reciprocalDeviation = 1 / MathF.Sqrt(TLanes.Sum(TLanes.Add(TLanes.Add(s0, s1), TLanes.Add(s2, s3))) / n + epsilon);
        var r = TLanes.Broadcast(reciprocalDeviation);
        for (i = 0; i + width <= n; i += width)
        {
            var normalised = TLanes.Multiply(TLanes.Subtract(TLanes.Load(x + i), centre), r);
            TLanes.Store(TLanes.MultiplyAdd(normalised, TLanes.Load(gain + i), TLanes.Load(bias + i)), y + i);
        }
        if (i < n)
        {
            var normalised = TLanes.Multiply(TLanes.Subtract(ReadPart(x + i, n - i, 0), centre), r);
            WritePart(TLanes.MultiplyAdd(normalised, ReadPart(gain + i, n - i, 0), ReadPart(bias + i, n - i, 0)), y + i, n - i);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static TVector AddSquare(TVector x, TVector sum) => TLanes.MultiplyAdd(x, x, sum);

    public override void LayerNormBackward(
        float* dy, float* x, float mean, float reciprocalDeviation, float* gain, float* dx, int n, bool accumulate)
    {
        var width = TLanes.Width;
        var (centre, r) = (TLanes.Broadcast(mean), TLanes.Broadcast(reciprocalDeviation));
        var (g0, g1, x0, x1) = (TLanes.Broadcast(0), TLanes.Broadcast(0), TLanes.Broadcast(0), TLanes.Broadcast(0));     // Σ g and Σ g x̂
        var i = 0;
        for (; i + 2 * width <= n; i += 2 * width)
        {
            var first = TLanes.Multiply(TLanes.Load(gain + i), TLanes.Load(dy + i));
            var second = TLanes.Multiply(TLanes.Load(gain + i + width), TLanes.Load(dy + i + width));
            g0 = TLanes.Add(g0, first);
            g1 = TLanes.Add(g1, second);
            x0 = TLanes.MultiplyAdd(first, TLanes.Multiply(TLanes.Subtract(TLanes.Load(x + i), centre), r), x0);
            x1 = TLanes.MultiplyAdd(second, TLanes.Multiply(TLanes.Subtract(TLanes.Load(x + i + width), centre), r), x1);
        }
        for (; i < n; i += width)
        {
            var g = TLanes.Multiply(Read(gain + i, n - i), Read(dy + i, n - i));
            g0 = TLanes.Add(g0, g);
            x0 = TLanes.MultiplyAdd(g, TLanes.Multiply(TLanes.Subtract(Read(x + i, n - i), centre), r), x0);
        }
        var meanOfG = TLanes.Broadcast(TLanes.Sum(TLanes.Add(g0, g1)) / n);
        var meanOfGx = TLanes.Broadcast(-TLanes.Sum(TLanes.Add(x0, x1)) / n);
        for (i = 0; i + width <= n; i += width)
        {
            var slope = LayerNormSlope(TLanes.Load(gain + i), TLanes.Load(dy + i), TLanes.Load(x + i), centre, r, meanOfG, meanOfGx);
            TLanes.Store(accumulate ? TLanes.Add(TLanes.Load(dx + i), slope) : slope, dx + i);
        }
        if (i < n)
        {
            var slope = LayerNormSlope(ReadPart(gain + i, n - i, 0), ReadPart(dy + i, n - i, 0), ReadPart(x + i, n - i, 0), centre, r, meanOfG, meanOfGx);
            WritePart(accumulate ? TLanes.Add(ReadPart(dx + i, n - i, 0), slope) : slope, dx + i, n - i);
        }
    }

    /// <summary>r (g - mean(g) - x̂ mean(g x̂)); <paramref name="meanOfGx"/> comes negated.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static TVector LayerNormSlope(TVector gain, TVector dy, TVector x, TVector centre, TVector r, TVector meanOfG, TVector meanOfGx)
    {
        var normalised = TLanes.Multiply(TLanes.Subtract(x, centre), r);
        return TLanes.Multiply(r, TLanes.MultiplyAdd(normalised, meanOfGx, TLanes.Subtract(TLanes.Multiply(gain, dy), meanOfG)));
    }

    public override double Softmax(float* x, float scale, float* y, int n)
    {
        // scale may have either sign: the largest is sought among the scaled numbers, which are kept in y.
        var factor = TLanes.Broadcast(scale);
        var largest = TLanes.Broadcast(float.NegativeInfinity);
        for (var i = 0; i < n; i += TLanes.Width)
        {
            var scaled = TLanes.Multiply(factor, Read(x + i, n - i));
            Write(scaled, y + i, n - i);
        }
        for (var i = 0; i < n; i += TLanes.Width)
            largest = TLanes.Max(largest, Read(y + i, n - i, float.NegativeInfinity));
        var offset = TLanes.Largest(largest);

        var (shift, sum) = (TLanes.Broadcast(offset), TLanes.Broadcast(0));
        for (var i = 0; i < n; i += TLanes.Width)
        {
            var e = LaneFunctions<TVector, TLanes>.Exp(TLanes.Subtract(Read(y + i, n - i, float.NegativeInfinity), shift));
            sum = TLanes.Add(sum, e);
            Write(e, y + i, n - i);
        }
        var total = TLanes.Sum(sum);
        Scale(y, 1 / total, y, n);
        return offset + MathF.Log(total);
    }

    public override void SoftmaxAgain(float* x, float scale, float logSumExp, float* y, int n)
    {
        var (factor, shift) = (TLanes.Broadcast(scale), TLanes.Broadcast(-logSumExp));
        for (var i = 0; i < n; i += TLanes.Width)
            Write(LaneFunctions<TVector, TLanes>.Exp(TLanes.MultiplyAdd(factor, Read(x + i, n - i), shift)), y + i, n - i);
    }

    public override void SoftmaxBackward(float* p, float* dp, float mean, float scale, float* dx, int n)
    {
        var (centre, factor) = (TLanes.Broadcast(mean), TLanes.Broadcast(scale));
        for (var i = 0; i < n; i += TLanes.Width)
        {
            var slope = TLanes.Multiply(Read(p + i, n - i), TLanes.Subtract(Read(dp + i, n - i), centre));
            Write(TLanes.Multiply(factor, slope), dx + i, n - i);
        }
    }
}
