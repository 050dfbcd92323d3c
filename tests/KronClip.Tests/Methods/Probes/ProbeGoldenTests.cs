using KronClip.Compute;
using KronClip.Methods;
using KronClip.Testing;

namespace KronClip.Tests.Methods;

/// <summary>The methods without a prompt against values computed apart from KronClip in float64 (tests/golden/probes).</summary>
public class ProbeGoldenTests
{
    const double Exact = 1e-11;                // two orders of additions in fp64
    const double Single = 2e-6;                // a head keeps fp32

    public static TheoryData<string> Cases => ["narrow", "wide"];

    /// <summary>The regression against Newton's method, at weak, usual and strong C.</summary>
    [Theory]
    [MemberData(nameof(Cases))]
    public void TheLinearProbeIsTheMinimum(string name)
    {
        var golden = new ProbeCase(name);
        foreach (var expected in golden["linearProbe"].EnumerateArray())
        {
            var strength = expected.GetProperty("strength").GetDouble();
            var solved = LinearProbe.Solve(golden.Setup, golden.Unit, strength);
            Assert.True(solved.Converged);
            var weights = ProbeCase.Numbers(expected.GetProperty("weights"));
            Near(weights, solved.W.Data, 1e-6 * Math.Sqrt(weights.Sum(w => w * w)), $"probes/{name} linear probe weights, C = {strength}");
            var mean = solved.B.Average();                                 // softmax does not see a shift of all biases
            Near(ProbeCase.Numbers(expected.GetProperty("bias")), [.. solved.B.Select(b => b - mean)], 2e-6, $"probes/{name} linear probe bias, C = {strength}");
        }
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void RidgeIsThatOfASolver(string name)
    {
        var (golden, expected) = (new ProbeCase(name), new ProbeCase(name)["ridge"]);
        var kernel = Ridge.Kernel(golden.Setup, golden.Unit.Rows, golden.Unit.Rows, 2);
        var solved = Ridge.Solve(golden.Setup, golden.Unit, kernel, 0.5);
        Near(Transposed(ProbeCase.Numbers(expected.GetProperty("values")), golden.Setup.Classes), solved.Data, Exact, $"probes/{name} ridge values");
        var head = Fit(golden, Ridge.Definition, new RidgeOptions { Strength = 0.5, Sharpness = 2 }).Head;
        Near(ProbeCase.Numbers(expected.GetProperty("logits")), ProbeCase.Logits(head, golden.Held.Features, golden.Setup.LogitScale), Single * golden.Setup.LogitScale, $"probes/{name} ridge logits");
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void GdaIsThePublishedFormula(string name)
    {
        var (golden, expected) = (new ProbeCase(name), new ProbeCase(name)["gda"]);
        var (w, b, spread) = Gda.Discriminant(golden.Setup, golden.Unit);
        Assert.True(spread);
        Near(ProbeCase.Numbers(expected.GetProperty("weights")), w.Data, Exact * 10, $"probes/{name} gda weights");
        Near(ProbeCase.Numbers(expected.GetProperty("bias")), b, Exact * 10, $"probes/{name} gda bias");
        var head = Fit(golden, Gda.Definition, new GdaOptions { Alpha = 0.1 }).Head;
        Near(ProbeCase.Numbers(expected.GetProperty("logits")), ProbeCase.Logits(head, golden.Held.Features, golden.Setup.LogitScale), Single * golden.Setup.LogitScale, $"probes/{name} gda logits");
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void TipAdapterIsThePublishedFormula(string name)
    {
        var golden = new ProbeCase(name);
        var head = Fit(golden, TipAdapter.Definition, new TipAdapterOptions { Alpha = 1.5, Beta = 2 }).Head;
        Near(ProbeCase.Numbers(golden["tip"].GetProperty("logits")), ProbeCase.Logits(head, golden.Held.Features, golden.Setup.LogitScale), Single * golden.Setup.LogitScale, $"probes/{name} tip logits");
    }

    /// <summary>Twelve steps of AdamW on PyTorch's autograd, the cosine per step.</summary>
    [Theory]
    [MemberData(nameof(Cases))]
    public void TipAdapterFTrainsTheKeysAsPyTorchDoes(string name)
    {
        var golden = new ProbeCase(name);
        var keys = TipAdapterF.TrainKeys(golden.Setup, golden.Unit, new TipAdapterFOptions { Epochs = 12, LearningRate = 0.01 });
        Near(ProbeCase.Numbers(golden["tipF"].GetProperty("keys")), keys.Data, Exact, $"probes/{name} tip-f keys");
    }

    /// <summary>Forty-five steps of the published loop on PyTorch's autograd, four of them of α.</summary>
    [Theory]
    [MemberData(nameof(Cases))]
    public void LpPlusPlusGoesThePublishedWay(string name)
    {
        var (golden, expected) = (new ProbeCase(name), new ProbeCase(name)["lpPlusPlus"]);
        var blocks = new LinearProbePlusPlus.Blocks(golden.Setup, golden.Unit);
        var losses = new List<double>();
        for (var i = 0; i < 45; i++)
        {
            blocks.Step();
            losses.Add(blocks.Loss);
        }
        Near(ProbeCase.Numbers(expected.GetProperty("losses")), [.. losses], 1e-9, $"probes/{name} lp++ losses");
        Near(ProbeCase.Numbers(expected.GetProperty("weights")), blocks.W.Data, 1e-9, $"probes/{name} lp++ weights");
        Near(ProbeCase.Numbers(expected.GetProperty("bias")), blocks.B, 1e-9, $"probes/{name} lp++ bias");
        Near(ProbeCase.Numbers(expected.GetProperty("alpha")), blocks.Alpha, 1e-9, $"probes/{name} lp++ alpha");
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void TheSearchesFindWhatAPlainLoopFinds(string name)
    {
        var golden = new ProbeCase(name);
        foreach (var (method, key, what) in new[]
        {
            (TipAdapter.Definition, "tip", "alpha = {0:0.####}, beta = {1:0.####}: chosen on the 12 validation pictures ({2} of 12 right)"),
            (Gda.Definition, "gda", "alpha = {0}: chosen on the 12 validation pictures ({1} of 12 right)"),
            (Ridge.Definition, "ridge", "lambda = {0}, beta = {1}: chosen on the 12 validation pictures ({2} of 12 right)"),
        })
        {
            var expected = ProbeCase.Numbers(golden[key].GetProperty("chosen")).Cast<object>().ToArray();
            Assert.StartsWith(string.Format(System.Globalization.CultureInfo.InvariantCulture, what, expected), Assert.Single(Fit(golden, method, method.Defaults).Notes), StringComparison.Ordinal);
        }
    }

    static FittedHead Fit(ProbeCase golden, MethodDefinition method, IMethodOptions options) =>
        ((PromptlessMethodDefinition)method).Fit(golden.Setup, golden.Train, golden.Held, options);

    static void Near(double[] expected, double[] actual, double tolerance, string what) => Closeness.AssertClose(actual.AsSpan(), expected, tolerance, what);

    static double[] Transposed(double[] rows, int columns) => [.. Enumerable.Range(0, columns).SelectMany(c => Enumerable.Range(0, rows.Length / columns).Select(r => rows[r * columns + c]))];
}
