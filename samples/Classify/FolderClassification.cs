using KronClip.Classifiers;
using KronClip.Data;
using KronClip.Images;
using KronClip.Jobs;

namespace KronClip.Samples.Classify;

/// <summary>A picture, and what the classifier says of it or why it says nothing.</summary>
sealed record PictureLine(string Path, Prediction? Answer, string? Fault);

/// <summary>The pictures of a folder, one after another; one that cannot be read stops nothing.</summary>
static class FolderClassification
{
    public static IReadOnlyList<PictureLine> Of(ImageClassifier classifier, string folder, CancellationToken cancel)
    {
        var lines = new List<PictureLine>();
        foreach (var path in PicturePaths.Find([folder]))
        {
            cancel.ThrowIfCancellationRequested();
            lines.Add(One(classifier, path));
        }
        return lines;
    }

    static PictureLine One(ImageClassifier classifier, string path)
    {
        try
        {
            return new(path, classifier.Classify(path), null);
        }
        catch (ImageException error)
        {
            return new(path, null, error.Message);
        }
    }
}
