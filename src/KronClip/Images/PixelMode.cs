namespace KronClip.Images;

/// <summary>
/// How a picture's samples are stored; the names in brackets are Pillow's. Pillow resizes each mode in its own way, so the mode must be
/// kept until after the resize wherever a published result is to be met bit for bit.
/// </summary>
public enum PixelMode
{
    /// <summary>One byte per pixel, 0 or 255 ("1"); always resized by nearest neighbour.</summary>
    Bilevel,

    /// <summary>One byte per pixel ("L").</summary>
    Gray,

    /// <summary>Two bytes per pixel, grey and alpha ("LA"); premultiplied while it is resized.</summary>
    GrayAlpha,

    /// <summary>One 16-bit number per pixel ("I"); resized in double precision.</summary>
    Gray16,

    /// <summary>One byte per pixel, an index into a table of 256 colours ("P"); always resized by nearest neighbour.</summary>
    Palette,

    /// <summary>Three bytes per pixel.</summary>
    Rgb,

    /// <summary>Four bytes per pixel, alpha last, not premultiplied; premultiplied while it is resized.</summary>
    Rgba,

    /// <summary>Four bytes per pixel, amounts of ink: 0 is none, 255 is full.</summary>
    Cmyk,
}
