using KronClip.Compute.Kernels;

namespace KronClip.Compute;

/// <summary>
/// Two-dimensional convolution on NHWC pictures kept as matrices [images · height · width × channels]: windows are unfolded to rows, a block at a
/// time so that they stay in the cache, and multiplied with the packed weights. Thread-safe; the same bit for bit whatever the thread count.
/// </summary>
public static unsafe class Convolution
{
    const int UnfoldedFloats = 256 * 1024;

    /// <summary>
    /// y = act(conv(x) + bias + residual): the residual is added <b>before</b> the activation, as a ResNet bottleneck needs.
    /// </summary>
    /// <param name="engine">Kernels and threads.</param>
    /// <param name="x">[images · height · width × in].</param>
    /// <param name="images">Number of pictures.</param>
    /// <param name="height">Their height in pixels.</param>
    /// <param name="width">Their width in pixels.</param>
    /// <param name="w">The packed weights; <see cref="PackedConvolution.OutputSize"/> gives the result's height and width.</param>
    /// <param name="bias">[out], or empty for none.</param>
    /// <param name="activation">Applied last.</param>
    /// <param name="residual">[images · outHeight · outWidth × out], or null.</param>
    /// <returns>y [images · outHeight · outWidth × out], a new matrix.</returns>
    /// <exception cref="ArgumentException">
    /// A shape does not fit, the window is larger than the padded picture, or the weights belong to another kernel path.
    /// </exception>
    public static Matrix Forward(
        Engine engine, Matrix x, int images, int height, int width, PackedConvolution w,
        ReadOnlySpan<float> bias = default, Activation activation = Activation.None, Matrix? residual = null)
    {
        ArgumentNullException.ThrowIfNull(engine);
        ArgumentNullException.ThrowIfNull(x);
        ArgumentNullException.ThrowIfNull(w);
        ArgumentOutOfRangeException.ThrowIfNegative(images);
        x.RequireShape(checked(images * height * width), w.InChannels, nameof(x));
        Product.RequireBias(bias, w.OutChannels);
        var (outHeight, outWidth) = (w.OutputSize(height), w.OutputSize(width));
        if (outHeight < 1 || outWidth < 1)
        {
            throw new ArgumentException(
                $"A window of {w.Kernel} × {w.Kernel} pixels does not fit into {height} × {width} with padding {w.Padding}.", nameof(w));
        }
        var y = new Matrix(checked(images * outHeight * outWidth), w.OutChannels);
        residual?.RequireShape(y.Rows, y.Columns, nameof(residual));

        var panels = w.Weights.Panels(engine, transposed: false);
        var held = false;
        try
        {
            panels.DangerousAddRef(ref held);
            fixed (float* xData = x.Data, yData = y.Data, biasData = bias, residualData = residual?.Data)
            {
                var tail = new ProductTail
                {
                    Y = yData,
                    Stride = y.Columns,
                    Factor = 1,
                    Bias = biasData,
                    Activation = activation,
                    Residual = residualData,
                    ResidualStride = y.Columns,
                    ResidualFirst = true,
                };
                var packed = new ProductPanels(engine.ProductKernel, panels.Pointer, w.Weights.Inputs, w.OutChannels);
                if (w is { Kernel: 1, Stride: 1, Padding: 0 })
                    BlockedProduct.Run(engine, new MatrixView(xData, x.Rows, x.Columns, x.Columns), packed, tail);
                else
                    RunUnfolded(engine, new Pictures((nint)xData, height, width, outHeight, outWidth), w, packed, y.Rows, tail);
            }
        }
        finally
        {
            if (held)
                panels.DangerousRelease();
        }
        return y;
    }

    static void RunUnfolded(Engine engine, Pictures pictures, PackedConvolution w, ProductPanels panels, int rows, ProductTail tail)
    {
        var inner = w.Weights.Inputs;
        var tileRows = engine.ProductKernel.LargestTileRows;
        var rowsPerBlock = Math.Max(1, UnfoldedFloats / inner / tileRows) * tileRows;
        if (engine.Threads > 1)
            rowsPerBlock = Math.Min(rowsPerBlock, Math.Max(tileRows, rows / (4 * engine.Threads) / tileRows * tileRows));
        engine.ForEach((rows + rowsPerBlock - 1) / rowsPerBlock, block =>
        {
            var first = block * rowsPerBlock;
            var count = Math.Min(rowsPerBlock, rows - first);
            using var unfolded = new Scratch((nint)count * inner);
            for (var r = 0; r < count; r++)
                Unfold(pictures, w, first + r, unfolded.Pointer + (nint)r * inner);
            var ownTail = tail;
            ownTail.Y += first * tail.Stride;
            ownTail.Residual += tail.Residual == null ? 0 : first * tail.ResidualStride;
            var windows = new MatrixView(unfolded.Pointer, count, inner, inner);
            BlockedProduct.RunHere(engine, windows, panels, ownTail);
        });
    }

    /// <summary>The window of output pixel <paramref name="row"/> as one row [kernel · kernel · in], zeros where it leaves the picture.</summary>
    static void Unfold(Pictures pictures, PackedConvolution w, int row, float* target)
    {
        var (image, pixel) = Math.DivRem(row, pictures.OutHeight * pictures.OutWidth);
        var (outY, outX) = Math.DivRem(pixel, pictures.OutWidth);
        var channels = w.InChannels;
        for (var ky = 0; ky < w.Kernel; ky++)
        {
            for (var kx = 0; kx < w.Kernel; kx++, target += channels)
            {
                var (y, x) = (outY * w.Stride + ky - w.Padding, outX * w.Stride + kx - w.Padding);
                var to = new Span<float>(target, channels);
                if ((uint)y >= (uint)pictures.Height || (uint)x >= (uint)pictures.Width)
                    to.Clear();
                else
                    new ReadOnlySpan<float>(pictures.Pixel(image, y, x, channels), channels).CopyTo(to);
            }
        }
    }

    readonly record struct Pictures(nint Origin, int Height, int Width, int OutHeight, int OutWidth)
    {
        public float* Pixel(int image, int y, int x, int channels) => (float*)Origin + (((nint)image * Height + y) * Width + x) * channels;
    }
}
