using KronClip.Methods;
using KronClip.Training;

namespace KronClip.Tests.Training;

/// <summary>L-BFGS on a quadratic whose axes are a thousand times as steep as one another, and on Rosenbrock's valley.</summary>
public class LbfgsTests
{
    static double Bowl(Parameter p)
    {
        var loss = 0.0;
        for (var i = 0; i < p.Count; i++)
        {
            var steepness = Math.Pow(1000, (double)i / (p.Count - 1));
            loss += 0.5 * steepness * (p.Values[i] - i) * (p.Values[i] - i);
            p.Gradient[i] = (float)(steepness * (p.Values[i] - i));
        }
        return loss;
    }

    static double Valley(Parameter p)
    {
        double x = p.Values[0], y = p.Values[1];
        (p.Gradient[0], p.Gradient[1]) = ((float)(-400 * x * (y - x * x) - 2 * (1 - x)), (float)(200 * (y - x * x)));
        return 100 * (y - x * x) * (y - x * x) + (1 - x) * (1 - x);
    }

    [Fact]
    public void ASteepBowlIsSolvedInAHundredSteps()
    {
        var (parameter, optimiser) = (new Parameter("p", 8), new Lbfgs(OptimiserOptions.Lbfgs));
        for (var step = 0; step < 100; step++)
            optimiser.Step([parameter], 0.1, Bowl(parameter));
        optimiser.Finish([parameter]);
        Assert.True(Bowl(parameter) < 1e-6, $"{Bowl(parameter)}");
    }

    [Fact]
    public void TheBentValleyIsFollowedToItsEnd()
    {
        var (parameter, optimiser) = (new Parameter("p", 2), new Lbfgs(OptimiserOptions.Lbfgs));
        (parameter.Values[0], parameter.Values[1]) = (-1.2f, 1);
        for (var step = 0; step < 100; step++)
            optimiser.Step([parameter], 0.1, Valley(parameter));
        optimiser.Finish([parameter]);
        Assert.Equal(1, parameter.Values[0], 1e-2);
        Assert.Equal(1, parameter.Values[1], 1e-2);
    }

    /// <summary>By hand: the radius is 0.5 · √2, and the first step goes all of it along the steepest descent (3, 4)/5.</summary>
    [Fact]
    public void TheFirstStepHasTheRateAsItsRootMeanSquare()
    {
        var parameter = new Parameter("p", 2);
        (parameter.Gradient[0], parameter.Gradient[1]) = (3, 4);
        new Lbfgs(OptimiserOptions.Lbfgs).Step([parameter], 0.5, 1);
        Assert.Equal(-0.6 * 0.5 * Math.Sqrt(2), parameter.Values[0], 1e-6);
        Assert.Equal(-0.8 * 0.5 * Math.Sqrt(2), parameter.Values[1], 1e-6);
    }

    [Fact]
    public void AStepThatRaisedTheLossIsTakenBackAndTriedShorter()
    {
        var (parameter, optimiser) = (new Parameter("p", 1), new Lbfgs(OptimiserOptions.Lbfgs));
        parameter.Gradient[0] = -1;
        optimiser.Step([parameter], 1, loss: 1);
        Assert.Equal(1, parameter.Values[0]);
        parameter.Gradient[0] = -1;                                        // no curvature, so nothing is remembered
        optimiser.Step([parameter], 1, loss: 2);
        Assert.Equal(0.5f, parameter.Values[0]);
        optimiser.Finish([parameter]);
        Assert.Equal(0, parameter.Values[0]);                              // the best that was seen
    }

    [Fact]
    public void NothingMovesWhereTheGradientIsZero()
    {
        var (parameter, optimiser) = (new Parameter("p", 2), new Lbfgs(OptimiserOptions.Lbfgs));
        for (var step = 0; step < 3; step++)
            optimiser.Step([parameter], 1, loss: 1);
        Assert.Equal([0, 0], parameter.Values);
    }

    [Fact]
    public void AfterOneStepAloneTheStepStays()
    {
        var (parameter, optimiser) = (new Parameter("p", 1), new Lbfgs(OptimiserOptions.Lbfgs));
        parameter.Gradient[0] = 1;
        optimiser.Step([parameter], 0.25, loss: 1);
        optimiser.Finish([parameter]);
        Assert.Equal(-0.25f, parameter.Values[0]);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(30)]                                                       // the history is full
    public void RestoredStateGoesOnBitForBit(int pause)
    {
        Parameter[] Pair() => [new Parameter("a", 5), new Parameter("b", 3)];
        double Loss(Parameter[] pair) => Bowl(pair[0]) + Bowl(pair[1]);
        var (whole, resumed) = (Pair(), Pair());
        var (one, two) = (Optimiser.Create(OptimiserOptions.Lbfgs), Optimiser.Create(OptimiserOptions.Lbfgs));
        for (var step = 0; step < 40; step++)
        {
            if (step == pause)
            {
                var checkpoint = RunCheckpoint.Capture(step, step, resumed, two);
                (resumed, two) = (Pair(), Optimiser.Create(OptimiserOptions.Lbfgs));
                checkpoint.RestoreTo(resumed, two);
            }
            one.Step(whole, 0.1, Loss(whole));
            two.Step(resumed, 0.1, Loss(resumed));
        }
        one.Finish(whole);
        two.Finish(resumed);
        Assert.Equal(whole[0].Values, resumed[0].Values);
        Assert.Equal(whole[1].Values, resumed[1].Values);
    }

    [Fact]
    public void StateOfAnotherOptimiserOrAnotherShapeIsRefused()
    {
        var (parameter, lbfgs, sgd) = (new Parameter("p", 2), new Lbfgs(OptimiserOptions.Lbfgs), Optimiser.Create(OptimiserOptions.Sgd));
        parameter.Gradient[0] = 1;
        sgd.Step([parameter], 0.1);
        Assert.Throws<TrainingException>(() => lbfgs.Restore(sgd.State));
        Dictionary<string, float[]> uncounted = new() { ["best.p"] = [1, 2] };
        Assert.Throws<TrainingException>(() => lbfgs.Restore(uncounted));
        lbfgs.Step([parameter], 0.1, 1);
        Assert.Throws<TrainingException>(() => lbfgs.Step([new Parameter("p", 3)], 0.1, 1));
        Assert.Throws<TrainingException>(() => lbfgs.Step([new Parameter("q", 2)], 0.1, 1));
    }
}
