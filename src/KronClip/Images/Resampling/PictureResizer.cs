namespace KronClip.Images;

/// <summary>Resizes a picture in its own mode, as Pillow's Image.resize does, and returns a window of the result as RGB.</summary>
static class PictureResizer
{
    /// <summary>
    /// Takes a region of the picture, resizes it to width × height in the picture's own mode, cuts out the window (which may reach beyond
    /// the edges: those samples are zero) and converts it to RGB, [window height × window width × 3].
    /// </summary>
    public static byte[] ResizeToRgb(Picture picture, PixelRectangle region, int width, int height, PixelRectangle window, ResampleFilter filter)
    {
        var left = Math.Max(window.X, 0);
        var top = Math.Max(window.Y, 0);
        var inside = new PixelRectangle(left, top, Math.Min(window.X + window.Width, width) - left, Math.Min(window.Y + window.Height, height) - top);

        var rgb = new byte[checked(window.Width * window.Height * 3)];
        if (picture.Mode == PixelMode.Gray16)
        {
            var deep = DeepResampler.Resize(picture.DeepSamples, picture.Width, region, width, height, inside, filter);
            PixelConversion.ClipToRgb(Padded(deep, 1, inside, window), rgb);
        }
        else
        {
            var samples = ResizeSamples(picture, region, width, height, inside, filter);
            PixelConversion.ToRgb(picture.Mode, Padded(samples, Picture.Channels(picture.Mode), inside, window), picture.Palette, rgb);
        }
        return rgb;
    }

    static byte[] ResizeSamples(Picture picture, PixelRectangle region, int width, int height, PixelRectangle window, ResampleFilter filter)
    {
        if (picture.Mode is PixelMode.Bilevel or PixelMode.Palette)
            return NearestSampler.Resize(picture.Samples, picture.Width, region, width, height, window);
        var channels = Picture.Channels(picture.Mode);
        var unchanged = region.Width == width && region.Height == height;
        if (unchanged || picture.Mode is not (PixelMode.Rgba or PixelMode.GrayAlpha))
            return Resampler.Resize(picture.Samples, picture.Width, channels, region, width, height, window, filter);

        // Premultiplied, so that the unseen colour of transparent pixels does not bleed into their neighbours.
        var premultiplied = picture.Samples.ToArray();
        PixelConversion.Premultiply(premultiplied, channels);
        var resized = Resampler.Resize(premultiplied, picture.Width, channels, region, width, height, window, filter);
        PixelConversion.Unpremultiply(resized, channels);
        return resized;
    }

    static T[] Padded<T>(T[] samples, int channels, PixelRectangle inside, PixelRectangle window)
    {
        if (inside == window)
            return samples;
        var padded = new T[window.Width * window.Height * channels];
        for (var y = 0; y < inside.Height; y++)
            samples.AsSpan(y * inside.Width * channels, inside.Width * channels)
                .CopyTo(padded.AsSpan(((inside.Y - window.Y + y) * window.Width + inside.X - window.X) * channels));
        return padded;
    }
}
