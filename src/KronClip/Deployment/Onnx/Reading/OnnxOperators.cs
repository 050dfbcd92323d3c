namespace KronClip.Deployment;

/// <summary>The operators, by name.</summary>
static class OnnxOperators
{
    public static OnnxTensor Run(OnnxNode node, OnnxTensor[] x) => node.Operation switch
    {
        "Add" => Elementwise(x, (a, b) => a + b, (a, b) => a + b),
        "Sub" => Elementwise(x, (a, b) => a - b, (a, b) => a - b),
        "Mul" => Elementwise(x, (a, b) => a * b, (a, b) => checked(a * b)),
        "Div" => Elementwise(x, (a, b) => a / b, (a, b) => a / b),
        "Max" => Elementwise(x, Math.Max, Math.Max),
        "Min" => Elementwise(x, Math.Min, Math.Min),
        "Less" => Elementwise(x, (a, b) => a < b ? 1f : 0f, null),
        "And" => Elementwise(x, (a, b) => a != 0 && b != 0 ? 1f : 0f, null),
        "Not" => Each(x[0], a => a == 0 ? 1f : 0f),
        "Abs" => Each(x[0], Math.Abs),
        "Floor" => Each(x[0], MathF.Floor),
        "Round" => Each(x[0], a => MathF.Round(a, MidpointRounding.ToEven)),
        "Exp" => Each(x[0], MathF.Exp),
        "Sqrt" => Each(x[0], MathF.Sqrt),
        "Erf" => Each(x[0], a => (float)ErrorFunction(a)),
        "Relu" => Each(x[0], a => Math.Max(a, 0)),
        "Sigmoid" => Each(x[0], a => 1 / (1 + MathF.Exp(-a))),
        "Clip" => Each(x[0], a => Math.Clamp(a, x[1].Floats[0], x[2].Floats[0])),
        "Where" => OnnxShapes.Where(x[0], x[1], x[2]),
        "Cast" => Cast(x[0], (OnnxElement)node.Integer("to", 0)),
        "DequantizeLinear" => Dequantised(x[0], x[1], (int)node.Integer("axis", 1)),
        "MatMul" => OnnxProducts.MatMul(x[0], x[1]),
        "Gemm" => OnnxProducts.Gemm(x[0], x[1], x.ElementAtOrDefault(2), node.Integer("transB", 0) == 1),
        "Conv" => OnnxProducts.Convolution(x[0], x[1], x.ElementAtOrDefault(2), node.Integers("strides"), node.Integers("pads")),
        "AveragePool" => OnnxReductions.AveragePool(x[0], node.Integers("kernel_shape"), node.Integers("strides")),
        "Softmax" => OnnxReductions.Softmax(x[0], x[0].Axis(node.Integer("axis", -1))),
        "LayerNormalization" => OnnxReductions.LayerNorm(x[0], x[1], x[2], x[0].Axis(node.Integer("axis", -1)), node.Number("epsilon", 1e-5f)),
        "ReduceSum" => OnnxReductions.Reduce(x[0], x[0].Axis(x[1].Integers.Single()), row => row.Sum(v => (double)v)),
        "ReduceMean" => OnnxReductions.Reduce(x[0], x[0].Axis(x[1].Integers.Single()), row => row.Average(v => (double)v)),
        "ReduceMax" => OnnxReductions.Reduce(x[0], x[0].Axis(x[1].Integers.Single()), row => row.Max()),
        "ReduceL2" => OnnxReductions.Reduce(x[0], x[0].Axis(x[1].Integers.Single()), row => Math.Sqrt(row.Sum(v => (double)v * v))),
        "Shape" => OnnxShapes.Shape(x[0], node.Integer("start", 0), node.Integer("end", long.MaxValue)),
        "Reshape" => x[0].In(OnnxShapes.Wanted(x[0], x[1].Integers)),
        "Transpose" => OnnxShapes.Transpose(x[0], node.Integers("perm")),
        "Concat" => OnnxShapes.Concat(x, x[0].Axis(node.Integer("axis", 0))),
        "Gather" => OnnxShapes.Gather(x[0], x[1], x[0].Axis(node.Integer("axis", 0))),
        "Expand" => OnnxShapes.Expand(x[0], x[1].Integers),
        "Range" => Range(x[0].Integers[0], x[1].Integers[0], x[2].Integers[0]),
        var other => throw new InvalidDataException($"the operator {other} is not known here"),
    };

    /// <summary>Two tensors, number by number, the smaller repeated (multidirectional broadcasting).</summary>
    static OnnxTensor Elementwise(OnnxTensor[] x, Func<float, float, float> floats, Func<long, long, long>? integers)
    {
        var (a, b) = (x[0], x[1]);
        var shape = OnnxShapes.Broadcast(a.Shape, b.Shape);
        if (a.IsWhole && b.IsWhole && integers is not null)
            return OnnxTensor.Of(shape, OnnxShapes.Pairs(a.Shape, b.Shape, shape, (i, j) => integers(a.Integers[i], b.Integers[j])));
        return OnnxTensor.Of(shape, OnnxShapes.Pairs(a.Shape, b.Shape, shape, (i, j) => floats(a.Floats[i], b.Floats[j])));
    }

    static OnnxTensor Each(OnnxTensor x, Func<float, float> of) => OnnxTensor.Of(x.Shape, Array.ConvertAll(x.Floats, a => of(a)));

    static OnnxTensor Cast(OnnxTensor x, OnnxElement to) => to switch
    {
        OnnxElement.Float => x.IsWhole ? OnnxTensor.Of(x.Shape, Array.ConvertAll(x.Integers, n => (float)n)) : x,
        _ => throw new InvalidDataException($"a cast to {to} is not known here"),
    };

    /// <summary>y = scale·x, one scale for each place of an axis.</summary>
    static OnnxTensor Dequantised(OnnxTensor x, OnnxTensor scale, int axis)
    {
        var each = OnnxTensor.Count(x.Shape[(axis + 1)..]);
        return OnnxTensor.Of(x.Shape, [.. x.Floats.Select((v, i) => v * scale.Floats[i / each % x.Shape[axis]])]);
    }

    static OnnxTensor Range(long start, long limit, long delta)
    {
        var values = new List<long>();
        for (var v = start; v < limit; v += delta)
            values.Add(v);
        return OnnxTensor.Of([values.Count], values.ToArray());
    }

    /// <summary>erf by its series near zero and by a continued fraction far from it (Abramowitz and Stegun, 7.1.5 and 7.1.14).</summary>
    static double ErrorFunction(double x)
    {
        var z = Math.Abs(x);
        if (z > 6)
            return Math.Sign(x);
        if (z < 2.5)
        {
            var (sum, term) = (z, z);
            for (var n = 1; n < 100 && Math.Abs(term) > 1e-17 * Math.Abs(sum); n++)
            {
                term *= -z * z / n;
                sum += term / (2 * n + 1);
            }
            return Math.Sign(x) * 2 / Math.Sqrt(Math.PI) * sum;
        }
        var fraction = 0.0;
        for (var n = 60; n > 0; n--)
            fraction = n / 2.0 / (z + fraction);
        return Math.Sign(x) * (1 - Math.Exp(-z * z) / Math.Sqrt(Math.PI) / (z + fraction));
    }
}
