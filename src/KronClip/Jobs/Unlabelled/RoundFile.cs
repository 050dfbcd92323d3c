using System.Text.Json;
using KronClip.Data;
using KronClip.Storage;
using KronClip.Training;

namespace KronClip.Jobs;

/// <summary>A picture with the class that it was given.</summary>
/// <param name="Path">Path below the unlabelled place.</param>
/// <param name="Sha256">Hash of its content.</param>
/// <param name="Class">Label of the class.</param>
/// <param name="Confidence">The adapted classifier's probability of it.</param>
sealed record RecordedLabel(string Path, string Sha256, string Class, double Confidence);

/// <summary>A picture of which both classifiers say the same.</summary>
/// <param name="Sha256">Hash of its content.</param>
/// <param name="Class">Label of the class.</param>
sealed record RecordedAgreement(string Sha256, string Class);

/// <summary>
/// A choice of pseudo-labels as a file of the run folder, pseudo-labels-&lt;round&gt;.json: a run that is resumed goes on with them, and a person can look at them.
/// </summary>
/// <param name="Round">From 1.</param>
/// <param name="PseudoLabels">The choice, by class, the surest first.</param>
/// <param name="Agreed">All pictures for which both classifiers have the same likeliest class.</param>
sealed record RoundFile(int Round, IReadOnlyList<RecordedLabel> PseudoLabels, IReadOnlyList<RecordedAgreement> Agreed)
{
    static string PathOf(string run, int round) => Path.Combine(run, FormattableString.Invariant($"pseudo-labels-{round}.json"));

    public static RoundFile Of(int round, IReadOnlyList<(int Picture, int Class)> agreed, IReadOnlyList<PseudoLabel> chosen, UnlabelledPictures pictures, IReadOnlyList<ClassDefinition> classes) => new(
        round,
        [.. chosen.Select(c => new RecordedLabel(pictures.Items[c.Picture].RelativePath, pictures.Keys[c.Picture], classes[c.Class].Folder, c.Confidence))],
        [.. agreed.Select(a => new RecordedAgreement(pictures.Keys[a.Picture], classes[a.Class].Folder))]);

    /// <summary>Writes it, whole or not at all.</summary>
    /// <exception cref="StorageException">The place cannot be written.</exception>
    public void Write(string run) => AtomicFile.WriteText(PathOf(run, Round), RunMetrics.Json.Document(this));

    /// <summary>The file of a round; null where there is none that can be used with these pictures.</summary>
    public static RoundFile? Read(string run, int round, UnlabelledPictures pictures, IReadOnlyList<ClassDefinition> classes)
    {
        try
        {
            var file = RunMetrics.Json.Read<RoundFile>(File.ReadAllText(PathOf(run, round)));
            return file is { PseudoLabels: not null, Agreed: not null } && file.Round == round && file.In(pictures, classes) is not null && file.AgreedIn(pictures, classes) is not null ? file : null;
        }
        catch (Exception error) when (error is JsonException or IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    /// <summary>The choice among some pictures; null where one of them or of the classes is not there.</summary>
    public IReadOnlyList<PseudoLabel>? In(UnlabelledPictures pictures, IReadOnlyList<ClassDefinition> classes) =>
        Places(PseudoLabels.Select(p => (p.Sha256, p.Class)), pictures, classes) is { } places ? [.. places.Zip(PseudoLabels, (place, p) => new PseudoLabel(place.Picture, place.Class, p.Confidence))] : null;

    /// <summary>The agreeing pictures; null likewise.</summary>
    public IReadOnlyList<(int Picture, int Class)>? AgreedIn(UnlabelledPictures pictures, IReadOnlyList<ClassDefinition> classes) =>
        Places(Agreed.Select(a => (a.Sha256, a.Class)), pictures, classes);

    static List<(int Picture, int Class)>? Places(IEnumerable<(string Sha256, string Class)> recorded, UnlabelledPictures pictures, IReadOnlyList<ClassDefinition> classes)
    {
        var places = pictures.Keys.Index().ToDictionary(k => k.Item, k => k.Index, StringComparer.Ordinal);
        var labels = classes.Index().ToDictionary(c => c.Item.Folder, c => c.Index, StringComparer.Ordinal);
        var found = new List<(int, int)>();
        foreach (var (sha256, name) in recorded)
        {
            if (!places.TryGetValue(sha256, out var picture) || !labels.TryGetValue(name, out var label))
                return null;
            found.Add((picture, label));
        }
        return found;
    }
}
