using KronClip.Compute;

namespace KronClip.Tests.Compute;

public class RowNormTests
{
    public static TheoryData<KernelPath> Paths => Engines.Paths;

    [Theory, MemberData(nameof(Paths))]
    public void RowsHaveLengthOneAndTheGradientIsRight(KernelPath path)
    {
        foreach (var width in new[] { 1, 3, 16, 37 })
        {
            var engine = Engines.On(path);
            var (x, r) = (RandomMatrix.Normal(4, width, "x"), RandomMatrix.Normal(4, width, "r"));
            for (var i = 0; i < 4; i++)
                x[i, 0] += Math.Sign(x[i, 0]);
            var (y, norms) = (new Matrix(4, width), new float[4]);
            RowNorm.Forward(engine, x, y, norms);
            for (var i = 0; i < 4; i++)
            {
                Assert.Equal(Math.Sqrt(x.Row(i).ToArray().Sum(v => (double)v * v)), norms[i], 1e-5);
                Assert.Equal(1, y.Row(i).ToArray().Sum(v => (double)v * v), 1e-6);
            }
            var dx = r.Clone();
            RowNorm.BackwardToInput(engine, dx, y, norms, dx);
            FiniteDifference.Check(x, r, () => Forward(engine, x), dx);
        }
    }

    [Theory, MemberData(nameof(Paths))]
    public void ARowOfZerosStaysOne(KernelPath path) => Assert.Equal(new float[3], Forward(Engines.On(path), new Matrix(1, 3)).Data);

    static Matrix Forward(Engine engine, Matrix x)
    {
        var y = new Matrix(x.Rows, x.Columns);
        RowNorm.Forward(engine, x, y);
        return y;
    }
}
