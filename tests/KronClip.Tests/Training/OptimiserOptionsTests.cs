using KronClip.Training;

namespace KronClip.Tests.Training;

public class OptimiserOptionsTests
{
    [Theory]
    [InlineData(0, "zero-shot")]
    [InlineData(-0.002, "-0.002")]
    [InlineData(1e9, "1000")]
    [InlineData(double.NaN, "NaN")]
    [InlineData(double.PositiveInfinity, "Infinity")]
    public void ALearningRateThatCannotBeMeantIsRefused(double rate, string named)
    {
        var error = Assert.Throws<OptionsException>(new OptimiserOptions { LearningRate = rate }.Validate);
        Assert.Contains(named, error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(1e-12)]
    [InlineData(5)]
    [InlineData(1000)]
    public void AnyUsefulRateIsTaken(double rate) => new OptimiserOptions { LearningRate = rate }.Validate();

    public static TheoryData<OptimiserOptions> Unusable =>
    [
        new OptimiserOptions { Kind = (OptimiserKind)7 },
        new OptimiserOptions { Momentum = 1 },
        new OptimiserOptions { Momentum = -0.1 },
        new OptimiserOptions { Momentum = double.NaN },
        new OptimiserOptions { Dampening = 1.5 },
        new OptimiserOptions { WeightDecay = -1e-4 },
        new OptimiserOptions { WeightDecay = double.PositiveInfinity },
        new OptimiserOptions { Nesterov = true, Momentum = 0 },
        new OptimiserOptions { Nesterov = true, Dampening = 0.1 },
        new OptimiserOptions { Beta1 = 1 },
        new OptimiserOptions { Beta2 = double.NaN },
        new OptimiserOptions { Epsilon = 0 },
    ];

    [Theory]
    [MemberData(nameof(Unusable))]
    public void EveryOtherConstantHasItsRange(OptimiserOptions options)
    {
        Assert.Throws<OptionsException>(options.Validate);
        Assert.Throws<OptionsException>(() => Optimiser.Create(options));
    }

    [Fact]
    public void TheDefaultsAreThePublishedOnes()
    {
        OptimiserOptions.Sgd.Validate();
        OptimiserOptions.AdamW.Validate();
        Assert.Equal((0.002, 0.9, 5e-4, 0.0, false), (OptimiserOptions.Sgd.LearningRate, OptimiserOptions.Sgd.Momentum,
            OptimiserOptions.Sgd.WeightDecay, OptimiserOptions.Sgd.Dampening, OptimiserOptions.Sgd.Nesterov));
    }
}
