using CsCheck;
using KronClip.Compute;
using KronClip.Testing;

namespace KronClip.Tests.Compute;

public class ProductTests
{
    // Sums of up to 530 products of standard normals in fp32: rounding grows like √k · 6e-8, times the sum's size of √k.
    const double Tolerance = 2e-5;

    // Each size small, at tile and vector edges, or one of them beyond a block of the loops (240 rows, 512 inner steps, 512 columns).
    static readonly Gen<(int Rows, int Inner, int Columns)> Shapes =
        from rows in Gen.Int[1, 30]
        from inner in Gen.Int[1, 40]
        from columns in Gen.Int[1, 70]
        from large in Gen.Int[505, 530]
        from which in Gen.Int[0, 5]
        select which switch { 0 => (large / 2, inner, columns), 1 => (rows, large, columns), 2 => (rows, inner, large), _ => (rows, inner, columns) };

    public static TheoryData<KernelPath> Paths => Engines.Paths;

    [Theory, MemberData(nameof(Paths))]
    public void ForwardEqualsTheDoubleLoop(KernelPath path) =>
        Gen.Select(Shapes, Gen.Bool, Gen.Enum<Activation>(), Gen.Bool, Gen.Bool).Sample(
            (shape, hasBias, activation, hasResidual, linear) =>
            {
                var engine = Engines.On(path);
                var (x, w) = (RandomMatrix.Normal(shape.Rows, shape.Inner, "x"), RandomMatrix.Normal(shape.Inner, shape.Columns, "w", 0.1));
                var bias = hasBias ? RandomMatrix.Floats(shape.Columns, "bias") : [];
                var residual = hasResidual ? RandomMatrix.Normal(shape.Rows, shape.Columns, "residual") : null;
                using var packed = linear
                    ? PackedWeights.FromLinear(engine, Transposed(w).Data, shape.Columns, shape.Inner)
                    : PackedWeights.FromProjection(engine, w.Data, shape.Inner, shape.Columns);
                var (y, preActivation) = (Filled(shape.Rows, shape.Columns), Filled(shape.Rows, shape.Columns));
                Product.Forward(engine, x, packed, y, bias, activation, residual, preActivation);

                var sums = DoubleLoop(x, w);
                for (var i = 0; hasBias && i < sums.Data.Length; i++)
                    sums.Data[i] += bias[i % shape.Columns];
                Closeness.AssertRelativelyClose(preActivation, sums, Tolerance);
                Activations.Forward(Engines.On(KernelPath.Scalar), activation, sums, sums);     // tested by itself in ActivationTests
                for (var i = 0; residual is not null && i < sums.Data.Length; i++)
                    sums.Data[i] += residual.Data[i];
                Closeness.AssertRelativelyClose(y, sums, Tolerance);
            }, iter: 60, threads: 1);

    [Theory, MemberData(nameof(Paths))]
    public void BackwardToInputIsTheProductWithTheTranspose(KernelPath path) =>
        Gen.Select(Shapes, Gen.Bool).Sample(
            (shape, accumulate) =>
            {
                var engine = Engines.On(path);
                var (dy, w) = (RandomMatrix.Normal(shape.Rows, shape.Columns, "dy"), RandomMatrix.Normal(shape.Inner, shape.Columns, "w", 0.1));
                using var packed = PackedWeights.FromProjection(engine, w.Data, shape.Inner, shape.Columns);
                var dx = RandomMatrix.Normal(shape.Rows, shape.Inner, "dx");
                var expected = DoubleLoop(dy, Transposed(w));
                for (var i = 0; accumulate && i < expected.Data.Length; i++)
                    expected.Data[i] += dx.Data[i];
                Product.BackwardToInput(engine, dy, packed, dx, accumulate);
                Closeness.AssertRelativelyClose(dx, expected, Tolerance);
            }, iter: 30, threads: 1);

    [Theory, MemberData(nameof(Paths))]
    public void MultiplyTransposesScalesAndAccumulates(KernelPath path) =>
        Gen.Select(Shapes, Gen.Bool, Gen.Bool, Gen.Bool).Sample(
            (shape, transposeA, transposeB, accumulate) =>
            {
                var (a, b) = (RandomMatrix.Normal(shape.Rows, shape.Inner, "a"), RandomMatrix.Normal(shape.Inner, shape.Columns, "b", 0.1));
                var c = RandomMatrix.Normal(shape.Rows, shape.Columns, "c");
                var expected = DoubleLoop(a, b);
                for (var i = 0; i < expected.Data.Length; i++)
                    expected.Data[i] = -1.5f * expected.Data[i] + (accumulate ? c.Data[i] : 0);
                Product.Multiply(
                    Engines.On(path), transposeA ? Transposed(a) : a, transposeB ? Transposed(b) : b, c, transposeA, transposeB, -1.5f, accumulate);
                Closeness.AssertRelativelyClose(c, expected, Tolerance);
            }, iter: 40, threads: 1);

    [Theory, MemberData(nameof(Paths))]
    public void TheResidualMayBeTheResultItself(KernelPath path)
    {
        var engine = Engines.On(path);
        var (x, residual) = (RandomMatrix.Normal(25, 600, "x"), RandomMatrix.Normal(25, 70, "residual"));
        using var packed = PackedWeights.FromProjection(engine, RandomMatrix.Floats(600 * 70, "w", 0.1), 600, 70);
        var (apart, inPlace) = (new Matrix(25, 70), residual.Clone());
        Product.Forward(engine, x, packed, apart, activation: Activation.QuickGelu, residual: residual);
        Product.Forward(engine, x, packed, inPlace, activation: Activation.QuickGelu, residual: inPlace);
        Closeness.AssertIdentical(inPlace, apart);
    }

    [Theory, MemberData(nameof(Paths))]
    public void ThreadCountChangesNoBit(KernelPath path)
    {
        foreach (var (rows, inner, columns) in new[] { (3, 300, 530), (250, 520, 34), (61, 33, 47) })
        {
            var (x, dy) = (RandomMatrix.Normal(rows, inner, "x"), RandomMatrix.Normal(rows, columns, "dy"));
            var w = RandomMatrix.Normal(inner, columns, "w");
            var results = new[] { 1, 2, 7, 64 }.Select(threads =>
            {
                var engine = Engines.On(path, threads);
                using var packed = PackedWeights.FromProjection(engine, w.Data, inner, columns);
                var (y, dx, c) = (new Matrix(rows, columns), new Matrix(rows, inner), new Matrix(rows, columns));
                Product.Forward(engine, x, packed, y, activation: Activation.Gelu);
                Product.BackwardToInput(engine, dy, packed, dx);
                Product.Multiply(engine, x, w, c);
                return (y, dx, c);
            }).ToArray();
            Assert.All(results, r =>
            {
                Closeness.AssertIdentical(r.y, results[0].y);
                Closeness.AssertIdentical(r.dx, results[0].dx);
                Closeness.AssertIdentical(r.c, results[0].c);
            });
        }
    }

    [Fact]
    public void RowsDoNotDependOnTheirCompany()
    {
        // A row alone, or among others in any tile, gives the same bits: batches of any size agree.
        foreach (var path in Engines.Supported)
        {
            var engine = Engines.On(path);
            var x = RandomMatrix.Normal(25, 300, "x");
            using var packed = PackedWeights.FromProjection(engine, RandomMatrix.Floats(300 * 40, "w"), 300, 40);
            var together = new Matrix(25, 40);
            Product.Forward(engine, x, packed, together);
            for (var r = 0; r < 25; r++)
            {
                var alone = new Matrix(1, 40);
                Product.Forward(engine, new Matrix(1, 300, x.Row(r).ToArray()), packed, alone);
                Assert.True(together.Row(r).SequenceEqual(alone.Data));
            }
        }
    }

    [Fact]
    public void WeightsMayBeSharedByThreadsFromTheFirstBackwardPassOn()
    {
        var engine = new Engine(Engine.Widest, 2);
        var dy = RandomMatrix.Normal(5, 70, "dy");
        using var packed = PackedWeights.FromProjection(engine, RandomMatrix.Floats(90 * 70, "w"), 90, 70);
        var results = Enumerable.Range(0, 8).Select(_ => new Matrix(5, 90)).ToArray();
        Parallel.ForEach(results, dx => Product.BackwardToInput(engine, dy, packed, dx));
        Assert.All(results, dx => Closeness.AssertIdentical(dx, results[0]));
    }

    [Fact]
    public void EmptySidesAreAllowed()
    {
        var engine = Engine.Default;
        using var packed = PackedWeights.FromProjection(engine, [], 0, 3);
        var y = Filled(2, 3);
        Product.Forward(engine, new Matrix(2, 0), packed, y, [1, 2, 3]);
        Assert.Equal([1, 2, 3, 1, 2, 3], y.Data);
        Product.Forward(engine, new Matrix(0, 0), packed, new Matrix(0, 3));
        Product.Multiply(engine, new Matrix(0, 4), new Matrix(4, 2), new Matrix(0, 2));
    }

    [Fact]
    public void WrongUsesAreRefused()
    {
        var engine = new Engine(Engine.Widest, 1);
        using var packed = PackedWeights.FromProjection(engine, new float[12], 3, 4);
        var x = new Matrix(2, 3);
        Assert.Throws<ArgumentException>(() => Product.Forward(engine, x, packed, new Matrix(2, 3)));
        Assert.Throws<ArgumentException>(() => Product.Forward(engine, new Matrix(2, 4), packed, new Matrix(2, 4)));
        Assert.Throws<ArgumentException>(() => Product.Forward(engine, x, packed, new Matrix(2, 4), new float[3]));
        Assert.Throws<ArgumentException>(() => PackedWeights.FromLinear(engine, new float[11], 3, 4));
        Assert.Throws<ArgumentException>(() => Product.Multiply(engine, x, x, new Matrix(2, 2)));
        var square = new Matrix(2, 2);
        Assert.Throws<ArgumentException>(() => Product.Multiply(engine, square, square, square));
        if (Engine.Widest != KernelPath.Scalar)
            Assert.Throws<ArgumentException>(() => Product.Forward(new Engine(KernelPath.Scalar, 1), x, packed, new Matrix(2, 4)));
        packed.Dispose();
        Assert.Throws<ObjectDisposedException>(() => Product.Forward(engine, x, packed, new Matrix(2, 4)));
    }

    static Matrix DoubleLoop(Matrix a, Matrix b)
    {
        var c = new Matrix(a.Rows, b.Columns);
        var sums = new double[b.Columns];
        for (var i = 0; i < a.Rows; i++)
        {
            Array.Clear(sums);
            for (var k = 0; k < a.Columns; k++)
            {
                for (var j = 0; j < b.Columns; j++)
                    sums[j] += (double)a[i, k] * b[k, j];
            }
            for (var j = 0; j < b.Columns; j++)
                c[i, j] = (float)sums[j];
        }
        return c;
    }

    static Matrix Transposed(Matrix a)
    {
        var t = new Matrix(a.Columns, a.Rows);
        for (var i = 0; i < a.Rows; i++)
        {
            for (var j = 0; j < a.Columns; j++)
                t[j, i] = a[i, j];
        }
        return t;
    }

    /// <summary>A result matrix full of a number that must not survive.</summary>
    static Matrix Filled(int rows, int columns)
    {
        var matrix = new Matrix(rows, columns);
        matrix.Span.Fill(1e30f);
        return matrix;
    }
}
