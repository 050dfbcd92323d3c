using KronClip.Methods;

namespace KronClip.Tests.Methods;

public class ParameterTests
{
    [Fact]
    public void AParameterIsAsLargeAsItsShape()
    {
        var parameter = new Parameter("W", 4, 16);
        Assert.Equal((64, 64, 64), (parameter.Count, parameter.Values.Length, parameter.Gradient.Length));
        Assert.Equal(1, new Parameter("scale").Count);
        Assert.Equal(0, new Parameter("none", 3, 0).Count);
    }

    [Fact]
    public void ZeroGradientLeavesTheValues()
    {
        var parameter = new Parameter("W", 2);
        (parameter.Values[1], parameter.Gradient[1]) = (5, 7);
        parameter.ZeroGradient();
        Assert.Equal((5f, 0f), (parameter.Values[1], parameter.Gradient[1]));
    }

    [Fact]
    public void ImpossibleShapesAreRefused()
    {
        Assert.Throws<ArgumentException>(() => new Parameter("W", 2, -1));
        Assert.Throws<ArgumentException>(() => new Parameter("W", int.MaxValue, int.MaxValue, int.MaxValue));
        Assert.Throws<ArgumentException>(() => new Parameter("", 2));
    }
}
