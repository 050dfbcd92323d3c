using System.Text.Json;

namespace KronClip.Evaluation;

/// <summary>What was done to the labels or the numbers of the training pictures.</summary>
/// <param name="Name">Its name, such as "wrong-20".</param>
/// <param name="Title">Name for a person, such as "20 % wrong".</param>
/// <param name="Wrong">Share of each class's training and validation pictures that got another label, in percent.</param>
/// <param name="Few">Training pictures that half of the classes kept; 0 where all kept theirs.</param>
public sealed record NoiseCondition(string Name, string Title, int Wrong, int Few);

/// <summary>A method under all conditions.</summary>
/// <param name="Row">The <see cref="MethodRow.Id"/>.</param>
/// <param name="Figures">Accuracy on the untouched test pictures, one for each condition.</param>
public sealed record NoiseRow(string Row, IReadOnlyList<ProtocolFigure> Figures);

/// <summary>How well a method's search for wrong labels found those that were planted, over the seeds.</summary>
/// <param name="Row">The <see cref="MethodRow.Id"/>.</param>
/// <param name="Wrong">Share of planted labels, in percent.</param>
/// <param name="Planted">Planted labels with one seed.</param>
/// <param name="Suspects">Suspects, mean over the seeds.</param>
/// <param name="Precision">Share of the suspects that were planted, mean over the seeds; null where a seed has no suspects.</param>
/// <param name="Recall">Share of the planted labels that are suspects; null where nothing was planted.</param>
/// <param name="Surest">Share of planted labels among the surest of all pictures, as many as were planted; null where nothing was.</param>
public sealed record NoiseFinder(string Row, int Wrong, int Planted, double Suspects, double? Precision, double? Recall, double? Surest);

/// <summary>Wrong labels and uneven classes, planted on purpose: what they cost each method, and who finds them. Of two runs only <see cref="Seconds"/> differs. Immutable.</summary>
public sealed record NoiseReport
{
    /// <summary>The model, the library and the processor path.</summary>
    public required ReportOrigin Origin { get; init; }

    /// <summary>The pictures.</summary>
    public required ReportSet Set { get; init; }

    /// <summary>Training pictures per class.</summary>
    public required int Shots { get; init; }

    /// <summary>The seeds; each plants labels of its own.</summary>
    public required IReadOnlyList<long> Seeds { get; init; }

    /// <summary>The columns.</summary>
    public required IReadOnlyList<NoiseCondition> Conditions { get; init; }

    /// <summary>The methods that were trained.</summary>
    public required IReadOnlyList<MethodRow> Methods { get; init; }

    /// <summary>Their figures.</summary>
    public required IReadOnlyList<NoiseRow> Rows { get; init; }

    /// <summary>The methods that searched for wrong labels.</summary>
    public required IReadOnlyList<MethodRow> FinderMethods { get; init; }

    /// <summary>What they found, among all labelled pictures of the training part.</summary>
    public required IReadOnlyList<NoiseFinder> Finders { get; init; }

    /// <summary>What a reader should look at.</summary>
    public required IReadOnlyList<string> Warnings { get; init; }

    /// <summary>Wall clock.</summary>
    public required ReportSeconds Seconds { get; init; }

    /// <summary>The document as text.</summary>
    public string ToJson() => ProtocolReport.Json.Document(this);

    /// <summary>The title of a method.</summary>
    public string TitleOf(string row) => Methods.Concat(FinderMethods).First(m => m.Id == row).Title;
}
