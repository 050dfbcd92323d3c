namespace KronClip.Clip;

/// <summary>
/// When a picture that is not RGB becomes RGB. It matters for palette, bilevel, CMYK, transparent and 16-bit grey pictures; for grey and
/// RGB ones both orders give the same pixels.
/// </summary>
public enum ConversionOrder
{
    /// <summary>Convert, then resize: Dassl (CoOp and its successors) and Hugging Face's image processor. The default; palettes are interpolated smoothly.</summary>
    ConvertThenResize,

    /// <summary>Resize in the picture's own mode, crop, then convert: openai/CLIP's <c>_transform</c>. Palette and bilevel pictures are resized by nearest neighbour.</summary>
    ResizeThenConvert,
}
