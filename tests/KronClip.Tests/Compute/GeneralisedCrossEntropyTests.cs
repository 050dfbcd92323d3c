using KronClip.Compute;
using KronClip.Testing;

namespace KronClip.Tests.Compute;

public class GeneralisedCrossEntropyTests
{
    public static TheoryData<KernelPath> Paths => Engines.Paths;

    static readonly float[] Shift = [0.5f, -1.25f, 0, -3], Weights = [0.25f, 4, 1, 0.5f];

    /// <summary>By hand: p = (1/4, 3/4), so (1 − √p)/½ is 1 and 2 − √3, and 1 − p is 3/4 and 1/4.</summary>
    [Theory, MemberData(nameof(Paths))]
    public void EqualsTheFormulaByHand(KernelPath path)
    {
        var logits = new Matrix(2, 2, [0, MathF.Log(3), 0, MathF.Log(3)]);
        var d = new Matrix(2, 2);
        Assert.Equal((1 + 2 - Math.Sqrt(3)) / 2, GeneralisedCrossEntropy.Forward(Engines.On(path), logits, [0, 1], 0.5, [], [], d), 1e-6);
        Assert.Equal(0.5 * -0.75 / 2, d[0, 0], 1e-6);                      // p_y^q (p_y − 1) / R with p_y = 1/4
        Assert.Equal(Math.Sqrt(0.75) * 0.25 / 2, d[1, 0], 1e-6);
        Assert.Equal(0.5, GeneralisedCrossEntropy.Forward(Engines.On(path), logits, [0, 1], 1, [], [], d), 1e-6);
        Assert.Equal(0.25 * -0.75 / 2, d[0, 0], 1e-6);
    }

    [Theory, MemberData(nameof(Paths))]
    public void WithoutToleranceItIsCrossEntropy(KernelPath path)
    {
        var logits = RandomMatrix.Normal(6, 9, "logits", 5);
        int[] labels = [0, 8, 3, 3, 1, 7];
        var (expected, d) = (new Matrix(6, 9), new Matrix(6, 9));
        var loss = SoftmaxCrossEntropy.Forward(Engines.On(path), logits, labels, expected);
        Assert.Equal(loss, GeneralisedCrossEntropy.Forward(Engines.On(path), logits, labels, 0, [], [], d), 1e-6);
        Closeness.AssertRelativelyClose(d, expected, 1e-6);
        Assert.Equal(loss, GeneralisedCrossEntropy.Forward(Engines.On(path), logits, labels, 1e-9, [], [], d), 1e-5);      // its limit, without loss of digits
    }

    [Theory]
    [InlineData(0)]
    [InlineData(0.3)]
    [InlineData(0.7)]
    [InlineData(1)]
    public void TheGradientIsTheSlope(double q)
    {
        const double step = 1e-3;
        int[] labels = [2, 0, 3, 1, 1];
        var logits = RandomMatrix.Normal(5, 4, "logits", 2);
        var gradient = new Matrix(5, 4);
        var loss = GeneralisedCrossEntropy.Forward(Engine.Default, logits, labels, q, Shift, Weights, gradient);
        Assert.Equal(Loss(logits, labels, q, (0, 0), 0), loss, 1e-5);
        for (var r = 0; r < 5; r++)
        {
            for (var c = 0; c < 4; c++)
                Assert.Equal((Loss(logits, labels, q, (r, c), step) - Loss(logits, labels, q, (r, c), -step)) / (2 * step), gradient[r, c], 1e-5);
        }
    }

    /// <summary>The definition in fp64, with one logit moved.</summary>
    static double Loss(Matrix logits, int[] labels, double q, (int Row, int Column) at, double by)
    {
        var sum = 0.0;
        for (var r = 0; r < logits.Rows; r++)
        {
            var z = Enumerable.Range(0, logits.Columns).Select(c => (double)logits[r, c] + Shift[c] + ((r, c) == at ? by : 0)).ToArray();
            var p = Math.Exp(z[labels[r]] - z.Max()) / z.Sum(x => Math.Exp(x - z.Max()));
            sum += Weights[labels[r]] * (q == 0 ? -Math.Log(p) : (1 - Math.Pow(p, q)) / q);
        }
        return sum / logits.Rows;
    }

    /// <summary>A picture that the model is sure is another one: the loss is at its end, 1/q, and its pull is gone.</summary>
    [Theory, MemberData(nameof(Paths))]
    public void NothingOverflowsWhereThereIsNoBelief(KernelPath path)
    {
        var logits = new Matrix(1, 3, [1e4f, -1e4f, 0]);
        var d = new Matrix(1, 3);
        Assert.Equal(1 / 0.7, GeneralisedCrossEntropy.Forward(Engines.On(path), logits, [1], 0.7, [], [], d), 1e-12);
        Assert.Equal([0, 0, 0], d.Data);
        Assert.Equal(0, GeneralisedCrossEntropy.Forward(Engines.On(path), logits, [0], 0.7, [], [], d));
        Assert.True(double.IsNaN(GeneralisedCrossEntropy.Forward(Engines.On(path), new Matrix(1, 3, [1, float.NaN, 2]), [0], 0.7, [], [], d)));
    }

    [Fact]
    public void ThreadsAndPlaceChangeNoBit()
    {
        var logits = RandomMatrix.Normal(40, 33, "logits", 3);
        int[] labels = [.. Enumerable.Range(0, 40).Select(i => i % 33)];
        var (apart, inPlace) = (new Matrix(40, 33), logits.Clone());
        var loss = GeneralisedCrossEntropy.Forward(new Engine(Engine.Widest, 1), logits, labels, 0.7, [], [], apart);
        Assert.Equal(loss, GeneralisedCrossEntropy.Forward(new Engine(Engine.Widest, 5), inPlace, labels, 0.7, [], [], inPlace));
        Closeness.AssertIdentical(inPlace, apart);
    }

    [Fact]
    public void WhatDoesNotFitIsRefused()
    {
        var (logits, d) = (new Matrix(2, 3), new Matrix(2, 3));
        Assert.Throws<ArgumentException>(() => GeneralisedCrossEntropy.Forward(Engine.Default, logits, [0], 0.5, [], [], d));
        Assert.Throws<ArgumentException>(() => GeneralisedCrossEntropy.Forward(Engine.Default, logits, [0, 3], 0.5, [], [], d));
        Assert.Throws<ArgumentException>(() => GeneralisedCrossEntropy.Forward(Engine.Default, logits, [0, 1], 0.5, [1, 2], [], d));
        Assert.Throws<ArgumentException>(() => GeneralisedCrossEntropy.Forward(Engine.Default, logits, [0, 1], 0.5, [], [1], d));
        Assert.Throws<ArgumentException>(() => GeneralisedCrossEntropy.Forward(Engine.Default, logits, [0, 1], 0.5, [], [], new Matrix(2, 2)));
        Assert.Throws<ArgumentException>(() => GeneralisedCrossEntropy.Forward(Engine.Default, new Matrix(0, 3), [], 0.5, [], [], new Matrix(0, 3)));
        Assert.Throws<ArgumentOutOfRangeException>(() => GeneralisedCrossEntropy.Forward(Engine.Default, logits, [0, 1], 1.1, [], [], d));
        Assert.Throws<ArgumentOutOfRangeException>(() => GeneralisedCrossEntropy.Forward(Engine.Default, logits, [0, 1], double.NaN, [], [], d));
    }
}
