using System.Globalization;

namespace KronClip.Images;

/// <summary>What a picture may cost at most. Checked against the file's size and its header, before anything is decoded.</summary>
public sealed record ImageLimits
{
    /// <summary>The defaults.</summary>
    public static ImageLimits Default { get; } = new();

    /// <summary>Largest file, in bytes. 200 MB unless set.</summary>
    public long MaxBytes { get; init; } = 200_000_000;

    /// <summary>Largest number of pixels, width × height. 178,956,970 unless set, the number at which Pillow warns of a decompression bomb.</summary>
    public long MaxPixels { get; init; } = 178_956_970;

    /// <summary>Longest side, in pixels. 200,000 unless set: a sliver of one pixel's width costs memory by its length when it is resized.</summary>
    public int MaxSide { get; init; } = 200_000;

    /// <summary>Checks the limits themselves and returns them.</summary>
    /// <exception cref="OptionsException">A limit is not positive, or above what one array can hold.</exception>
    public ImageLimits Validate()
    {
        if (MaxBytes is < 1 or > 2_000_000_000)
            throw new OptionsException(Text($"The largest picture file, {MaxBytes} bytes, must lie between 1 and 2,000,000,000."));
        if (MaxPixels is < 1 or > 500_000_000)
            throw new OptionsException(Text($"The largest number of pixels, {MaxPixels}, must lie between 1 and 500,000,000."));
        if (MaxSide is < 1 or > 1_000_000)
            throw new OptionsException(Text($"The longest side of a picture, {MaxSide} pixels, must lie between 1 and 1,000,000."));
        return this;
    }

    /// <summary>Refuses a file that is too long to read.</summary>
    /// <exception cref="ImageException">The file is longer than <see cref="MaxBytes"/>.</exception>
    internal void CheckBytes(long bytes, string name)
    {
        if (bytes > MaxBytes)
            throw new ImageException(Text($"'{name}' has {bytes:N0} bytes; at most {MaxBytes:N0} are read. Make the picture smaller, or raise the limit on bytes."));
    }

    /// <summary>Refuses a picture that is too large to decode.</summary>
    /// <exception cref="ImageException">A side or the area is over its limit.</exception>
    internal void CheckSize(int width, int height, string name)
    {
        if (width > MaxSide || height > MaxSide)
            throw new ImageException(Text($"'{name}' says it is {width:N0}×{height:N0} pixels; a side of at most {MaxSide:N0} is read. Cut or shrink the picture, or raise the limit on sides."));
        if ((long)width * height > MaxPixels)
            throw new ImageException(Text($"'{name}' says it is {width:N0}×{height:N0} pixels; at most {MaxPixels:N0} are decoded. Make the picture smaller, or raise the limit on pixels."));
    }

    static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
