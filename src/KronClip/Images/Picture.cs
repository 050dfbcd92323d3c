namespace KronClip.Images;

/// <summary>A decoded picture with its samples as they were stored, row by row from the top left, channels interleaved. Immutable, thus thread-safe.</summary>
public sealed class Picture
{
    readonly byte[] samples;
    readonly ushort[] deepSamples;
    readonly byte[] palette;

    /// <summary>A picture of 8-bit samples.</summary>
    /// <param name="width">Pixels per row, at least 1.</param>
    /// <param name="height">Rows, at least 1.</param>
    /// <param name="mode">Any mode but <see cref="PixelMode.Gray16"/>.</param>
    /// <param name="samples">[height × width × channels]; the picture keeps the array, which must not change afterwards.</param>
    /// <param name="palette">[256 × RGB], for <see cref="PixelMode.Palette"/> only.</param>
    /// <exception cref="ArgumentException">The sizes do not fit together.</exception>
    public Picture(int width, int height, PixelMode mode, byte[] samples, byte[]? palette = null)
        : this(width, height, mode, samples, [], palette ?? [])
    {
        if (samples.Length != (long)width * height * Channels(mode) || mode == PixelMode.Gray16)
            throw new ArgumentException($"{samples.Length} samples do not make {width}×{height} pixels of {mode}.", nameof(samples));
        if (this.palette.Length != (mode == PixelMode.Palette ? 768 : 0))
            throw new ArgumentException("Palette pictures have a table of 256 × 3 bytes, others have none.", nameof(palette));
    }

    /// <summary>A picture of 16-bit grey samples, [height × width].</summary>
    /// <exception cref="ArgumentException">The sizes do not fit together.</exception>
    public Picture(int width, int height, ushort[] deepSamples)
        : this(width, height, PixelMode.Gray16, [], deepSamples, [])
    {
        if (deepSamples.Length != (long)width * height)
            throw new ArgumentException($"{deepSamples.Length} samples do not make {width}×{height} pixels.", nameof(deepSamples));
    }

    Picture(int width, int height, PixelMode mode, byte[] samples, ushort[] deepSamples, byte[] palette)
    {
        ArgumentNullException.ThrowIfNull(samples);
        ArgumentNullException.ThrowIfNull(deepSamples);
        ArgumentOutOfRangeException.ThrowIfLessThan(width, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(height, 1);
        (Width, Height, Mode) = (width, height, mode);
        (this.samples, this.deepSamples, this.palette) = (samples, deepSamples, palette);
    }

    /// <summary>Pixels per row.</summary>
    public int Width { get; }

    /// <summary>Rows.</summary>
    public int Height { get; }

    /// <summary>How the samples are stored.</summary>
    public PixelMode Mode { get; }

    /// <summary>8-bit samples, [height × width × channels]; empty for <see cref="PixelMode.Gray16"/>.</summary>
    public ReadOnlySpan<byte> Samples => samples;

    /// <summary>16-bit samples, [height × width]; empty unless <see cref="PixelMode.Gray16"/>.</summary>
    public ReadOnlySpan<ushort> DeepSamples => deepSamples;

    /// <summary>The colour table, [256 × RGB]; empty unless <see cref="PixelMode.Palette"/>.</summary>
    public ReadOnlySpan<byte> Palette => palette;

    /// <summary>Samples per pixel of a mode.</summary>
    public static int Channels(PixelMode mode) => mode switch
    {
        PixelMode.Bilevel or PixelMode.Gray or PixelMode.Gray16 or PixelMode.Palette => 1,
        PixelMode.GrayAlpha => 2,
        PixelMode.Rgb => 3,
        PixelMode.Rgba or PixelMode.Cmyk => 4,
        _ => throw new ArgumentOutOfRangeException(nameof(mode)),
    };

    /// <summary>The same picture with 16-bit grey scaled to 8 bits over its whole range (65535 becomes 255); other modes are returned as they are.</summary>
    public Picture WithScaledGray()
    {
        if (Mode != PixelMode.Gray16)
            return this;
        var scaled = new byte[deepSamples.Length];
        for (var i = 0; i < scaled.Length; i++)
            scaled[i] = (byte)((deepSamples[i] * 255 + 32895) >> 16);       // round(v / 257), without a division
        return new Picture(Width, Height, PixelMode.Gray, scaled);
    }

    /// <summary>All pixels as 8-bit RGB, [height × width × 3], converted as Pillow's convert("RGB") does: alpha is dropped, 16-bit grey is clipped at 255.</summary>
    public byte[] ToRgb()
    {
        var rgb = new byte[checked(Width * Height * 3)];
        if (Mode == PixelMode.Gray16)
            PixelConversion.ClipToRgb(deepSamples, rgb);
        else
            PixelConversion.ToRgb(Mode, samples, palette, rgb);
        return rgb;
    }
}
