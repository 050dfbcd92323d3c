namespace KronClip.Images;

/// <summary>Interpolation between pixels; the numbers are Pillow's, as found in preprocessor_config.json.</summary>
public enum ResampleFilter
{
    /// <summary>Triangle, support 1.</summary>
    Bilinear = 2,

    /// <summary>Cubic convolution with a = -0.5 (Keys 1981), support 2. What CLIP uses.</summary>
    Bicubic = 3,
}
