using KronClip.Classifiers;
using KronClip.Clip;
using KronClip.Deployment;
using KronClip.Images;
using KronClip.Storage;

namespace KronClip.Jobs;

/// <summary>Says which patches of a picture speak for a label, as numbers and as a map over the picture.</summary>
public static class PictureExplanationJob
{
    /// <summary>The patches that are named, and hidden by the check, as a share of all.</summary>
    public const double HighestShare = 0.2;

    /// <summary>Explains a picture file.</summary>
    /// <param name="loaded">The classifier.</param>
    /// <param name="picture">The file.</param>
    /// <param name="question">The label, and how; null for the likeliest label and the usual way.</param>
    /// <param name="output">Where to write the map, a .png file; null for nowhere.</param>
    /// <param name="cancel">Stops between batches.</param>
    /// <exception cref="OptionsException">The label is unknown, or the output is no place for a map.</exception>
    /// <exception cref="ImageException">The picture cannot be read.</exception>
    /// <exception cref="StorageException">The map cannot be written.</exception>
    public static PictureExplanation Run(LoadedClassifier loaded, string picture, PatchQuestion? question = null, string? output = null, CancellationToken cancel = default)
    {
        ArgumentNullException.ThrowIfNull(loaded);
        if (output is not null)
            RequirePlace(output);
        var explained = Of(loaded.Classifier, loaded.Model, loaded.Preprocessing, PictureReader.Read(picture, ImageLimits.Default, loaded.Preprocessing.Orientation), picture, question, cancel);
        if (output is null)
            return explained.Explanation;
        AtomicFile.Write(output, stream => stream.Write(explained.BesidePicture.Value));
        return explained.Explanation with { Map = Path.GetFullPath(output) };
    }

    /// <summary>Explains a picture from the bytes of its file; nothing is written anywhere.</summary>
    /// <param name="classifier">The classifier, joined with the text tower where its head needs it.</param>
    /// <param name="model">Its base model.</param>
    /// <param name="preprocessing">Its preprocessing.</param>
    /// <param name="picture">The file's bytes.</param>
    /// <param name="name">What the picture is called, for messages.</param>
    /// <param name="question">The label, and how; null for the likeliest label and the usual way.</param>
    /// <param name="limits">What the picture may cost; the usual if null.</param>
    /// <param name="cancel">Stops between batches.</param>
    /// <exception cref="OptionsException">The label is unknown.</exception>
    /// <exception cref="ImageException">The picture cannot be read.</exception>
    public static ExplainedPicture Run(Classifier classifier, ClipModel model, PreprocessOptions preprocessing, ReadOnlyMemory<byte> picture, string name,
        PatchQuestion? question = null, ImageLimits? limits = null, CancellationToken cancel = default)
    {
        ArgumentNullException.ThrowIfNull(preprocessing);
        return Of(classifier, model, preprocessing, PictureReader.Read(picture, name, limits ?? ImageLimits.Default, preprocessing.Orientation), name, question, cancel);
    }

    static ExplainedPicture Of(Classifier classifier, ClipModel model, PreprocessOptions preprocessing, Picture picture, string name, PatchQuestion? question, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(classifier);
        var asked = question ?? new PatchQuestion();
        int? label = asked.Label is null ? null : ClassChoice.Label(classifier, asked.Label);
        var explainer = new PatchExplainer(classifier, model, preprocessing, asked.Masks, asked.Filling);
        var map = explainer.Explain(picture, label, cancel);
        var (crop, side) = (explainer.Crop(picture), map.Grid.Side);
        var explanation = new PictureExplanation
        {
            Picture = name,
            Label = classifier.Classes[map.Label].Name,
            Confidence = map.Confidence,
            LogOdds = map.LogOdds,
            Answer = classifier.Classes[map.Answer].Name,
            Masks = asked.Masks,
            Filling = asked.Filling,
            Copies = map.Copies,
            ImageSize = map.Grid.ImageSize,
            Scores = [.. map.Scores.Chunk(side)],
            Highest = [.. map.Highest(map.Grid.CountOf(HighestShare)).Select(patch => new ScoredPatch(patch / side, patch % side, map.Scores[patch]))],
        };
        return new ExplainedPicture(explanation, new Lazy<byte[]>(() => PatchOverlay.Png(crop, map)), new Lazy<byte[]>(() => PatchOverlay.PngBesidePicture(crop, map)));
    }

    /// <summary>A mistyped name must not take the place of a picture.</summary>
    /// <exception cref="OptionsException">It is no .png file, or another one lies there.</exception>
    static void RequirePlace(string output)
    {
        if (!output.EndsWith(".png", StringComparison.OrdinalIgnoreCase))
            throw new OptionsException($"'{output}' does not end in .png; give the map a name that does.");
        if (Directory.Exists(output))
            throw new OptionsException($"'{output}' is a folder; give a file's name.");
        if (!File.Exists(output))
            return;
        Span<byte> start = stackalloc byte[128];
        int read;
        try
        {
            using var file = new FileStream(output, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            read = file.ReadAtLeast(start, start.Length, throwOnEndOfStream: false);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new StorageException($"'{output}' is there and cannot be read, so it is not overwritten: {error.Message}", error);
        }
        if (!PatchOverlay.IsOurs(start[..read]))
            throw new OptionsException($"'{output}' is there and is no map that kronclip explain wrote, so it is not overwritten. Give another name, or remove it first.");
    }
}
