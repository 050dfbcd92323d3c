using KronClip.Classifiers;

namespace KronClip.Server;

/// <summary>A class and how sure the classifier is of it.</summary>
/// <param name="Label">Name for people.</param>
/// <param name="Confidence">Softmax probability.</param>
public sealed record LabelAnswer(string Label, double Confidence);

/// <summary>What a classifier says of one picture.</summary>
/// <param name="File">Name of the uploaded file; null where it had none.</param>
/// <param name="Label">The likeliest class; null where the picture could not be read.</param>
/// <param name="Confidence">How sure.</param>
/// <param name="Unknown">Whether the confidence is below the threshold that was asked for, else below the classifier's own; null where there is neither.</param>
/// <param name="Top">The likeliest classes, best first.</param>
public sealed record PictureAnswer(string? File, string Label, double Confidence, bool? Unknown, IReadOnlyList<LabelAnswer> Top)
{
    internal static PictureAnswer Of(string? file, Prediction prediction, double? unknownBelow) => new(file, prediction.Best.Name, prediction.Best.Confidence,
        unknownBelow is { } least ? prediction.Best.Confidence < least : null, [.. prediction.Top.Select(t => new LabelAnswer(t.Name, t.Confidence))]);
}

/// <summary>The answer to a request.</summary>
/// <param name="Classifier">Name of the classifier.</param>
/// <param name="Version">Changes when its file does.</param>
/// <param name="Results">One per picture, in order.</param>
public sealed record ClassifyAnswer(string Classifier, string Version, IReadOnlyList<PictureAnswer> Results);

/// <summary>A class of a served classifier.</summary>
/// <param name="Name">Name for people.</param>
/// <param name="Words">Words in the prompt.</param>
public sealed record ClassAnswer(string Name, string Words);

/// <summary>A served classifier.</summary>
/// <param name="Name">Its name in addresses.</param>
/// <param name="Version">Changes when its file does.</param>
/// <param name="Method">Method that made it.</param>
/// <param name="Model">Base model.</param>
/// <param name="Classes">Its classes, in label order.</param>
public sealed record ClassifierAnswer(string Name, string Version, string Method, string Model, IReadOnlyList<ClassAnswer> Classes)
{
    internal static ClassifierAnswer Of(ServedClassifier served) => new(served.Name, served.Version, served.Classifier.Document.Method.Name, served.Classifier.Document.BaseModel.Name,
        [.. served.Classifier.Classes.Select(c => new ClassAnswer(c.Name, c.Words))]);
}

/// <summary>What is served.</summary>
/// <param name="Version">Version of KronClip.</param>
/// <param name="Ready">Whether everything is loaded.</param>
/// <param name="Classifiers">What can be asked.</param>
/// <param name="Faults">Files that are not served, with the reason.</param>
/// <param name="Workspace">Whether there are projects.</param>
/// <param name="Https">Whether this answer came over TLS.</param>
public sealed record ServerAnswer(string Version, bool Ready, IReadOnlyList<ClassifierAnswer> Classifiers, IReadOnlyDictionary<string, string> Faults, bool Workspace, bool Https);
