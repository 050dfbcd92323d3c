using KronClip.Clip;
using KronClip.Compute;
using KronClip.Images;

namespace KronClip.Jobs;

/// <summary>
/// Pictures to raw embeddings, a batch at a time: decoded and prepared in parallel, then through the image tower, so that memory does not grow with their number. A
/// picture's embedding does not depend on those beside it. Keeps nothing. Thread-safe.
/// </summary>
sealed class PictureBatches(ClipModel model, PreprocessOptions preprocessing, ImageLimits limits)
{
    const int Batch = 16;

    readonly Preprocessor preprocessor = new(preprocessing);

    /// <summary>One picture file, [1×e].</summary>
    /// <exception cref="ImageException">It cannot be read, is over a limit, or is damaged.</exception>
    public Matrix Encode(string path) => Encode([() => preprocessor.Read(path, limits)], CancellationToken.None);

    /// <summary>The bytes of picture files, [N×e].</summary>
    /// <exception cref="ImageException">A picture cannot be read; the message begins with its place, from 1.</exception>
    public Matrix Encode(IReadOnlyList<ReadOnlyMemory<byte>> pictures, CancellationToken cancel) => Encode([.. pictures.Select((bytes, i) => (Func<Picture>)(() =>
        PictureReader.Read(bytes, FormattableString.Invariant($"picture {i + 1}"), limits, preprocessor.Options.Orientation)))], cancel);

    Matrix Encode(Func<Picture>[] pictures, CancellationToken cancel)
    {
        var features = new Matrix(pictures.Length, model.Config.EmbeddingWidth);
        for (var first = 0; first < pictures.Length; first += Batch)
        {
            cancel.ThrowIfCancellationRequested();
            var pixels = new Matrix(Math.Min(Batch, pictures.Length - first), preprocessor.Length);
            var start = first;
            var faults = new KronClipException?[pixels.Rows];
            model.Engine.ForEach(pixels.Rows, i =>
            {
                try
                {
                    if (!cancel.IsCancellationRequested)
                        preprocessor.Process(pictures[start + i](), pixels.Row(i));
                }
                catch (KronClipException error)
                {
                    faults[i] = error;
                }
            });
            cancel.ThrowIfCancellationRequested();
            if (Array.Find(faults, f => f is not null) is { } fault)
                throw fault;
            var encoded = model.Image.Encode(pixels);
            for (var i = 0; i < encoded.Rows; i++)
                encoded.Row(i).CopyTo(features.Row(first + i));
        }
        return features;
    }
}
