using System.Text.Json;

namespace KronClip.Evaluation;

/// <summary>A suspect as its list has it; labels are the classes' folders.</summary>
/// <param name="Path">Relative to the folder of the pictures, with slashes.</param>
/// <param name="Sha256">Content hash.</param>
/// <param name="Label">What it is labelled as.</param>
/// <param name="Likely">What it looks like.</param>
/// <param name="Confidence">Out-of-fold probability of <paramref name="Likely"/>.</param>
/// <param name="LabelConfidence">Out-of-fold probability of <paramref name="Label"/>.</param>
/// <param name="Margin">The second less the first: the rank.</param>
public sealed record LabelSuspect(string Path, string Sha256, string Label, string Likely, double Confidence, double LabelConfidence, double Margin);

/// <summary>How often one class is labelled as another.</summary>
/// <param name="Likely">What the pictures look like.</param>
/// <param name="Label">What they are labelled as.</param>
/// <param name="Count">How many.</param>
public sealed record LabelPair(string Likely, string Label, int Count);

/// <summary>A class in the search for wrong labels.</summary>
/// <param name="Folder">Its folder or label.</param>
/// <param name="Name">Its name for a person.</param>
/// <param name="Pictures">Pictures labelled so that were looked at.</param>
/// <param name="Suspects">Those that look like another class.</param>
/// <param name="Threshold">t, how sure of the class one usually is.</param>
public sealed record LabelClass(string Folder, string Name, int Pictures, int Suspects, double Threshold);

/// <summary>Files with the same bytes under different labels, of which one at most is right: no probability is needed to see that.</summary>
/// <param name="Paths">Relative paths.</param>
public sealed record LabelContradiction(IReadOnlyList<string> Paths);

/// <summary>Which labels of a folder are probably wrong: the one document from which list, table and page are made. Of two runs only <see cref="Seconds"/> differs. Immutable.</summary>
public sealed record LabelReport
{
    /// <summary>The model, the library and the processor path.</summary>
    public required ReportOrigin Origin { get; init; }

    /// <summary>Name of the pictures.</summary>
    public required string Pictures { get; init; }

    /// <summary>Hash over the pictures that were looked at, and the words of their classes.</summary>
    public required string Fingerprint { get; init; }

    /// <summary>The classes, in label order.</summary>
    public required IReadOnlyList<LabelClass> Classes { get; init; }

    /// <summary>The method that gave the probabilities.</summary>
    public required MethodRow Method { get; init; }

    /// <summary>Parts that the pictures were dealt into; each was judged by a classifier of the others.</summary>
    public required int Folds { get; init; }

    /// <summary>Seed of the deal and of what a method draws.</summary>
    public required long Seed { get; init; }

    /// <summary>T, fitted to all out-of-fold logits and the labels as they are.</summary>
    public required double Temperature { get; init; }

    /// <summary>Share of the pictures whose likeliest class, out of fold, is the label.</summary>
    public required double Agreement { get; init; }

    /// <summary>Pictures that were looked at.</summary>
    public required int Checked { get; init; }

    /// <summary>The suspects, the surest first.</summary>
    public required IReadOnlyList<LabelSuspect> Suspects { get; init; }

    /// <summary>Which class is labelled as which, the most frequent first.</summary>
    public required IReadOnlyList<LabelPair> Pairs { get; init; }

    /// <summary>The same bytes under several labels.</summary>
    public required IReadOnlyList<LabelContradiction> Contradictions { get; init; }

    /// <summary>What came out, in sentences.</summary>
    public required IReadOnlyList<string> Verdict { get; init; }

    /// <summary>What was passed over and why.</summary>
    public required IReadOnlyList<string> Notes { get; init; }

    /// <summary>What a reader should look at.</summary>
    public required IReadOnlyList<string> Warnings { get; init; }

    /// <summary>Wall clock.</summary>
    public required ReportSeconds Seconds { get; init; }

    /// <summary>The document as text.</summary>
    public string ToJson() => ProtocolReport.Json.Document(this);

    /// <summary>The name of a class for a person.</summary>
    public string NameOf(string folder) => Classes.First(c => c.Folder == folder).Name;

    /// <summary>Counts suspects by pair.</summary>
    public static IReadOnlyList<LabelPair> PairsOf(IReadOnlyList<LabelSuspect> suspects)
    {
        ArgumentNullException.ThrowIfNull(suspects);
        return [.. suspects.CountBy(s => (s.Likely, s.Label)).Select(pair => new LabelPair(pair.Key.Likely, pair.Key.Label, pair.Value))
            .OrderByDescending(p => p.Count).ThenBy(p => p.Likely, StringComparer.Ordinal).ThenBy(p => p.Label, StringComparer.Ordinal)];
    }
}
