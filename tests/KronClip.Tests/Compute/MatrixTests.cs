using KronClip.Compute;

namespace KronClip.Tests.Compute;

public class MatrixTests
{
    [Fact]
    public void AMatrixLargerThanAnArrayIsRefusedWithItsShape() =>
        Assert.Contains("65536 × 65536", Assert.Throws<ArgumentOutOfRangeException>(() => new Matrix(65536, 65536)).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData(-1, 2)]
    [InlineData(2, -1)]
    [InlineData(-2, -2)]
    public void NegativeSizesAreRefused(int rows, int columns)
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => new Matrix(rows, columns));
        Assert.Throws<ArgumentOutOfRangeException>(() => new Matrix(rows, columns, new float[4]));
    }

    [Fact]
    public void NumbersThatDoNotFillTheShapeAreRefused() =>
        Assert.Contains("2 × 3", Assert.Throws<ArgumentException>(() => new Matrix(2, 3, new float[5])).Message, StringComparison.Ordinal);
}
