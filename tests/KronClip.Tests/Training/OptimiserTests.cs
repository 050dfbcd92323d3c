using CsCheck;
using KronClip.Methods;
using KronClip.Testing;
using KronClip.Training;

namespace KronClip.Tests.Training;

public class OptimiserTests
{
    static readonly float[][] Gradients = [[0.1f, -2f, 0f, 1e-3f], [0.3f, 1f, -0.5f, -1e-3f], [-0.2f, 0.25f, 4f, 5e-4f]];

    [Fact]
    public void SgdFollowsTheGoldenTrace()
    {
        var golden = new GoldenTensors("misc", "ops.safetensors");
        var (gradients, rates, trace) = (golden.Floats("sgd.grads"), golden.Doubles("sgd.lrs"), golden.Floats("sgd.trace"));
        var parameter = Parameter("p", golden.Floats("sgd.init"));
        var optimiser = Optimiser.Create(OptimiserOptions.Sgd);
        for (var step = 0; step < rates.Length; step++)
        {
            gradients.AsSpan(step * 7, 7).CopyTo(parameter.Gradient);
            optimiser.Step([parameter], rates[step]);
            Closeness.AssertClose(parameter.Values, trace[(step * 7)..((step + 1) * 7)], 0, $"misc/ops sgd.trace step {step}");
        }
    }

    // torch 1.13: torch.optim.AdamW([p], lr=1e-3, betas=(0.9, 0.999), eps=1e-8, weight_decay=1e-2), p = [0.5, -0.25, 2, 0],
    // the gradients above, group["lr"] = 1e-3, 2e-3, 5e-4 before the three steps; p after each step.
    [Fact]
    public void AdamWFollowsPyTorch()
    {
        float[][] expected =
        [
            [0.49899500608444214f, -0.2489974945783615f, 1.9999799728393555f, -0.0009999899193644524f],
            [0.4971494674682617f, -0.2484598308801651f, 2.0014281272888184f, -0.0008947077440097928f],
            [0.4970180094242096f, -0.24839180707931519f, 2.0011367797851562f, -0.000982064986601472f],
        ];
        double[] rates = [1e-3, 2e-3, 5e-4];
        var parameter = Parameter("p", 0.5f, -0.25f, 2f, 0f);
        var optimiser = Optimiser.Create(OptimiserOptions.AdamW);
        for (var step = 0; step < rates.Length; step++)
        {
            Gradients[step].CopyTo(parameter.Gradient, 0);
            optimiser.Step([parameter], rates[step]);
            for (var i = 0; i < 4; i++)
                Assert.Equal(expected[step][i], parameter.Values[i], 1.2e-7f);
        }
    }

    // torch 1.13: torch.optim.SGD([p], lr=0.1, …) with the arguments named in each row, same start and gradients, p after three steps.
    [Theory]
    [InlineData(0.9, 0.0, true, 5e-4, 0.4221193492412567, 0.11931566148996353, 1.3746861219406128, -0.00016786655760370195)]
    [InlineData(0.9, 0.5, false, 0.01, 0.4523475766181946, 0.1851845383644104, 1.8391717672348022, -0.0002008350274991244)]
    [InlineData(0.0, 0.0, false, 0.1, 0.46564847230911255, -0.1705547422170639, 1.5900980234146118, -4.901000647805631e-05)]
    public void SgdVariantsFollowPyTorch(double momentum, double dampening, bool nesterov, double decay, double a, double b, double c, double d)
    {
        var parameter = Parameter("p", 0.5f, -0.25f, 2f, 0f);
        var optimiser = Optimiser.Create(new() { Momentum = momentum, Dampening = dampening, Nesterov = nesterov, WeightDecay = decay });
        foreach (var gradient in Gradients)
        {
            gradient.CopyTo(parameter.Gradient, 0);
            optimiser.Step([parameter], 0.1);
        }
        double[] expected = [a, b, c, d];
        for (var i = 0; i < 4; i++)
            Assert.Equal((float)expected[i], parameter.Values[i], 2.5e-7f);
    }

    /// <summary>
    /// By hand: the first step moves every value by the whole rate against the sign of its gradient, after the decay (1 - 0.5 · 0.25).
    /// </summary>
    [Fact]
    public void TheFirstStepOfAdamWIsTheRateItself()
    {
        var parameter = Parameter("p", 8f, -8f);
        (parameter.Gradient[0], parameter.Gradient[1]) = (3f, -0.001f);
        Optimiser.Create(OptimiserOptions.AdamW with { WeightDecay = 0.25, Epsilon = 1e-30 }).Step([parameter], 0.5);
        Assert.Equal([6.5f, -6.5f], parameter.Values);
    }

    /// <summary>By hand, without decay: b = 2, 0.5 · 2 + 4 = 5; θ = 1 - 0.5 · 2 - 0.25 · 5.</summary>
    [Fact]
    public void MomentumStartsAtTheFirstGradientAndTheRateScalesTheWholeStep()
    {
        var parameter = Parameter("p", 1f);
        var optimiser = Optimiser.Create(new() { Momentum = 0.5, WeightDecay = 0 });
        parameter.Gradient[0] = 2;
        optimiser.Step([parameter], 0.5);
        parameter.Gradient[0] = 4;
        optimiser.Step([parameter], 0.25);
        Assert.Equal(-1.25f, parameter.Values[0]);
    }

    [Theory]
    [InlineData(OptimiserKind.Sgd)]
    [InlineData(OptimiserKind.AdamW)]
    public void RestoredStateGoesOnBitForBit(OptimiserKind kind) =>
        Gen.Select(Gen.Float[-3, 3].Array[12], Gen.Int[0, 6]).Sample((numbers, pause) =>
        {
            var options = (kind == OptimiserKind.Sgd ? OptimiserOptions.Sgd : OptimiserOptions.AdamW) with { LearningRate = 0.1 };
            var (whole, resumed) = (Parameter("p", numbers[..4]), Parameter("p", numbers[..4]));
            var (one, two) = (Optimiser.Create(options), Optimiser.Create(options));
            for (var step = 0; step < 8; step++)
            {
                if (step == pause)
                {
                    var saved = two.State.ToDictionary(e => e.Key, e => (float[])e.Value.Clone());
                    two = Optimiser.Create(options);
                    two.Restore(saved);
                }
                for (var i = 0; i < 4; i++)
                    whole.Gradient[i] = resumed.Gradient[i] = numbers[4 + (step + i) % 8];
                one.Step([whole], 0.1);
                two.Step([resumed], 0.1);
            }
            return whole.Values.AsSpan().SequenceEqual(resumed.Values);
        }, iter: 50);

    [Fact]
    public void RestoreCopiesSoThatTheSavedArraysStayAsTheyWere()
    {
        var parameter = Parameter("p", 1f);
        parameter.Gradient[0] = 1;
        var (optimiser, other) = (Optimiser.Create(OptimiserOptions.AdamW), Optimiser.Create(OptimiserOptions.AdamW));
        optimiser.Step([parameter], 0.1);
        other.Restore(optimiser.State);
        var before = optimiser.State.ToDictionary(e => e.Key, e => (float[])e.Value.Clone());
        other.Step([parameter], 0.1);
        Assert.All(before, e => Assert.Equal(e.Value, optimiser.State[e.Key]));
    }

    [Fact]
    public void StateOfAnotherOptimiserOrAnotherShapeIsRefused()
    {
        var parameter = Parameter("context", 1f, 2f);
        var sgd = Optimiser.Create(OptimiserOptions.Sgd);
        sgd.Step([parameter], 0.1);
        Assert.Throws<TrainingException>(() => Optimiser.Create(OptimiserOptions.AdamW).Restore(sgd.State));
        Dictionary<string, float[]> uncounted = new() { ["mean.p"] = [1] };
        Assert.Throws<TrainingException>(() => Optimiser.Create(OptimiserOptions.AdamW).Restore(uncounted));

        var error = Assert.Throws<TrainingException>(() => sgd.Step([Parameter("context", 1f, 2f, 3f)], 0.1));
        Assert.Contains("'context'", error.Message, StringComparison.Ordinal);
        Assert.Throws<TrainingException>(() => sgd.Step([parameter, parameter], 0.1));
    }

    [Fact]
    public void ARateOfZeroInAStepChangesNothing()
    {
        foreach (var options in new[] { OptimiserOptions.Sgd, OptimiserOptions.AdamW })
        {
            var parameter = Parameter("p", 1.5f);
            parameter.Gradient[0] = 3;
            Optimiser.Create(options).Step([parameter], 0);
            Assert.Equal(1.5f, parameter.Values[0]);
        }
    }

    [Theory]
    [InlineData(-1e-9)]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    public void AStepRefusesARateThatIsNoRate(double rate) =>
        Assert.Throws<OptionsException>(() => Optimiser.Create(OptimiserOptions.Sgd).Step([Parameter("p", 1f)], rate));

    static Parameter Parameter(string name, params float[] values)
    {
        var parameter = new Parameter(name, values.Length);
        values.CopyTo(parameter.Values, 0);
        return parameter;
    }
}
