using CsCheck;
using KronClip.Deployment;

namespace KronClip.Tests.Deployment.Onnx;

/// <summary>The operators of our own evaluator by hand; ClassifierGraphTests holds whole graphs against ONNX Runtime.</summary>
public class OnnxOperatorsTests
{
    static OnnxTensor Run(string operation, params OnnxTensor[] inputs) => OnnxOperators.Run(new OnnxNode(operation, "", [], "y", new Dictionary<string, object>()), inputs);

    static OnnxTensor Vector(params float[] values) => OnnxTensor.Of([values.Length], values);

    /// <summary>Values of erf from Abramowitz and Stegun, table 7.1.</summary>
    [Theory]
    [InlineData(0, 0)]
    [InlineData(0.5, 0.5204998778)]
    [InlineData(1, 0.8427007929)]
    [InlineData(2, 0.9953222650)]
    [InlineData(2.5, 0.9995930480)]
    [InlineData(3, 0.9999779095)]
    [InlineData(-1, -0.8427007929)]
    [InlineData(40, 1)]
    public void TheErrorFunction(float x, double expected) => Assert.Equal(expected, Run("Erf", Vector(x)).Floats[0], 1e-7);

    [Fact]
    public void TheSmallerIsRepeated()
    {
        var sum = Run("Add", OnnxTensor.Of([2, 1], [10f, 20f]), Vector(1, 2, 3));
        Assert.Equal([2, 3], sum.Shape);
        Assert.Equal([11f, 12, 13, 21, 22, 23], sum.Floats);
    }

    [Fact]
    public void ShapesThatDoNotFitAreAnError() => Assert.Throws<InvalidDataException>(() => Run("Add", Vector(1, 2), Vector(1, 2, 3)));

    [Fact]
    public void HalvesGoToTheEvenNeighbour() => Assert.Equal([0f, 2, 2, -0f], Run("Round", Vector(0.5f, 1.5f, 2.5f, -0.5f)).Floats);

    [Fact]
    public void AnUnknownOperatorIsAnError() => Assert.Throws<InvalidDataException>(() => Run("Loop", Vector(1)));

    /// <summary>Turning twice by an order and its inverse is nothing; a number lands where its place says.</summary>
    [Fact]
    public void ATransposeMovesEveryNumber() => Gen.Select(Gen.Int[1, 4], Gen.Int[1, 4], Gen.Int[1, 4]).Sample((a, b, c) =>
    {
        var x = OnnxTensor.Of([a, b, c], [.. Enumerable.Range(0, a * b * c).Select(i => (float)i)]);
        var y = OnnxShapes.Transpose(x, [2, 0, 1]);
        Assert.Equal([c, a, b], y.Shape);
        for (var i = 0; i < x.Length; i++)
            Assert.Equal(x.Floats[i], y.Floats[(i % c * a + i / (b * c)) * b + i / c % b]);
        Assert.Equal(x.Floats, OnnxShapes.Transpose(y, [1, 2, 0]).Floats);
    }, iter: 50);
}
