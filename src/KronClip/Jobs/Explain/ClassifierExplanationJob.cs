using KronClip.Classifiers;
using KronClip.Compute;

namespace KronClip.Jobs;

/// <summary>Says what a classifier has learned: its context in words, which classes lie near each other, and what separates two of them.</summary>
public static class ClassifierExplanationJob
{
    /// <summary>Runs the job.</summary>
    /// <param name="loaded">The classifier.</param>
    /// <param name="question">What to say; everything but a separation where null.</param>
    /// <param name="observer">Hears how it goes.</param>
    /// <param name="cancel">Stops between batches.</param>
    /// <exception cref="OptionsException">The question cannot be meant, or a class is unknown.</exception>
    /// <exception cref="DataException">The pictures do not exist, or none can be read.</exception>
    public static ClassifierExplanation Run(LoadedClassifier loaded, ClassifierQuestion? question = null, IJobObserver? observer = null, CancellationToken cancel = default)
    {
        ArgumentNullException.ThrowIfNull(loaded);
        var asked = (question ?? new ClassifierQuestion()).Validate();
        var (classifier, notes) = (loaded.Classifier, new List<string>());
        var pair = asked.Between?.Select(name => ClassChoice.Label(classifier, name)).ToArray();
        if (pair is [var a, var b] && a == b)
            throw new OptionsException($"'{classifier.Classes[a].Name}' is named twice, and nothing separates a class from itself; name two classes.");
        var head = ClassDirections.AsData(classifier.Head);
        var directions = ClassDirections.Of(head, loaded.Model);
        var separation = pair is null ? null : ClassSeparator.Run(loaded, directions.Rows, pair[0], pair[1], asked, notes, observer ?? SilentObserver.Instance, cancel);
        var context = LearnedContext.Of(loaded, head, notes);
        return new ClassifierExplanation(Path.GetFullPath(loaded.Path), classifier.Document.Method.Name, classifier.Document.BaseModel.Name, head.Kind, context, directions.Meaning,
            [.. classifier.Classes.Select((c, label) => new ClassNeighbours(c.Name, Nearest(classifier, directions.Rows, label, asked.Neighbours)))], separation, notes);
    }

    /// <summary>By falling cosine; among equal ones by label. A row of zeros is near nothing.</summary>
    static NearClass[] Nearest(Classifier classifier, Matrix rows, int label, int count) =>
    [
        .. Enumerable.Range(0, rows.Rows).Where(other => other != label)
            .Select(other => (Label: other, Cosine: Directions.Cosine(rows.Row(label), rows.Row(other))))
            .Where(near => double.IsFinite(near.Cosine))
            .OrderByDescending(near => near.Cosine).ThenBy(near => near.Label).Take(count)
            .Select(near => new NearClass(classifier.Classes[near.Label].Name, near.Cosine)),
    ];
}
