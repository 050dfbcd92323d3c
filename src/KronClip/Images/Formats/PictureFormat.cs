namespace KronClip.Images;

/// <summary>The file formats that are read. Which one a file has is decided by its first bytes, never by its name.</summary>
public enum PictureFormat
{
    /// <summary>JPEG: grey, colour or CMYK.</summary>
    Jpeg,

    /// <summary>PNG: every colour type and bit depth.</summary>
    Png,

    /// <summary>GIF; of an animation, the first frame.</summary>
    Gif,

    /// <summary>WebP, lossy or lossless; of an animation, the first frame.</summary>
    WebP,

    /// <summary>Windows bitmap.</summary>
    Bmp,
}
