using KronClip.Classifiers;
using KronClip.Data;

namespace KronClip.Jobs;

/// <summary>Makes the reference that a classifier carries for the drift watch. The same training gives the same reference.</summary>
static class TrainingReference
{
    /// <summary>Of the test pictures or, where there are none, the validation pictures; null where there are neither.</summary>
    public static ReferenceDescription? Of(DrawnPictures pictures, Classifier classifier)
    {
        var (split, prepared) = (pictures.Split, pictures.Prepared);
        var (held, from) = split.Test.Count > 0 ? (split.Test, "test") : (split.Validation, "validation");
        if (held.Count == 0)
            return null;
        ImageItem[] kept = [.. held.DistinctBy(item => prepared.Hashes[item], StringComparer.Ordinal).OrderBy(item => prepared.Hashes[item], StringComparer.Ordinal).Take(ReferenceDescription.MostPictures)];
        var train = split.Train.ToLookup(item => item.Label, item => EmbeddingSketch.Of(prepared.FeaturesOf([item]).Row(0)));
        return Of(classifier, from, held.Count, [.. kept.Select(item => prepared.FeaturesOf([item]).Row(0).ToArray())],
            Enumerable.Range(0, classifier.Classes.Count).All(c => train[c].Any()) ? EmbeddingSketch.ToText(Enumerable.Range(0, classifier.Classes.Count).Select(c => EmbeddingSketch.Mean([.. train[c]]))) : null);
    }

    /// <summary>Of embeddings [n][e].</summary>
    public static ReferenceDescription Of(Classifier classifier, string from, int pictures, IReadOnlyList<float[]> features, string? classMeans)
    {
        var answers = features.Select(f => classifier.Predict(f, 1).Best).ToArray();
        return new ReferenceDescription
        {
            From = from,
            Pictures = pictures,
            Confidences = [.. answers.Select(a => Math.Round(a.Confidence, 4))],
            Predicted = [.. answers.Select(a => a.Class)],
            Sketches = EmbeddingSketch.ToText(features.Select(f => EmbeddingSketch.Of(f))),
            ClassMeans = classMeans,
        };
    }
}
