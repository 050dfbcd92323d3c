using CsCheck;
using KronClip.Compute;
using KronClip.Testing;

namespace KronClip.Tests.Compute;

public class ConvolutionTests
{
    static readonly Gen<(int Images, int Height, int Width, int In, int Out, int Kernel, int Stride, int Padding)> Shapes =
        from images in Gen.Int[1, 3]
        from height in Gen.Int[3, 9]
        from width in Gen.Int[3, 9]
        from channels in Gen.Int[1, 20]
        from outputs in Gen.Int[1, 40]
        from kernel in Gen.Int[1, 3]
        from stride in Gen.Int[1, 2]
        from padding in Gen.Int[0, 1]
        select (images, height, width, channels, outputs, kernel, stride, padding);

    public static TheoryData<KernelPath> Paths => Engines.Paths;

    [Theory, MemberData(nameof(Paths))]
    public void EqualsPlainLoopsWithTheResidualBeforeTheActivation(KernelPath path) =>
        Gen.Select(Shapes, Gen.Bool).Sample(
            (s, extras) =>
            {
                var engine = Engines.On(path, 2);
                var x = RandomMatrix.Normal(s.Images * s.Height * s.Width, s.In, "x");
                var weight = RandomMatrix.Floats(s.Out * s.In * s.Kernel * s.Kernel, "weight");
                using var packed = PackedConvolution.Pack(engine, weight, s.Out, s.In, s.Kernel, s.Stride, s.Padding);
                var (outHeight, outWidth) = (packed.OutputSize(s.Height), packed.OutputSize(s.Width));
                Assert.Equal(((s.Height + 2 * s.Padding - s.Kernel) / s.Stride) + 1, outHeight);
                var bias = extras ? RandomMatrix.Floats(s.Out, "bias") : [];
                var residual = extras ? RandomMatrix.Normal(s.Images * outHeight * outWidth, s.Out, "residual") : null;

                var expected = new Matrix(s.Images * outHeight * outWidth, s.Out);
                for (var row = 0; row < expected.Rows; row++)
                {
                    var (image, oy, ox) = (row / (outHeight * outWidth), row / outWidth % outHeight, row % outWidth);
                    for (var o = 0; o < s.Out; o++)
                    {
                        double sum = extras ? bias[o] : 0;
                        for (var ky = 0; ky < s.Kernel; ky++)
                        {
                            for (var kx = 0; kx < s.Kernel; kx++)
                            {
                                var (y, xx) = (oy * s.Stride + ky - s.Padding, ox * s.Stride + kx - s.Padding);
                                if (y < 0 || y >= s.Height || xx < 0 || xx >= s.Width)
                                    continue;
                                var pixel = x.Row((image * s.Height + y) * s.Width + xx);
                                for (var c = 0; c < s.In; c++)
                                    sum += (double)pixel[c] * weight[((o * s.In + c) * s.Kernel + ky) * s.Kernel + kx];
                            }
                        }
                        expected[row, o] = extras ? (float)Math.Max(0, sum + residual![row, o]) : (float)sum;
                    }
                }
                var actual = Convolution.Forward(
                    engine, x, s.Images, s.Height, s.Width, packed, bias, extras ? Activation.Relu : Activation.None, residual);
                Closeness.AssertRelativelyClose(actual, expected, 1e-5);
            }, iter: 25, threads: 1);

    [Fact]
    public void ThreadCountChangesNoBit()
    {
        var x = RandomMatrix.Normal(2 * 14 * 14, 24, "x");
        var weight = RandomMatrix.Floats(40 * 24 * 9, "weight");
        foreach (var path in Engines.Supported)
        {
            var results = new[] { 1, 2, 7, 64 }.Select(threads =>
            {
                var engine = Engines.On(path, threads);
                using var packed = PackedConvolution.Pack(engine, weight, 40, 24, kernel: 3, stride: 1, padding: 1);
                return Convolution.Forward(engine, x, 2, 14, 14, packed);
            }).ToArray();
            Assert.All(results, r => Closeness.AssertIdentical(r, results[0]));
        }
    }

    [Fact]
    public void WrongShapesAreRefused()
    {
        var engine = Engine.Default;
        using var packed = PackedConvolution.Pack(engine, new float[2 * 3 * 9], 2, 3, kernel: 3, stride: 1, padding: 0);
        Assert.Throws<ArgumentException>(() => Convolution.Forward(engine, new Matrix(4, 3), 1, 2, 2, packed));
        Assert.Throws<ArgumentException>(() => Convolution.Forward(engine, new Matrix(16, 2), 1, 4, 4, packed));
        Assert.Throws<ArgumentException>(() => Convolution.Forward(engine, new Matrix(16, 3), 1, 4, 4, packed, residual: new Matrix(16, 2)));
        Assert.Throws<ArgumentException>(() => PackedConvolution.Pack(engine, new float[5], 2, 3, 3, 1, 0));
    }

    [Theory, MemberData(nameof(Paths))]
    public void AveragePoolingAveragesWholeWindows(KernelPath path)
    {
        const int images = 2, height = 5, width = 4, channels = 19, window = 2;
        var x = RandomMatrix.Normal(images * height * width, channels, "x");
        var y = AveragePooling.Forward(Engines.On(path), x, images, height, width, window);
        Assert.Equal((images * 2 * 2, channels), (y.Rows, y.Columns));
        for (var row = 0; row < y.Rows; row++)
        {
            var (image, oy, ox) = (row / 4, row / 2 % 2, row % 2);
            for (var c = 0; c < channels; c++)
            {
                var corner = (image * height + 2 * oy) * width + 2 * ox;
                var mean = (x[corner, c] + x[corner + 1, c] + x[corner + width, c] + x[corner + width + 1, c]) / 4;
                Assert.Equal(mean, y[row, c], 1e-6f);
            }
        }
    }
}
