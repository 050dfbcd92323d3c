using KronClip.Compute;
using KronClip.Testing;

namespace KronClip.Tests.Compute;

public class AttentionTests
{
    // Probabilities and sums of a few dozen terms of order one in fp32.
    const double Tolerance = 3e-6;

    public static TheoryData<KernelPath> Paths => Engines.Paths;

    [Theory, MemberData(nameof(Paths))]
    public void EqualsTorchMultiheadAttention(KernelPath path)
    {
        var golden = new GoldenTensors("misc", "ops.safetensors");
        const int length = 11, batch = 3, d = 32;
        var shape = golden.Shape("mha.x_LND");
        Assert.Equal([length, batch, d], shape);
        var engine = Engines.On(path);
        var layout = SequenceLayout.Uniform(batch, length, causal: true);
        using var inWeight = PackedWeights.FromLinear(engine, golden.Floats("mha.in_w"), 3 * d, d);
        using var outWeight = PackedWeights.FromLinear(engine, golden.Floats("mha.out_w"), d, d);
        var rows = batch * length;
        var (qkv, attended, sums, y) = (new Matrix(rows, 3 * d), new Matrix(rows, d), new Matrix(rows, 4), new Matrix(rows, d));
        Product.Forward(engine, BatchFirst(golden.Floats("mha.x_LND")), inWeight, qkv, golden.Floats("mha.in_b"));
        Attention.Forward(engine, qkv, layout, 4, attended, sums);
        Product.Forward(engine, attended, outWeight, y, golden.Floats("mha.out_b"));
        Closeness.AssertClose(y.Span, BatchFirst(golden.Floats("mha.y_LND")).Data, 1e-6, $"misc/ops mha.y_LND {path}");

        var (dAttended, dQkv, dx) = (new Matrix(rows, d), new Matrix(rows, 3 * d), new Matrix(rows, d));
        Product.BackwardToInput(engine, BatchFirst(golden.Floats("mha.r")), outWeight, dAttended);
        Attention.BackwardToInput(engine, dAttended, qkv, sums, layout, 4, dQkv);
        Product.BackwardToInput(engine, dQkv, inWeight, dx);
        Closeness.AssertClose(dx.Span, BatchFirst(golden.Floats("mha.dx")).Data, 2e-6, $"misc/ops mha.dx {path}");

        static Matrix BatchFirst(float[] lengthFirst)
        {
            var m = new Matrix(batch * length, d);
            for (var l = 0; l < length; l++)
            {
                for (var n = 0; n < batch; n++)
                    lengthFirst.AsSpan((l * batch + n) * d, d).CopyTo(m.Row(n * length + l));
            }
            return m;
        }
    }

    public static MatrixTheoryData<KernelPath, bool> PathsAndMasks => new(Engines.Supported, [true, false]);

    [Theory, MemberData(nameof(PathsAndMasks))]
    public void SharedPrefixEqualsThePrefixRepeated(KernelPath path, bool causal)
    {
        const int heads = 2, d = 64;
        foreach (var (prefix, longest) in new[] { (1, 40), (5, 40), (17, 40), (5, 70) })        // few keys, and many
        {
            // Without causality the prefix would see different suffixes if it were repeated; there the suffix rows alone are compared.
            int[] suffixes = [3, 1, longest, 7];
            var shared = new SequenceLayout(prefix, suffixes, causal);
            var repeated = new SequenceLayout(0, suffixes.Select(s => prefix + s).ToArray(), causal);
            var (qkv, dOutput) = (RandomMatrix.Normal(shared.Rows, 3 * d, "qkv"), RandomMatrix.Normal(shared.Rows, d, "dOutput"));
            var origin = RowsOfRepeated(shared);
            var repeatedQkv = Gather(qkv, origin);
            var engine = Engines.On(path);

            var (output, sums) = Forward(engine, qkv, shared, heads);
            var (repeatedOutput, repeatedSums) = Forward(engine, repeatedQkv, repeated, heads);
            for (var r = 0; r < origin.Length; r++)
            {
                if (causal || origin[r] >= prefix)
                    Closeness.AssertRelativelyClose(output.Row(origin[r]), repeatedOutput.Row(r), Tolerance);
            }

            // The loss reads each prefix row once per sequence or, without causality, not at all.
            var repeatedDOutput = Gather(dOutput, origin);
            for (var r = 0; r < prefix; r++)
            {
                foreach (ref var v in dOutput.Row(r))
                    v *= causal ? suffixes.Length : 0;
            }
            for (var r = 0; r < origin.Length; r++)
            {
                if (!causal && origin[r] < prefix)
                    repeatedDOutput.Row(r).Clear();
            }
            var dQkv = Backward(engine, dOutput, qkv, output, sums, shared, heads);
            var dRepeated = Backward(engine, repeatedDOutput, repeatedQkv, repeatedOutput, repeatedSums, repeated, heads);
            var summed = new Matrix(shared.Rows, 3 * d);
            for (var r = 0; r < origin.Length; r++)
            {
                for (var c = 0; c < 3 * d; c++)
                    summed[origin[r], c] += dRepeated[r, c];
            }
            Closeness.AssertRelativelyClose(dQkv, summed, 10 * Tolerance);
        }
    }

    [Theory, MemberData(nameof(PathsAndMasks))]
    public void ForwardEqualsPlainLoops(KernelPath path, bool causal)
    {
        const int heads = 3;
        foreach (var (longest, width) in new[] { (70, 5), (7, 5), (7, 32) })                        // many keys, few; heads that are no whole vectors, and that are
        {
            var layout = new SequenceLayout(4, [1, 6, longest], causal);
            var qkv = RandomMatrix.Normal(layout.Rows, 3 * heads * width, "qkv");
            Closeness.AssertRelativelyClose(Forward(Engines.On(path), qkv, layout, heads).Output, PlainLoops(qkv, layout, heads), Tolerance);
        }
    }

    [Theory, MemberData(nameof(PathsAndMasks))]
    public void BackwardEqualsFiniteDifferences(KernelPath path, bool causal)
    {
        const int heads = 2, d = 8;
        foreach (var (prefix, longest) in new[] { (0, 5), (3, 5), (65, 66) })
        {
            var engine = Engines.On(path);
            var layout = new SequenceLayout(prefix, [2, longest], causal);
            var (qkv, r) = (RandomMatrix.Normal(layout.Rows, 3 * d, "qkv"), RandomMatrix.Normal(layout.Rows, d, "r"));
            var (output, sums) = Forward(engine, qkv, layout, heads);
            var dQkv = Backward(engine, r, qkv, output, sums, layout, heads);
            FiniteDifference.Check(qkv, r, () => Forward(engine, qkv, layout, heads).Output, dQkv);
        }
    }

    [Fact]
    public void ThreadCountChangesNoBit()
    {
        foreach (var path in Engines.Supported)
        {
            foreach (var prefix in new[] { 0, 4 })
            {
                var layout = new SequenceLayout(prefix, [3, 9, 1, 5, 5], causal: true);
                var (qkv, dOutput) = (RandomMatrix.Normal(layout.Rows, 36, "qkv"), RandomMatrix.Normal(layout.Rows, 12, "dOutput"));
                var results = new[] { 1, 2, 7, 64 }.Select(threads =>
                {
                    var engine = Engines.On(path, threads);
                    var (output, sums) = Forward(engine, qkv, layout, 3);
                    return (output, Gradient: Backward(engine, dOutput, qkv, output, sums, layout, 3));
                }).ToArray();
                Assert.All(results, r =>
                {
                    Closeness.AssertIdentical(r.output, results[0].output);
                    Closeness.AssertIdentical(r.Gradient, results[0].Gradient);
                });
            }
        }
    }

    [Fact]
    public void HugeScoresStayFinite()
    {
        foreach (var path in Engines.Supported)
        {
            var qkv = RandomMatrix.Normal(9, 24, "qkv", 300);
            var (output, sums) = Forward(Engines.On(path), qkv, SequenceLayout.Uniform(1, 9, causal: true), 2);
            Assert.All(output.Data.Concat(sums.Data), v => Assert.True(float.IsFinite(v)));
        }
    }

    [Fact]
    public void ShapesMustAgree()
    {
        var layout = SequenceLayout.Uniform(1, 2, causal: false);
        Assert.Throws<ArgumentException>(() => Attention.Forward(Engine.Default, new Matrix(2, 10), layout, 2, new Matrix(2, 3)));
        Assert.Throws<ArgumentException>(() => Attention.Forward(Engine.Default, new Matrix(3, 12), layout, 2, new Matrix(3, 4)));
        Assert.Throws<ArgumentException>(() => Attention.Forward(Engine.Default, new Matrix(2, 12), layout, 2, new Matrix(2, 4), new Matrix(2, 1)));
    }

    static (Matrix Output, Matrix Sums) Forward(Engine engine, Matrix qkv, SequenceLayout layout, int heads)
    {
        var (output, sums) = (new Matrix(qkv.Rows, qkv.Columns / 3), new Matrix(qkv.Rows, heads));
        Attention.Forward(engine, qkv, layout, heads, output, sums);
        return (output, sums);
    }

    static Matrix Backward(Engine engine, Matrix dOutput, Matrix qkv, Matrix output, Matrix sums, SequenceLayout layout, int heads)
    {
        var dQkv = new Matrix(qkv.Rows, qkv.Columns);
        dQkv.Span.Fill(1e30f);                                          // must be overwritten
        Attention.BackwardToInput(engine, dOutput, qkv, sums, layout, heads, dQkv);
        return dQkv;
    }

    /// <summary>For each row of the layout with the prefix repeated, the row of the shared layout that it is.</summary>
    static int[] RowsOfRepeated(SequenceLayout shared) => Enumerable.Range(0, shared.Sequences).SelectMany(
        c => Enumerable.Range(0, shared.PrefixLength).Concat(Enumerable.Range(shared.SuffixOffsets[c], shared.SuffixLengths[c]))).ToArray();

    static Matrix Gather(Matrix from, int[] rows)
    {
        var to = new Matrix(rows.Length, from.Columns);
        for (var r = 0; r < rows.Length; r++)
            from.Row(rows[r]).CopyTo(to.Row(r));
        return to;
    }

    static Matrix PlainLoops(Matrix qkv, SequenceLayout layout, int heads)
    {
        var d = qkv.Columns / 3;
        var width = d / heads;
        var output = new Matrix(layout.Rows, d);
        for (var row = 0; row < layout.Rows; row++)
        {
            var sequence = Array.FindLastIndex(layout.SuffixOffsets, offset => offset <= row);
            var (own, end) = row < layout.PrefixLength ? (0, layout.PrefixLength)
                : (layout.SuffixOffsets[sequence], layout.SuffixOffsets[sequence] + layout.SuffixLengths[sequence]);
            var keys = (row < layout.PrefixLength ? [] : Enumerable.Range(0, layout.PrefixLength))
                .Concat(Enumerable.Range(own, end - own).Where(k => !layout.Causal || k <= row)).ToArray();
            for (var h = 0; h < heads; h++)
            {
                var scores = keys.Select(k => Enumerable.Range(h * width, width).Sum(c => (double)qkv[row, c] * qkv[k, d + c]));
                var weights = scores.Select(s => Math.Exp(s / Math.Sqrt(width))).ToArray();
                for (var c = h * width; c < (h + 1) * width; c++)
                    output[row, c] = (float)(keys.Select((k, i) => weights[i] * qkv[k, 2 * d + c]).Sum() / weights.Sum());
            }
        }
        return output;
    }
}
