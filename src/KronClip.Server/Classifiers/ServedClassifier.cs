using KronClip.Classifiers;

namespace KronClip.Server;

/// <summary>A classifier under its name, with the base model that it shares.</summary>
/// <param name="Name">The file's name without its extension.</param>
/// <param name="Path">The file.</param>
/// <param name="Classifier">The classifier, joined with the text tower where its head needs it.</param>
/// <param name="Shared">The base model.</param>
sealed record ServedClassifier(string Name, string Path, Classifier Classifier, SharedModel Shared)
{
    /// <summary>Changes with the content: what callers see as the version.</summary>
    public string Version => Classifier.Document.ContentHash![..12];
}
