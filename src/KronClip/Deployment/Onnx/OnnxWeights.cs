using System.Runtime.InteropServices;
using KronClip.Checkpoints;

namespace KronClip.Deployment;

/// <summary>
/// The weights of a checkpoint as tensors of a graph. Matrices and convolutions are stored in the wanted precision and turned back into fp32 by a node; vectors, which
/// are few, stay fp32.
/// </summary>
sealed class OnnxWeights(OnnxGraph graph, ClipCheckpoint checkpoint, OnnxPrecision precision)
{
    /// <summary>A weight as it is, fp32; with <paramref name="third"/> only that third of a vector.</summary>
    public string Plain(string name, int? third = null) => third is not { } number
        ? graph.Weight(name, checkpoint.Shape(name), () => checkpoint.Read(name))
        : graph.Weight(FormattableString.Invariant($"{name}.{number}"), [checkpoint.Shape(name)[0] / 3], () => Third(checkpoint.Read(name), number));

    /// <summary>A matrix or convolution whose first dimension is its outputs; with <paramref name="third"/> only that third of them (queries, keys or values).</summary>
    public string Matrix(string name, int? third = null)
    {
        var shape = checkpoint.Shape(name).ToArray();
        if (third is not { } number)
            return Matrix(name, shape, () => checkpoint.Read(name));
        shape[0] /= 3;
        return Matrix(FormattableString.Invariant($"{name}.{number}"), shape, () => Third(checkpoint.Read(name), number));
    }

    /// <summary>A projection, used as x·W: stored with its outputs in front, as Gemm takes it with transB.</summary>
    public string Transposed(string name)
    {
        var shape = checkpoint.Shape(name);
        var (rows, columns) = ((int)shape[0], (int)shape[1]);
        return Matrix(name, [columns, rows], () =>
        {
            var (source, result) = (checkpoint.Read(name), new float[rows * columns]);
            for (var i = 0; i < rows; i++)
            {
                for (var j = 0; j < columns; j++)
                    result[j * rows + i] = source[i * columns + j];
            }
            return result;
        });
    }

    /// <summary>A matrix or convolution made from elsewhere, its outputs first.</summary>
    public string Matrix(string name, long[] shape, Func<float[]> read) => precision switch
    {
        OnnxPrecision.Half => graph.Node("Cast",
            [graph.Tensor(name, shape, OnnxElement.Float16, () => MemoryMarshal.AsBytes<Half>(Array.ConvertAll(read(), x => (Half)x)).ToArray())], ("to", (long)OnnxElement.Float)),
        OnnxPrecision.Int8 => Quantised(name, shape, read),
        _ => graph.Weight(name, shape, read),
    };

    /// <summary>q = round(w / s) with s = max |w| / 127 over the weights of an output; w ≈ s·q (DequantizeLinear, axis 0).</summary>
    string Quantised(string name, long[] shape, Func<float[]> read)
    {
        var outputs = (int)shape[0];
        var numbers = graph.Tensor(name, shape, OnnxElement.Int8, () =>
        {
            var (weights, scales) = (read(), Scales(read(), outputs));
            var result = new byte[weights.Length];
            var each = weights.Length / outputs;
            for (var i = 0; i < result.Length; i++)
                result[i] = (byte)(sbyte)Math.Clamp(MathF.Round(weights[i] / scales[i / each]), -127, 127);
            return result;
        });
        var scale = graph.Weight(name + ".scale", [outputs], () => Scales(read(), outputs));
        return graph.Node("DequantizeLinear", [numbers, scale], ("axis", 0L));
    }

    static float[] Scales(float[] weights, int outputs)
    {
        var each = weights.Length / outputs;
        var scales = new float[outputs];
        for (var o = 0; o < outputs; o++)
        {
            var largest = 0f;
            foreach (var w in weights.AsSpan(o * each, each))
                largest = Math.Max(largest, Math.Abs(w));
            scales[o] = largest > 0 ? largest / 127 : 1;
        }
        return scales;
    }

    static float[] Third(float[] whole, int number) => whole[(number * (whole.Length / 3))..((number + 1) * (whole.Length / 3))];
}
