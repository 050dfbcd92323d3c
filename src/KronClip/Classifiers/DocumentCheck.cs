using System.Globalization;
using System.Text.Json;

namespace KronClip.Classifiers;

/// <summary>Whether a document, a head and learned tensors belong together.</summary>
static class DocumentCheck
{
    /// <exception cref="ClassifierException">They do not; the message says what contradicts what.</exception>
    public static void Require(ClassifierDocument document, ClassifierHead head, IReadOnlyList<NamedTensor> learned)
    {
        if (document.FormatVersion is < 1 or > ClassifierDocument.CurrentFormatVersion)
            throw new ClassifierException(Text(
                $"The document says format version {document.FormatVersion}; this version knows 1 to {ClassifierDocument.CurrentFormatVersion}."));
        if (document.Classes.Count != head.Classes)
            throw new ClassifierException(Text(
                $"The classifier names {document.Classes.Count} classes, but its head holds {head.Classes}; make the classifier again."));
        if (document.BaseModel.EmbeddingWidth != head.Width)
            throw new ClassifierException(Text(
                $"The base model's embeddings have {document.BaseModel.EmbeddingWidth} numbers, but the head takes {head.Width}; make it again."));
        RequirePositive(document.LogitScale, "logit scale");
        RequirePositive(document.Calibration.Temperature, "temperature");
        if (document.Calibration.UnknownBelow is { } unknown and not (>= 0 and <= 1))
            throw new ClassifierException(Text($"The confidence below which an answer is unknown is {unknown}; it must be from 0 to 1."));
        for (var c = 0; c < document.Classes.Count; c++)
        {
            if (document.Classes[c] is not { Folder: not null, Name.Length: > 0, Words: not null })
                throw new ClassifierException(Text($"Class {c} of the classifier has no name; every class needs one."));
        }
        RequireObject(document.Method.Options, "the method's options");
        RequireObject(document.Preprocessing.Description, "the preprocessing");
        RequireObject(document.Metrics, "the metrics");
        RequireObject(document.Recipe, "the recipe");
        RequireObject(head.Settings, "the head's settings");
        if (learned.Select(t => t.Name).Distinct(StringComparer.Ordinal).Count() != learned.Count)
            throw new ClassifierException("Two learned tensors have the same name; each needs one of its own.");
    }

    static void RequirePositive(double value, string name)
    {
        if (!double.IsFinite(value) || value <= 0)
            throw new ClassifierException(Text($"The {name} is {value}; it must be finite and above 0."));
    }

    static void RequireObject(JsonElement element, string name)
    {
        if (element.ValueKind != JsonValueKind.Object)
            throw new ClassifierException($"In the classifier document, {name} must be a JSON object, not {element.ValueKind}.");
    }

    static string Text(FormattableString message) => message.ToString(CultureInfo.InvariantCulture);
}
