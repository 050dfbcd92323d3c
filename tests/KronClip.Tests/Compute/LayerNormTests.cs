using KronClip.Compute;
using KronClip.Testing;

namespace KronClip.Tests.Compute;

public class LayerNormTests
{
    public static TheoryData<KernelPath> Paths => Engines.Paths;

    [Theory, MemberData(nameof(Paths))]
    public void EqualsTheGoldenVectors(KernelPath path)
    {
        var golden = new GoldenTensors("misc", "ops.safetensors");
        var engine = Engines.On(path);
        var (x, y, dx) = (new Matrix(5, 16, golden.Floats("ln.x")), new Matrix(5, 16), new Matrix(5, 16));
        var (mean, reciprocal) = (new float[5], new float[5]);
        LayerNorm.Forward(engine, x, golden.Floats("ln.w"), golden.Floats("ln.b"), 1e-5f, y, mean, reciprocal);
        LayerNorm.BackwardToInput(engine, new Matrix(5, 16, golden.Floats("ln.r")), x, mean, reciprocal, golden.Floats("ln.w"), dx);
        Closeness.AssertClose(y.Span, golden.Floats("ln.y"), 1e-6, $"misc/ops ln.y {path}");
        Closeness.AssertClose(dx.Span, golden.Floats("ln.dx"), 1e-6, $"misc/ops ln.dx {path}");
    }

    [Theory, MemberData(nameof(Paths))]
    public void BackwardEqualsFiniteDifferencesForOddWidths(KernelPath path)
    {
        foreach (var width in new[] { 2, 7, 16, 33, 100 })
        {
            var engine = Engines.On(path);
            var (x, r) = (RandomMatrix.Normal(3, width, $"x{width}"), RandomMatrix.Normal(3, width, "r"));
            var (gain, bias) = (RandomMatrix.Floats(width, "gain"), RandomMatrix.Floats(width, "bias"));
            var (mean, reciprocal, dx) = (new float[3], new float[3], new Matrix(3, width));
            LayerNorm.Forward(engine, x, gain, bias, 0.1f, new Matrix(3, width), mean, reciprocal);
            LayerNorm.BackwardToInput(engine, r, x, mean, reciprocal, gain, dx);
            FiniteDifference.Check(x, r, () => Forward(engine, x, gain, bias), dx);
        }
    }

    [Theory, MemberData(nameof(Paths))]
    public void ALargeMeanDoesNotSwallowTheVariance(KernelPath path)
    {
        var x = new Matrix(1, 40, Enumerable.Range(0, 40).Select(i => 4096f + (i % 2 == 0 ? 1 : -1)).ToArray());
        var y = Forward(Engines.On(path), x, Enumerable.Repeat(1f, 40).ToArray(), new float[40], 0);
        Closeness.AssertRelativelyClose(y.Data, Enumerable.Range(0, 40).Select(i => i % 2 == 0 ? 1f : -1f).ToArray(), 1e-6);
    }

    [Theory, MemberData(nameof(Paths))]
    public void BackwardAccumulatesAndForwardMayWorkInPlace(KernelPath path)
    {
        var engine = Engines.On(path);
        var (x, dy) = (RandomMatrix.Normal(4, 19, "x"), RandomMatrix.Normal(4, 19, "dy"));
        var (gain, bias) = (RandomMatrix.Floats(19, "gain"), RandomMatrix.Floats(19, "bias"));
        var (mean, reciprocal, y) = (new float[4], new float[4], x.Clone());
        LayerNorm.Forward(engine, y, gain, bias, 1e-5f, y, mean, reciprocal);
        Closeness.AssertIdentical(y, Forward(engine, x, gain, bias, 1e-5f));

        var (once, twice) = (new Matrix(4, 19), new Matrix(4, 19));
        LayerNorm.BackwardToInput(engine, dy, x, mean, reciprocal, gain, once);
        LayerNorm.BackwardToInput(engine, dy, x, mean, reciprocal, gain, twice);
        LayerNorm.BackwardToInput(engine, dy, x, mean, reciprocal, gain, twice, accumulate: true);
        Closeness.AssertRelativelyClose(twice.Data, once.Data.Select(v => 2 * v).ToArray(), 1e-7);
    }

    [Fact]
    public void LengthsMustAgree() => Assert.Throws<ArgumentException>(
        () => LayerNorm.Forward(Engine.Default, new Matrix(2, 3), new float[2], new float[3], 1e-5f, new Matrix(2, 3)));

    static Matrix Forward(Engine engine, Matrix x, float[] gain, float[] bias, float epsilon = 0.1f)
    {
        var y = new Matrix(x.Rows, x.Columns);
        LayerNorm.Forward(engine, x, gain, bias, epsilon, y);
        return y;
    }
}
