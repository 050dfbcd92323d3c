namespace KronClip.Compute;

/// <summary>Average pooling on NHWC pictures kept as matrices (torch.nn.AvgPool2d with stride = window). Thread-safe.</summary>
public static unsafe class AveragePooling
{
    /// <summary>
    /// The mean of each window × window pixels; x [images · height · width × C], result [images · (height / window) · (width / window) × C], a new
    /// matrix. Pixels that fill no whole window are left out.
    /// </summary>
    /// <exception cref="ArgumentException">The shape does not fit, or the window is not between 1 and the picture's size.</exception>
    public static Matrix Forward(Engine engine, Matrix x, int images, int height, int width, int window)
    {
        ArgumentNullException.ThrowIfNull(engine);
        ArgumentNullException.ThrowIfNull(x);
        ArgumentOutOfRangeException.ThrowIfNegative(images);
        ArgumentOutOfRangeException.ThrowIfLessThan(window, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(window, Math.Min(height, width));
        x.RequireShape(checked(images * height * width), x.Columns, nameof(x));
        var (outHeight, outWidth, channels) = (height / window, width / window, x.Columns);
        var y = new Matrix(images * outHeight * outWidth, channels);
        RowBlocks.ForEach(engine, y.Rows, channels, (first, count) =>
        {
            fixed (float* from = x.Data, to = y.Data)
            {
                for (var r = first; r < first + count; r++)
                {
                    var (image, pixel) = Math.DivRem(r, outHeight * outWidth);
                    var (outY, outX) = Math.DivRem(pixel, outWidth);
                    var mean = to + (nint)r * channels;
                    for (var at = 0; at < window * window; at++)
                    {
                        var (py, px) = (outY * window + at / window, outX * window + at % window);
                        engine.RowKernels.Add(from + (((nint)image * height + py) * width + px) * channels, mean, channels);
                    }
                    engine.RowKernels.Scale(mean, 1f / (window * window), mean, channels);
                }
            }
        });
        return y;
    }
}
