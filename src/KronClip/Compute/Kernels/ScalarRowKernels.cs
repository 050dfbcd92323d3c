namespace KronClip.Compute.Kernels;

/// <summary>Plain loops with sums in double: what every other path must agree with, within rounding.</summary>
sealed unsafe class ScalarRowKernels : RowKernels
{
    public override void Activate(Activation activation, float* x, float* y, int n)
    {
        for (var i = 0; i < n; i++)
            y[i] = (float)Activate(activation, x[i]);
    }

    public override void ActivateBackward(Activation activation, float* x, float* dy, float* dx, int n)
    {
        for (var i = 0; i < n; i++)
            dx[i] = (float)(Slope(activation, x[i]) * dy[i]);
    }

    public override void Finish(float* sums, in ProductTail tail, int row, int column, int n)
    {
        for (var i = 0; i < n; i++)
        {
            var v = tail.Factor * sums[i] + (tail.Bias == null ? 0 : tail.Bias[column + i]);
            if (tail.PreActivation != null)
                tail.PreActivation[row * tail.PreActivationStride + column + i] = v;
            var residual = tail.Residual == null ? 0 : tail.Residual[row * tail.ResidualStride + column + i];
            tail.Y[row * tail.Stride + column + i] = tail.ResidualFirst
                ? (float)Activate(tail.Activation, v + residual)
                : (float)Activate(tail.Activation, v) + residual;
        }
    }

    public override void LayerNorm(float* x, float* gain, float* bias, float epsilon, float* y, int n, out float mean, out float reciprocalDeviation)
    {
        double sum = 0, squares = 0;
        for (var i = 0; i < n; i++)
            sum += x[i];
        var centre = sum / n;
        for (var i = 0; i < n; i++)
            squares += (x[i] - centre) * (x[i] - centre);
        var r = 1 / Math.Sqrt(squares / n + epsilon);
        for (var i = 0; i < n; i++)
            y[i] = (float)((x[i] - centre) * r * gain[i] + bias[i]);
        (mean, reciprocalDeviation) = ((float)centre, (float)r);
    }

    public override void LayerNormBackward(
        float* dy, float* x, float mean, float reciprocalDeviation, float* gain, float* dx, int n, bool accumulate)
    {
        double meanOfG = 0, meanOfGx = 0;
        for (var i = 0; i < n; i++)
        {
            double g = gain[i] * dy[i];
            meanOfG += g / n;
            meanOfGx += g * (x[i] - mean) * reciprocalDeviation / n;
        }
        for (var i = 0; i < n; i++)
        {
            var normalised = (x[i] - mean) * reciprocalDeviation;
            var slope = (float)(reciprocalDeviation * (gain[i] * dy[i] - meanOfG - normalised * meanOfGx));
            dx[i] = accumulate ? dx[i] + slope : slope;
        }
    }

    public override double Softmax(float* x, float scale, float* y, int n)
    {
        var largest = double.NegativeInfinity;
        for (var i = 0; i < n; i++)
            largest = Math.Max(largest, (double)scale * x[i]);
        double sum = 0;
        for (var i = 0; i < n; i++)
            sum += Math.Exp((double)scale * x[i] - largest);
        for (var i = 0; i < n; i++)
            y[i] = (float)(Math.Exp((double)scale * x[i] - largest) / sum);
        return largest + Math.Log(sum);
    }

    public override void SoftmaxAgain(float* x, float scale, float logSumExp, float* y, int n)
    {
        for (var i = 0; i < n; i++)
            y[i] = (float)Math.Exp((double)scale * x[i] - logSumExp);
    }

    public override void SoftmaxBackward(float* p, float* dp, float mean, float scale, float* dx, int n)
    {
        for (var i = 0; i < n; i++)
            dx[i] = scale * p[i] * (dp[i] - mean);
    }

    public override float Dot(float* a, float* b, int n)
    {
        double sum = 0;
        for (var i = 0; i < n; i++)
            sum += (double)a[i] * b[i];
        return (float)sum;
    }

    public override void Dots(MatrixView a, MatrixView b, float* y, nint stride, bool accumulate)
    {
        for (var i = 0; i < a.Rows; i++)
        {
            for (var j = 0; j < b.Rows; j++)
                y[i * stride + j] = (accumulate ? y[i * stride + j] : 0) + Dot(a.At(i, 0), b.At(j, 0), a.Columns);
        }
    }

    public override void WeightedSum(float* weights, nint weightStride, float* b, nint stride, int count, int n, float* y, bool accumulate)
    {
        for (var i = 0; i < n; i++)
        {
            double sum = accumulate ? y[i] : 0;
            for (var j = 0; j < count; j++)
                sum += (double)weights[j * weightStride] * b[j * stride + i];
            y[i] = (float)sum;
        }
    }

    public override void Scale(float* x, float factor, float* y, int n)
    {
        for (var i = 0; i < n; i++)
            y[i] = factor * x[i];
    }

    public override void SubtractScaled(float* a, float* b, float projection, float factor, float* y, int n)
    {
        for (var i = 0; i < n; i++)
            y[i] = (a[i] - projection * b[i]) * factor;
    }

    public override void Add(float* x, float* y, int n)
    {
        for (var i = 0; i < n; i++)
            y[i] += x[i];
    }

    /// <summary>act(x).</summary>
    static double Activate(Activation activation, double x) => activation switch
    {
        Activation.QuickGelu => x / (1 + Math.Exp(-1.702 * x)),
        Activation.Gelu => x * NormalDistribution(x),
        Activation.Relu => Math.Max(0, x),
        _ => x,
    };

    /// <summary>act′(x).</summary>
    static double Slope(Activation activation, double x)
    {
        switch (activation)
        {
            case Activation.QuickGelu:
                var s = 1 / (1 + Math.Exp(-1.702 * x));
                return s + 1.702 * x * s * (1 - s);
            case Activation.Gelu:
                return NormalDistribution(x) + x * Math.Exp(-x * x / 2) / Math.Sqrt(2 * Math.PI);
            case Activation.Relu:
                return x > 0 ? 1 : 0;
            default:
                return 1;
        }
    }

    /// <summary>
    /// Φ(x) = 1/2 + φ(x) (x + x³/3 + x⁵/15 + x⁷/105 + …) (Marsaglia 2004). All terms have one sign, so nothing cancels inside the series; beyond 9
    /// deviations Φ is 0 or 1 in fp32 products.
    /// </summary>
    static double NormalDistribution(double x)
    {
        if (double.IsNaN(x))
            return x;
        if (Math.Abs(x) > 9)
            return x < 0 ? 0 : 1;
        double term = x, sum = x;
        for (var odd = 3; Math.Abs(term) > 1e-17 * Math.Abs(sum); odd += 2)
        {
            term *= x * x / odd;
            sum += term;
        }
        return 0.5 + sum * Math.Exp(-x * x / 2) / Math.Sqrt(2 * Math.PI);
    }
}
