using KronClip.Compute;
using KronClip.Testing;

namespace KronClip.Tests.Compute;

public class SoftmaxCrossEntropyTests
{
    public static TheoryData<KernelPath> Paths => Engines.Paths;

    [Theory, MemberData(nameof(Paths))]
    public void EqualsTheGoldenVectors(KernelPath path)
    {
        var golden = new GoldenTensors("misc", "ops.safetensors");
        var (logits, dLogits) = (new Matrix(6, 9, golden.Floats("xent.logits")), new Matrix(6, 9));
        var loss = SoftmaxCrossEntropy.Forward(Engines.On(path), logits, golden.Ints("xent.labels"), dLogits);
        Closeness.AssertClose([(float)loss], golden.Floats("xent.loss"), 57 * 1e-7, $"misc/ops xent.loss {path}");      // 57.3: one fp32 rounding
        Closeness.AssertClose(dLogits.Span, golden.Floats("xent.dlogits"), 1e-7, $"misc/ops xent.dlogits {path}");
        Assert.Equal(loss, SoftmaxCrossEntropy.Forward(Engines.On(path, 7), logits, golden.Ints("xent.labels")));
    }

    [Theory, MemberData(nameof(Paths))]
    public void LogitsOfTenThousandDoNotOverflow(KernelPath path)
    {
        var engine = Engines.On(path);
        foreach (var width in new[] { 3, 16, 35 })
        {
            var logits = new Matrix(2, width);
            logits.Span.Fill(-1e4f);
            (logits[0, 1], logits[1, 2]) = (1e4f, 1e4f);
            var (p, d) = (new Matrix(2, width), new Matrix(2, width));
            SoftmaxCrossEntropy.Softmax(engine, logits, p);
            Assert.Equal((1f, 1f), (p[0, 1], p[1, 2]));
            Assert.Equal(2, p.Data.Sum());
            Assert.Equal(1e4, SoftmaxCrossEntropy.Forward(engine, logits, [1, 0], d));
            Assert.All(d.Data, v => Assert.True(float.IsFinite(v)));
            Assert.Equal([-0.5f, 0.5f], new[] { d[1, 0], d[1, 2] });
        }
    }

    [Theory, MemberData(nameof(Paths))]
    public void ProbabilitiesEqualTheFormula(KernelPath path)
    {
        var logits = RandomMatrix.Normal(5, 21, "logits", 20);
        var p = logits.Clone();
        SoftmaxCrossEntropy.Softmax(Engines.On(path), p, p);
        for (var r = 0; r < 5; r++)
        {
            var row = logits.Row(r).ToArray();
            var e = row.Select(x => Math.Exp((double)x - row.Max())).ToArray();
            for (var c = 0; c < 21; c++)
                Assert.Equal(e[c] / e.Sum(), p[r, c], 2e-6 * e[c] / e.Sum() + 1e-30);
        }
    }

    [Theory, MemberData(nameof(Paths))]
    public void SoftTargetsEqualTheFormula(KernelPath path)
    {
        const int rows = 5, columns = 21;
        var (logits, targets) = (RandomMatrix.Normal(rows, columns, "logits", 20), RandomMatrix.Normal(rows, columns, "targets", 2));
        SoftmaxCrossEntropy.Softmax(Engines.On(path), targets, targets);
        var d = logits.Clone();
        var loss = SoftmaxCrossEntropy.Forward(Engines.On(path), d, targets, d);
        var expected = 0.0;
        for (var r = 0; r < rows; r++)
        {
            var x = logits.Row(r).ToArray();
            var sum = x.Sum(z => Math.Exp((double)z - x.Max()));
            for (var c = 0; c < columns; c++)
            {
                expected -= targets[r, c] * (x[c] - x.Max() - Math.Log(sum)) / rows;
                Assert.Equal((Math.Exp((double)x[c] - x.Max()) / sum - targets[r, c]) / rows, d[r, c], 1e-6);
            }
        }
        Assert.Equal(expected, loss, 1e-5);
        Assert.Equal(loss, SoftmaxCrossEntropy.Forward(Engines.On(path, 7), logits, targets, new Matrix(rows, columns)));
    }

    [Fact]
    public void SoftTargetsThatAreOneHotAreLabels()
    {
        var (logits, targets) = (RandomMatrix.Normal(3, 5, "logits"), new Matrix(3, 5));
        (targets[0, 0], targets[1, 4], targets[2, 2]) = (1, 1, 1);
        var (hard, soft) = (new Matrix(3, 5), new Matrix(3, 5));
        Assert.Equal(SoftmaxCrossEntropy.Forward(Engine.Default, logits, [0, 4, 2], hard), SoftmaxCrossEntropy.Forward(Engine.Default, logits, targets, soft), 1e-6);
        Closeness.AssertRelativelyClose(soft, hard, 1e-7);
        Assert.Throws<ArgumentException>(() => SoftmaxCrossEntropy.Forward(Engine.Default, logits, new Matrix(3, 4), soft));
        Assert.Throws<ArgumentException>(() => SoftmaxCrossEntropy.Forward(Engine.Default, new Matrix(0, 5), new Matrix(0, 5), new Matrix(0, 5)));
    }

    [Theory, MemberData(nameof(Paths))]
    public void NaNIsNotHidden(KernelPath path) =>
        Assert.True(double.IsNaN(SoftmaxCrossEntropy.Forward(Engines.On(path), new Matrix(1, 3, [1, float.NaN, 2]), [0])));

    [Fact]
    public void GradientMayOverwriteTheLogits()
    {
        var logits = RandomMatrix.Normal(3, 5, "logits");
        var (apart, inPlace) = (new Matrix(3, 5), logits.Clone());
        var loss = SoftmaxCrossEntropy.Forward(Engine.Default, logits, [0, 4, 2], apart);
        Assert.Equal(loss, SoftmaxCrossEntropy.Forward(Engine.Default, inPlace, [0, 4, 2], inPlace));
        Closeness.AssertIdentical(inPlace, apart);
    }

    [Fact]
    public void WrongLabelsAreRefused()
    {
        Assert.Throws<ArgumentException>(() => SoftmaxCrossEntropy.Forward(Engine.Default, new Matrix(1, 3), [3]));
        Assert.Throws<ArgumentException>(() => SoftmaxCrossEntropy.Forward(Engine.Default, new Matrix(1, 3), [-1]));
        Assert.Throws<ArgumentException>(() => SoftmaxCrossEntropy.Forward(Engine.Default, new Matrix(2, 3), [0]));
        Assert.Throws<ArgumentException>(() => SoftmaxCrossEntropy.Forward(Engine.Default, new Matrix(0, 3), []));
    }
}
