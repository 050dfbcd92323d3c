namespace KronClip.Compute.Kernels;

sealed unsafe partial class VectorRowKernels<TVector, TLanes>
{
    public override void LayerNorm(float* x, float* gain, float* bias, float epsilon, float* y, int n, out float mean, out float reciprocalDeviation)
    {
        var sum = TLanes.Broadcast(0);
        for (var i = 0; i < n; i += TLanes.Width)
            sum = TLanes.Add(sum, Read(x + i, n - i));
        mean = TLanes.Sum(sum) / n;
        var centre = TLanes.Broadcast(mean);

        // Two passes: the variance about the mean does not cancel, and filling up with the mean adds nothing to it.
        var squares = TLanes.Broadcast(0);
        for (var i = 0; i < n; i += TLanes.Width)
        {
            var difference = TLanes.Subtract(Read(x + i, n - i, mean), centre);
            squares = TLanes.MultiplyAdd(difference, difference, squares);
        }
        reciprocalDeviation = 1 / MathF.Sqrt(TLanes.Sum(squares) / n + epsilon);
        var r = TLanes.Broadcast(reciprocalDeviation);
        for (var i = 0; i < n; i += TLanes.Width)
        {
            var normalised = TLanes.Multiply(TLanes.Subtract(Read(x + i, n - i), centre), r);
            Write(TLanes.MultiplyAdd(normalised, Read(gain + i, n - i), Read(bias + i, n - i)), y + i, n - i);
        }
    }

    public override void LayerNormBackward(
        float* dy, float* x, float mean, float reciprocalDeviation, float* gain, float* dx, int n, bool accumulate)
    {
        var (centre, r) = (TLanes.Broadcast(mean), TLanes.Broadcast(reciprocalDeviation));
        var (sumOfG, sumOfGx) = (TLanes.Broadcast(0), TLanes.Broadcast(0));
        for (var i = 0; i < n; i += TLanes.Width)
        {
            var g = TLanes.Multiply(Read(gain + i, n - i), Read(dy + i, n - i));
            var normalised = TLanes.Multiply(TLanes.Subtract(Read(x + i, n - i), centre), r);
            sumOfG = TLanes.Add(sumOfG, g);
            sumOfGx = TLanes.MultiplyAdd(g, normalised, sumOfGx);
        }
        var (meanOfG, meanOfGx) = (TLanes.Broadcast(TLanes.Sum(sumOfG) / n), TLanes.Broadcast(-TLanes.Sum(sumOfGx) / n));
        for (var i = 0; i < n; i += TLanes.Width)
        {
            var g = TLanes.Multiply(Read(gain + i, n - i), Read(dy + i, n - i));
            var normalised = TLanes.Multiply(TLanes.Subtract(Read(x + i, n - i), centre), r);
            var slope = TLanes.Multiply(r, TLanes.MultiplyAdd(normalised, meanOfGx, TLanes.Subtract(g, meanOfG)));
            Write(accumulate ? TLanes.Add(Read(dx + i, n - i), slope) : slope, dx + i, n - i);
        }
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
        return offset + Math.Log(total);
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
