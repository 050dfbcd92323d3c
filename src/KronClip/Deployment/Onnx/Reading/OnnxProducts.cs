using System.Numerics;

namespace KronClip.Deployment;

/// <summary>Operators that multiply matrices. Sums run along rows of both factors, so the right one is turned first.</summary>
static class OnnxProducts
{
    /// <summary>[…×M×K]·[…×K×N], the leading dimensions repeated where they are 1 or missing.</summary>
    public static OnnxTensor MatMul(OnnxTensor a, OnnxTensor b)
    {
        var (m, k, n) = (a.Shape[^2], a.Shape[^1], b.Shape[^1]);
        if (b.Shape[^2] != k)
            throw new InvalidDataException($"the shapes [{string.Join(',', a.Shape)}] and [{string.Join(',', b.Shape)}] have no product");
        var lead = OnnxShapes.Broadcast(a.Shape[..^2], b.Shape[..^2]);
        var result = new float[OnnxTensor.Count(lead) * m * n];
        var pairs = OnnxShapes.Pairs(a.Shape[..^2], b.Shape[..^2], lead, (i, j) => (i, j));
        var turned = new Dictionary<int, float[]>();
        foreach (var (place, (i, j)) in pairs.Index())
        {
            if (!turned.TryGetValue(j, out var right))
                turned[j] = right = Turned(b.Floats.AsSpan(j * k * n, k * n), k, n);
            Multiply(a.Floats.AsMemory(i * m * k, m * k), right, m, k, n, null, result.AsMemory(place * m * n, m * n));
        }
        return OnnxTensor.Of([.. lead, m, n], result);
    }

    /// <summary>A·B + c or, with <paramref name="transposed"/>, A·Bᵀ + c.</summary>
    public static OnnxTensor Gemm(OnnxTensor a, OnnxTensor b, OnnxTensor? c, bool transposed)
    {
        var (m, k, n) = (a.Shape[0], a.Shape[1], b.Shape[transposed ? 0 : 1]);
        if (b.Shape[transposed ? 1 : 0] != k)
            throw new InvalidDataException($"the shapes [{string.Join(',', a.Shape)}] and [{string.Join(',', b.Shape)}] have no product");
        var result = new float[m * n];
        Multiply(a.Floats, transposed ? b.Floats : Turned(b.Floats, k, n), m, k, n, c?.Floats, result);
        return OnnxTensor.Of([m, n], result);
    }

    /// <summary>[B×C×h×w] with kernels [O×C×y×x]: windows unfolded to rows, then one product.</summary>
    public static OnnxTensor Convolution(OnnxTensor x, OnnxTensor kernels, OnnxTensor? bias, long[] strides, long[] pads)
    {
        var (batch, channels, h, w) = (x.Shape[0], x.Shape[1], x.Shape[2], x.Shape[3]);
        var (outputs, ky, kx) = (kernels.Shape[0], kernels.Shape[2], kernels.Shape[3]);
        var (top, left) = pads.Length == 0 ? (0, 0) : ((int)pads[0], (int)pads[1]);
        var (height, width) = ((h + 2 * top - ky) / (int)strides[0] + 1, (w + 2 * left - kx) / (int)strides[1] + 1);
        var (places, k) = (height * width, channels * ky * kx);
        var (windows, result) = (new float[places * k], new float[batch * outputs * places]);
        for (var b = 0; b < batch; b++)
        {
            for (var p = 0; p < places; p++)
            {
                var (y, column) = (p / width * (int)strides[0] - top, p % width * (int)strides[1] - left);
                for (var i = 0; i < k; i++)
                {
                    var (sy, sx) = (y + i / kx % ky, column + i % kx);
                    windows[p * k + i] = sy >= 0 && sy < h && sx >= 0 && sx < w ? x.Floats[((b * channels + i / (kx * ky)) * h + sy) * w + sx] : 0;
                }
            }
            Multiply(kernels.Floats, windows, outputs, k, places, null, result.AsMemory(b * outputs * places, outputs * places));
        }
        for (var i = 0; bias is not null && i < result.Length; i++)
            result[i] += bias.Floats[i / places % outputs];
        return OnnxTensor.Of([batch, outputs, height, width], result);
    }

    /// <summary>[m×k]·[n×k]ᵀ (+ c of the columns), rows shared among the processors.</summary>
    static void Multiply(ReadOnlyMemory<float> a, ReadOnlyMemory<float> b, int m, int k, int n, float[]? c, Memory<float> result) => Parallel.For(0, m, i =>
    {
        var left = a.Span.Slice(i * k, k);
        var row = result.Span.Slice(i * n, n);
        for (var j = 0; j < n; j++)
            row[j] = Dot(left, b.Span.Slice(j * k, k)) + (c is null ? 0 : c[j]);
    });

    static float Dot(ReadOnlySpan<float> a, ReadOnlySpan<float> b)
    {
        var sums = Vector<float>.Zero;
        var i = 0;
        for (; i <= a.Length - Vector<float>.Count; i += Vector<float>.Count)
            sums += new Vector<float>(a[i..]) * new Vector<float>(b[i..]);
        var sum = Vector.Sum(sums);
        for (; i < a.Length; i++)
            sum += a[i] * b[i];
        return sum;
    }

    static float[] Turned(ReadOnlySpan<float> b, int k, int n)
    {
        var result = new float[k * n];
        for (var i = 0; i < k; i++)
        {
            for (var j = 0; j < n; j++)
                result[j * k + i] = b[i * n + j];
        }
        return result;
    }
}
