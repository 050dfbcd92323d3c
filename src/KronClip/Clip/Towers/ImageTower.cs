using KronClip.Compute;

namespace KronClip.Clip;

/// <summary>The frozen image tower f: pixels to raw (unnormalised) embeddings. Thread-safe.</summary>
public abstract class ImageTower : IDisposable
{
    /// <summary>Side of the square input in pixels.</summary>
    public abstract int ImageSize { get; }

    /// <summary>e, the width of the joint embedding.</summary>
    public abstract int EmbeddingWidth { get; }

    /// <summary>Raw embeddings of preprocessed images. Each row of <paramref name="images"/> is one image, 3×S×S, channels first. [B × 3·S·S] → [B × e]</summary>
    public Matrix Encode(Matrix images)
    {
        ArgumentNullException.ThrowIfNull(images);
        images.RequireShape(images.Rows, 3 * ImageSize * ImageSize, nameof(images));
        return Encode(images, null);
    }

    /// <summary>As <see cref="Encode(Matrix)"/>; <paramref name="observe"/> sees named activations on the way (rows are image-major).</summary>
    internal abstract Matrix Encode(Matrix images, Action<string, Matrix>? observe);

    /// <summary>Frees the packed weights.</summary>
    public abstract void Dispose();
}
