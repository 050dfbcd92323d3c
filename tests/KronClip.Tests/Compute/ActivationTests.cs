using KronClip.Compute;
using KronClip.Testing;

namespace KronClip.Tests.Compute;

public class ActivationTests
{
    public static TheoryData<KernelPath> Paths => Engines.Paths;

    public static MatrixTheoryData<KernelPath, Activation> PathsAndActivations => new(Engines.Supported, Enum.GetValues<Activation>());

    [Theory, MemberData(nameof(Paths))]
    public void QuickGeluEqualsTheGoldenVectors(KernelPath path)
    {
        var golden = new GoldenTensors("misc", "ops.safetensors");
        var engine = Engines.On(path);
        var (x, y, dx) = (new Matrix(5, 16, golden.Floats("quickgelu.x")), new Matrix(5, 16), new Matrix(5, 16));
        var ones = new Matrix(5, 16);
        ones.Span.Fill(1);
        Activations.Forward(engine, Activation.QuickGelu, x, y);
        Activations.Backward(engine, Activation.QuickGelu, x, ones, dx);
        Closeness.AssertClose(y.Span, golden.Floats("quickgelu.y"), 3e-7, $"misc/ops quickgelu.y {path}");
        Closeness.AssertClose(dx.Span, golden.Floats("quickgelu.dx"), 3e-7, $"misc/ops quickgelu.dx {path}");
    }

    [Theory, MemberData(nameof(PathsAndActivations))]
    public void ForwardEqualsTheFormulaOverTheWholeRange(KernelPath path, Activation activation)
    {
        var x = new Matrix(1, 481, Enumerable.Range(-240, 481).Select(i => i / 20f).ToArray());    // -12 … 12, not a multiple of any vector
        var y = new Matrix(1, 481);
        Activations.Forward(Engines.On(path), activation, x, y);
        Closeness.AssertRelativelyClose(y.Data, x.Data.Select(v => (float)Formulas.Activate(activation, v)).ToArray(), 3e-7);
    }

    [Theory, MemberData(nameof(Paths))]
    public void TheErrorFunctionBehindGeluIsAccurate(KernelPath path)
    {
        // GELU(x) = x (1 + erf(x/√2)) / 2, so erf comes back from it, with the rounding of y (1.2e-7 on this scale) on top of erf's own 2e-7.
        var x = new Matrix(1, 1200, Enumerable.Range(1, 1200).Select(i => i % 2 == 0 ? i / 200f : -i / 200f).ToArray());
        var y = new Matrix(1, 1200);
        Activations.Forward(Engines.On(path), Activation.Gelu, x, y);
        for (var i = 0; i < 1200; i++)
            Assert.Equal(Formulas.Erf(x.Data[i] / Math.Sqrt(2)), 2.0 * y.Data[i] / x.Data[i] - 1, 3.2e-7);
    }

    [Theory, MemberData(nameof(PathsAndActivations))]
    public void BackwardEqualsDifferencesOfTheFormulaAndMayWorkInPlace(KernelPath path, Activation activation)
    {
        const double step = 1e-4;                                                                   // in double: error 1e-8
        var (x, dy) = (new Matrix(1, 160, Enumerable.Range(0, 160).Select(i => (i - 79.5f) / 10).ToArray()), RandomMatrix.Normal(1, 160, "dy"));
        var expected = x.Data.Zip(dy.Data, (v, slope) =>
            (float)(slope * (Formulas.Activate(activation, v + step) - Formulas.Activate(activation, v - step)) / (2 * step))).ToArray();
        Activations.Backward(Engines.On(path), activation, x, dy, dy);
        Closeness.AssertRelativelyClose(dy.Data, expected, 1e-6);
    }

    [Theory, MemberData(nameof(PathsAndActivations))]
    public void ExtremesStayFiniteAndNaNComesThrough(KernelPath path, Activation activation)
    {
        var engine = Engines.On(path);
        var x = new Matrix(1, 5, [-1e4f, 1e4f, 0, float.NaN, 88.5f]);
        var y = Forward(engine, activation, x);
        var dx = new Matrix(1, 5);
        Activations.Backward(engine, activation, x, new Matrix(1, 5, [1, 1, 1, 1, 1]), dx);
        Assert.Equal(activation == Activation.None ? -1e4f : 0, y.Data[0], 1e-20f);
        Assert.Equal([1e4f, 0, 88.5f], new[] { y.Data[1], y.Data[2], y.Data[4] });
        Assert.True(float.IsNaN(y.Data[3]));
        Assert.Equal(activation == Activation.None ? 1 : 0, dx.Data[0], 1e-20f);
        Assert.Equal([1f, 1f], new[] { dx.Data[1], dx.Data[4] });
    }

    [Fact]
    public void ShapesMustAgree() =>
        Assert.Throws<ArgumentException>(() => Activations.Forward(Engine.Default, Activation.Relu, new Matrix(2, 3), new Matrix(3, 2)));

    static Matrix Forward(Engine engine, Activation activation, Matrix x)
    {
        var y = new Matrix(x.Rows, x.Columns);
        Activations.Forward(engine, activation, x, y);
        return y;
    }
}
