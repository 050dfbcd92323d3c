namespace KronClip.Images;

/// <summary>Pillow's resize of 16-bit grey (mode "I"): weights and sums in double precision, each pass rounded to 32-bit integers, halves away from zero.</summary>
static class DeepResampler
{
    /// <summary>Resizes a region to width × height and returns the window of it, [window height × window width]; see <see cref="Resampler"/>.</summary>
    public static int[] Resize(ReadOnlySpan<ushort> source, int sourceWidth, PixelRectangle region, int width, int height,
        PixelRectangle window, ResampleFilter filter)
    {
        var columns = region.Width == width ? null : new ResampleWeights(region.Width, width, window.X, window.Width, filter);
        var rows = region.Height == height ? null : new ResampleWeights(region.Height, height, window.Y, window.Height, filter);
        int firstRow = rows?.Begin ?? window.Y, endRow = rows?.End ?? window.Y + window.Height;

        var passed = new int[checked((endRow - firstRow) * window.Width)];
        for (var y = firstRow; y < endRow; y++)
        {
            var row = source.Slice((region.Y + y) * sourceWidth + region.X, region.Width);
            for (var x = 0; x < window.Width; x++)
                passed[(y - firstRow) * window.Width + x] = columns is null ? row[window.X + x] : Weighted(row[columns.First(x)..], columns.Values(x));
        }
        if (rows is null)
            return passed;

        var result = new int[checked(window.Height * window.Width)];
        for (var y = 0; y < window.Height; y++)
            for (var x = 0; x < window.Width; x++)
            {
                var sum = 0.0;
                var at = (rows.First(y) - rows.Begin) * window.Width + x;
                foreach (var weight in rows.Values(y))
                {
                    sum += passed[at] * weight;
                    at += window.Width;
                }
                result[y * window.Width + x] = Round(sum);
            }
        return result;
    }

    static int Weighted(ReadOnlySpan<ushort> run, ReadOnlySpan<double> weights)
    {
        var sum = 0.0;
        for (var t = 0; t < weights.Length; t++)
            sum += run[t] * weights[t];
        return Round(sum);
    }

    static int Round(double sum) => (int)(sum >= 0.0 ? Math.Floor(sum + 0.5) : -Math.Floor(-sum + 0.5));
}
