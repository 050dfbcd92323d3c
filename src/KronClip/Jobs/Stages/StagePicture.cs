using KronClip.Classifiers;
using KronClip.Compute;
using KronClip.Data;
using KronClip.Evaluation;
using KronClip.Methods;

namespace KronClip.Jobs;

/// <summary>A picture of a stage with its embedding. The file may be gone: the cache remembers what it was.</summary>
/// <param name="Item">Path and class, a label of the extended classifier.</param>
/// <param name="Hash">SHA-256 of its content.</param>
/// <param name="Feature">Raw embedding of the plain view, [e].</param>
/// <param name="OnDisk">Whether the file is there with this content.</param>
sealed record StagePicture(ImageItem Item, string Hash, float[] Feature, bool OnDisk)
{
    /// <summary>Embeddings and labels of some pictures, [n×e] and [n].</summary>
    public static LabelledFeatures Labelled(IReadOnlyList<StagePicture> pictures, int width)
    {
        var features = new Matrix(pictures.Count, width);
        for (var i = 0; i < pictures.Count; i++)
            pictures[i].Feature.CopyTo(features.Row(i));
        return new LabelledFeatures(features, [.. pictures.Select(p => p.Item.Label)]);
    }

    /// <summary>What a classifier makes of pictures, whose labels are its own; null where there are none.</summary>
    public static Figures? Measure(Classifier classifier, IReadOnlyList<StagePicture> pictures)
    {
        var labelled = Labelled(pictures, classifier.Head.Width);
        return Measurement.Measure(classifier, labelled.Features, labelled.Labels) is { } metrics ? Figures.From(metrics) : null;
    }

    /// <summary>Hashes by item, as files and fingerprints want them.</summary>
    public static ContentHashes Hashes(IEnumerable<StagePicture> pictures) => ContentHashes.From(pictures.Select(p => (p.Item, p.Hash)));
}
