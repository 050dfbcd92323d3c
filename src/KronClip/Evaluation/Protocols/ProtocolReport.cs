using System.Text.Json;
using System.Text.Json.Serialization;

namespace KronClip.Evaluation;

/// <summary>
/// All that was measured and how: the one document from which tables and pages are drawn. Of two runs of the same job only <see cref="Seconds"/> differs. Immutable.
/// </summary>
public sealed record ProtocolReport
{
    /// <summary>How the document is written and read.</summary>
    public static JsonSerializerOptions Json { get; } = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        RespectNullableAnnotations = true,
        WriteIndented = true,
        Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        Converters = { EvaluationJson.Words },
        TypeInfoResolver = EvaluationJson.Default,
    };

    /// <summary>The model, the library and the processor path.</summary>
    public required ReportOrigin Origin { get; init; }

    /// <summary>Training pictures per class.</summary>
    public required int Shots { get; init; }

    /// <summary>The seeds.</summary>
    public required IReadOnlyList<long> Seeds { get; init; }

    /// <summary>The sets of pictures: the source, its shifted kinds, the other tasks.</summary>
    public required IReadOnlyList<ReportSet> Sets { get; init; }

    /// <summary>The methods, in the order of the tables.</summary>
    public required IReadOnlyList<MethodRow> Methods { get; init; }

    /// <summary>Every measurement.</summary>
    public required IReadOnlyList<ProtocolCell> Cells { get; init; }

    /// <summary>The measurements over the seeds.</summary>
    public required ProtocolTable Table { get; init; }

    /// <summary>What the table says, in sentences.</summary>
    public required IReadOnlyList<string> Verdict { get; init; }

    /// <summary>A few predictions, chosen by a rule that knows no outcome.</summary>
    public required IReadOnlyList<ReportExample> Examples { get; init; }

    /// <summary>A few pictures of every set.</summary>
    public required IReadOnlyList<ReportStrip> Gallery { get; init; }

    /// <summary>What a reader should look at.</summary>
    public required IReadOnlyList<string> Warnings { get; init; }

    /// <summary>Wall clock, and what it depends on.</summary>
    public required ReportSeconds Seconds { get; init; }

    /// <summary>The title of a row.</summary>
    public string TitleOf(string row) => Methods.First(m => m.Id == row).Title;
}
