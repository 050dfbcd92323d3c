namespace KronClip.Images;

/// <summary>Pillow's nearest-neighbour resize (libImaging/Geometry.c, ImagingScaleAffine), which it uses for bilevel and palette pictures whatever filter is asked for.</summary>
static class NearestSampler
{
    /// <summary>Resizes a region of one-byte pixels to width × height and returns the window of it, [window height × window width].</summary>
    public static byte[] Resize(ReadOnlySpan<byte> source, int sourceWidth, PixelRectangle region, int width, int height, PixelRectangle window)
    {
        var columns = Positions(region.Width, width, window.X, window.Width);
        var rows = Positions(region.Height, height, window.Y, window.Height);
        var result = new byte[checked(window.Width * window.Height)];
        for (var y = 0; y < window.Height; y++)
        {
            var row = source.Slice((region.Y + rows[y]) * sourceWidth + region.X, region.Width);
            for (var x = 0; x < window.Width; x++)
                result[y * window.Width + x] = row[columns[x]];
        }
        return result;
    }

    static int[] Positions(int inputs, int outputs, int first, int count)
    {
        var positions = new int[count];
        var step = (double)inputs / outputs;
        var at = step * 0.5;
        for (var i = 0; i < first + count; i++, at += step)             // added up from the left edge as Pillow does: a product rounds otherwise
            if (i >= first)
                positions[i - first] = Math.Min((int)at, inputs - 1);
        return positions;
    }
}
