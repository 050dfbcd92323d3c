namespace KronClip.Images;

/// <summary>Turns and mirrors a picture as its EXIF orientation asks (EXIF 2.32, tag 0x0112).</summary>
static class OrientedPicture
{
    /// <summary>The picture the way up it was seen; itself where the orientation is 1.</summary>
    public static Picture Apply(Picture picture, int orientation)
    {
        if (orientation is <= 1 or > 8)
            return picture;
        return picture.Mode == PixelMode.Gray16
            ? new Picture(TurnedWidth(picture, orientation), TurnedHeight(picture, orientation), Turn(picture, picture.DeepSamples, 1, orientation))
            : new Picture(TurnedWidth(picture, orientation), TurnedHeight(picture, orientation), picture.Mode,
                Turn(picture, picture.Samples, Picture.Channels(picture.Mode), orientation), picture.Mode == PixelMode.Palette ? picture.Palette.ToArray() : null);
    }

    static int TurnedWidth(Picture picture, int orientation) => orientation >= 5 ? picture.Height : picture.Width;

    static int TurnedHeight(Picture picture, int orientation) => orientation >= 5 ? picture.Width : picture.Height;

    static T[] Turn<T>(Picture picture, ReadOnlySpan<T> source, int channels, int orientation)
    {
        int width = picture.Width, height = picture.Height;
        // Where the pixel (x, y) of the upright picture is stored: start + x·right + y·down, counted in pixels.
        var (start, right, down) = orientation switch
        {
            2 => (width - 1, -1, width),                            // mirrored left to right
            3 => (width * height - 1, -1, -width),                  // upside down
            4 => (width * (height - 1), 1, -width),                 // mirrored top to bottom
            5 => (0, width, 1),                                     // transposed
            6 => (width * (height - 1), -width, 1),                 // must be turned clockwise
            7 => (width * height - 1, -width, -1),                  // transposed over the other diagonal
            8 => (width - 1, width, -1),                            // must be turned anticlockwise
            _ => (0, 1, width),
        };
        int turnedWidth = TurnedWidth(picture, orientation), turnedHeight = TurnedHeight(picture, orientation);
        var turned = new T[source.Length];
        var to = 0;
        for (var y = 0; y < turnedHeight; y++)
        {
            var from = start + y * down;
            for (var x = 0; x < turnedWidth; x++, from += right)
                for (var c = 0; c < channels; c++)
                    turned[to++] = source[from * channels + c];
        }
        return turned;
    }
}
