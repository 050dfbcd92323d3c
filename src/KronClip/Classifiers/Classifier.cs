namespace KronClip.Classifiers;

/// <summary>
/// A finished classifier: a head over image embeddings, with all that is known about where it comes from. It knows no training, and needs
/// the base model's image tower only to make the embeddings; one kind of head (<see cref="PromptPerImageHead"/>) needs its text tower as well. Immutable and thread-safe; the same embedding always gives the same bits.
/// </summary>
public sealed class Classifier
{
    /// <summary>Joins a document and a head.</summary>
    /// <param name="document">What is known; it is copied, its head description is filled in, and a content hash in it is dropped.</param>
    /// <param name="head">One logit per class of the document.</param>
    /// <param name="learned">The method's learned tensors, where classes are to be added later by name; none by default.</param>
    /// <exception cref="ClassifierException">The document and the head contradict each other, or a value is unusable.</exception>
    public Classifier(ClassifierDocument document, ClassifierHead head, IReadOnlyList<NamedTensor>? learned = null)
        : this(document, head, learned ?? [], null) { }

    internal Classifier(ClassifierDocument document, ClassifierHead head, IReadOnlyList<NamedTensor> learned, string? contentHash)
    {
        ArgumentNullException.ThrowIfNull(document);
        ArgumentNullException.ThrowIfNull(head);
        DocumentCheck.Require(document, head, learned);
        var description = document.Head with { Kind = head.Kind, Settings = head.Settings };
        // Through JSON and back: a copy that nobody else holds, and the proof that the document survives being written.
        Document = ClassifierJson.Read(ClassifierJson.Write(document with { Head = description, ContentHash = contentHash }));
        Head = head;
        Learned = Array.AsReadOnly(learned.OrderBy(t => t.Name, StringComparer.Ordinal).ToArray());
    }

    /// <summary>Everything but the tensors.</summary>
    public ClassifierDocument Document { get; }

    /// <summary>The head.</summary>
    public ClassifierHead Head { get; }

    /// <summary>The method's learned tensors, by name; empty where nothing was learned, or the head itself holds it.</summary>
    public IReadOnlyList<NamedTensor> Learned { get; }

    /// <summary>The classes, in the order of the labels.</summary>
    public IReadOnlyList<ClassDescription> Classes => Document.Classes;

    /// <summary>The same classifier with another document.</summary>
    internal Classifier With(ClassifierDocument document) => new(document, Head, Learned);

    /// <summary>Refuses a model other than the one the classifier was made with.</summary>
    /// <param name="contentHash">The hash over the files of the model at hand.</param>
    /// <param name="where">Where that model lies, for the message.</param>
    /// <exception cref="ClassifierException">The hashes differ.</exception>
    public void RequireBaseModel(string contentHash, string where)
    {
        if (!string.Equals(contentHash, Document.BaseModel.ContentHash, StringComparison.Ordinal))
            throw new ClassifierException(
                $"The classifier was made with the model '{Document.BaseModel.Name}' (content hash {Document.BaseModel.ContentHash}), but the one in "
                + $"'{where}' has the hash {contentHash}. Its embeddings would be others; give the model it was made with, or train again.");
    }

    /// <summary>The logits of all classes, [C].</summary>
    /// <param name="imageFeature">The image tower's embedding, raw or normalised, [e].</param>
    /// <exception cref="ClassifierException">The embedding has another length, or is zero or not finite, or the head needs a text tower that it was not joined with.</exception>
    public double[] Logits(ReadOnlySpan<float> imageFeature)
    {
        var logits = new double[Head.Classes];
        Head.Logits(Normalised(imageFeature), Document.LogitScale, logits);
        return logits;
    }

    /// <summary>The confidences of all classes, [C]: softmax of logits / temperature. They sum to 1.</summary>
    /// <inheritdoc cref="Logits"/>
    public double[] Confidences(ReadOnlySpan<float> imageFeature) => Softmax(Logits(imageFeature), Document.Calibration.Temperature);

    /// <summary>The <paramref name="top"/> likeliest classes (all, where there are fewer).</summary>
    /// <inheritdoc cref="Logits"/>
    public Prediction Predict(ReadOnlySpan<float> imageFeature, int top = 5)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(top, 1);
        var logits = Logits(imageFeature);
        var order = Ranking.Top<double>(logits, top);       // by logit: confidences may round to equal numbers
        var confidences = Softmax(logits, Document.Calibration.Temperature);
        return new Prediction(Array.AsReadOnly(Array.ConvertAll(order, c => new ClassScore(c, Classes[c].Name, confidences[c]))));
    }

    double[] Normalised(ReadOnlySpan<float> feature)
    {
        if (feature.Length != Head.Width)
            throw new ClassifierException($"The image embedding has {feature.Length} numbers where the classifier needs {Head.Width}; "
                + $"it was made with the model '{Document.BaseModel.Name}' ({Document.BaseModel.Architecture}), so use that one.");
        var squares = 0.0;
        foreach (var x in feature)
            squares += (double)x * x;
        var norm = Math.Sqrt(squares);
        if (!double.IsFinite(norm) || norm == 0)
            throw new ClassifierException("The image embedding is "
                + (norm == 0 ? "all zeros" : "not finite") + ", so it has no direction to compare; check the picture and the model's weights.");
        var result = new double[feature.Length];
        for (var i = 0; i < result.Length; i++)
            result[i] = feature[i] / norm;
        return result;
    }

    /// <summary>
    /// softmax(z / T), computed from the distance to the largest logit so that nothing overflows. Changes <paramref name="logits"/> in place.
    /// </summary>
    static double[] Softmax(double[] logits, double temperature)
    {
        var largest = logits[Ranking.Argmax<double>(logits)];
        var sum = 0.0;
        for (var c = 0; c < logits.Length; c++)
            sum += logits[c] = Math.Exp((logits[c] - largest) / temperature);
        for (var c = 0; c < logits.Length; c++)
            logits[c] /= sum;
        return logits;
    }
}
