using KronClip.Clip;
using KronClip.Images;

namespace KronClip.Deployment;

/// <summary>A square picture divided into g × g patches, row by row from the top left. Immutable.</summary>
public sealed record PatchGrid
{
    /// <summary>Pixels of a patch where the tower has none of its own.</summary>
    const int UsualPatch = 16;

    const int FewestPerSide = 7;

    /// <summary>A grid; where the side does not divide the size, patches differ by a pixel.</summary>
    /// <param name="imageSize">Side of the picture in pixels.</param>
    /// <param name="side">g, from 1 to the image size.</param>
    public PatchGrid(int imageSize, int side)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(side, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(imageSize, side);
        (ImageSize, Side) = (imageSize, side);
    }

    /// <summary>Side of the picture in pixels.</summary>
    public int ImageSize { get; }

    /// <summary>g.</summary>
    public int Side { get; }

    /// <summary>g².</summary>
    public int Count => Side * Side;

    /// <summary>The patches that a ViT reads; for a ResNet, which has none, squares of 16 pixels, and at least 7 × 7 of them.</summary>
    public static PatchGrid Of(ClipConfig config)
    {
        ArgumentNullException.ThrowIfNull(config);
        var size = config.Vision.ImageSize;
        return new PatchGrid(size, config.Vision is VisionTransformerConfig vit ? size / vit.PatchSize : Math.Min(size, Math.Max(FewestPerSide, size / UsualPatch)));
    }

    /// <summary>How many patches are a share of all, at least one.</summary>
    public int CountOf(double share) => Math.Clamp((int)Math.Round(share * Count, MidpointRounding.AwayFromZero), 1, Count);

    /// <summary>The pixels of a patch.</summary>
    internal PixelRectangle Patch(int index)
    {
        var (row, column) = (index / Side, index % Side);
        return new PixelRectangle(Edge(column), Edge(row), Edge(column + 1) - Edge(column), Edge(row + 1) - Edge(row));
    }

    int Edge(int line) => (int)((long)line * ImageSize / Side);
}
