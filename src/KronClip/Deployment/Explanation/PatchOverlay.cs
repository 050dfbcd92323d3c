using KronClip.Images;

namespace KronClip.Deployment;

/// <summary>
/// A map over its picture, as a PNG file. The picture is grey under it; what says nothing is left clear, what speaks for the label is warm, what speaks against it cold, and
/// the strongest patch has the full colour. Strength is relative to this picture: two maps cannot be compared by their colours.
/// </summary>
public static class PatchOverlay
{
    /// <summary>What the files say of their writer; a file without it is never written over.</summary>
    const string Software = "kronclip explain";

    /// <summary>Pixels that a side has at least.</summary>
    const int LeastSide = 448;

    const int Gap = 8, Bar = 12;

    /// <summary>How much of the picture's contrast is left under the map, and how light its darkest is.</summary>
    const double Contrast = 0.6, Floor = 0.25;

    const double MostOpaque = 0.9;

    /// <summary>The map over the picture.</summary>
    /// <param name="crop">The picture as the model sees it, [S×S×3] (<see cref="PatchExplainer.Crop"/>).</param>
    /// <param name="map">Its map.</param>
    /// <returns>A PNG file.</returns>
    public static byte[] Png(ReadOnlySpan<byte> crop, PatchMap map)
    {
        ArgumentNullException.ThrowIfNull(map);
        var (picture, side) = Enlarged(crop, map.Grid.ImageSize);
        return PngFile.Encode(side, side, Covered(picture, side, map), Software);
    }

    /// <summary>The picture, the map over it beside it, and the colours from most against (left) to most for (right) below.</summary>
    /// <inheritdoc cref="Png"/>
    public static byte[] PngBesidePicture(ReadOnlySpan<byte> crop, PatchMap map)
    {
        ArgumentNullException.ThrowIfNull(map);
        var (picture, side) = Enlarged(crop, map.Grid.ImageSize);
        var covered = Covered(picture, side, map);
        var (width, height) = (2 * side + Gap, side + Gap + Bar);
        var page = new byte[width * height * 3];
        page.AsSpan().Fill(byte.MaxValue);
        for (var y = 0; y < side; y++)
        {
            picture.AsSpan(3 * y * side, 3 * side).CopyTo(page.AsSpan(3 * y * width));
            covered.AsSpan(3 * y * side, 3 * side).CopyTo(page.AsSpan(3 * (y * width + side + Gap)));
        }
        for (var x = 0; x < side; x++)
        {
            var (red, green, blue) = Blend(128, 2.0 * x / Math.Max(1, side - 1) - 1);
            for (var y = side + Gap; y < height; y++)
                (page[3 * (y * width + side + Gap + x)], page[3 * (y * width + side + Gap + x) + 1], page[3 * (y * width + side + Gap + x) + 2]) = (red, green, blue);
        }
        return PngFile.Encode(width, height, page, Software);
    }

    /// <summary>Whether a file that begins so was written here.</summary>
    internal static bool IsOurs(ReadOnlySpan<byte> file) => PngFile.IsBy(Software, file);

    static (byte[] Rgb, int Side) Enlarged(ReadOnlySpan<byte> crop, int size)
    {
        if (crop.Length != 3 * size * size)
            throw new ArgumentException($"The picture has {crop.Length} samples where {size}×{size} pixels are needed.", nameof(crop));
        var side = size * Math.Max(1, (LeastSide + size - 1) / size);
        var picture = new Picture(size, size, PixelMode.Rgb, crop.ToArray());
        return (PictureResizer.ResizeToRgb(picture, new PixelRectangle(0, 0, size, size), side, side, new PixelRectangle(0, 0, side, side), ResampleFilter.Bicubic), side);
    }

    static byte[] Covered(byte[] picture, int side, PatchMap map)
    {
        var most = map.Scores.Max(Math.Abs);
        var result = new byte[picture.Length];
        for (var y = 0; y < side; y++)
        {
            for (var x = 0; x < side; x++)
            {
                var at = 3 * (y * side + x);
                var grey = 0.299 * picture[at] + 0.587 * picture[at + 1] + 0.114 * picture[at + 2];
                (result[at], result[at + 1], result[at + 2]) = Blend(255 * Floor + Contrast * grey, most > 0 ? Between(map, (x + 0.5) / side, (y + 0.5) / side) / most : 0);
            }
        }
        return result;
    }

    /// <summary>The score at a place, from the four patches whose centres are around it.</summary>
    static double Between(PatchMap map, double x, double y)
    {
        var g = map.Grid.Side;
        var (column, row) = (Math.Clamp(x * g - 0.5, 0, g - 1), Math.Clamp(y * g - 0.5, 0, g - 1));
        var (left, top) = (Math.Min((int)column, Math.Max(0, g - 2)), Math.Min((int)row, Math.Max(0, g - 2)));
        var (right, bottom) = (Math.Min(left + 1, g - 1), Math.Min(top + 1, g - 1));
        var (tx, ty) = (column - left, row - top);
        double Score(int r, int c) => map.Scores[r * g + c];
        return (1 - ty) * ((1 - tx) * Score(top, left) + tx * Score(top, right)) + ty * ((1 - tx) * Score(bottom, left) + tx * Score(bottom, right));
    }

    static (byte Red, byte Green, byte Blue) Blend(double grey, double strength)
    {
        var (opacity, colour) = (MostOpaque * Math.Abs(strength), HeatColours.Of(strength));
        byte Mix(byte value) => (byte)Math.Round((1 - opacity) * grey + opacity * value);
        return (Mix(colour.Red), Mix(colour.Green), Mix(colour.Blue));
    }
}
