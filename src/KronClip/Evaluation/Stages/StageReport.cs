using System.Text.Json;

namespace KronClip.Evaluation;

/// <summary>Which classes came when, with one seed.</summary>
/// <param name="Seed">The seed.</param>
/// <param name="Groups">Names of the classes of each stage.</param>
public sealed record StageGroups(long Seed, IReadOnlyList<IReadOnlyList<string>> Groups);

/// <summary>
/// A study of learning in stages: the one document from which table, plot and page are drawn. Of two runs of the same study only <see cref="Seconds"/> differs. Immutable.
/// </summary>
public sealed record StageReport
{
    /// <summary>The model, the library and the processor path.</summary>
    public required ReportOrigin Origin { get; init; }

    /// <summary>The pictures.</summary>
    public required ReportSet Set { get; init; }

    /// <summary>Training pictures per class.</summary>
    public required int Shots { get; init; }

    /// <summary>Earlier pictures of each class in the rows that replay some.</summary>
    public required int Replay { get; init; }

    /// <summary>The seeds.</summary>
    public required IReadOnlyList<long> Seeds { get; init; }

    /// <summary>Number of stages.</summary>
    public required int Stages { get; init; }

    /// <summary>The classes of each stage, seed by seed.</summary>
    public required IReadOnlyList<StageGroups> Groups { get; init; }

    /// <summary>The rows: zero-shot CLIP first, then method by method.</summary>
    public required IReadOnlyList<StageRow> Rows { get; init; }

    /// <summary>Figures over the seeds, one line for each row.</summary>
    public required IReadOnlyList<StageFigures> Figures { get; init; }

    /// <summary>What came out, in plain sentences.</summary>
    public required IReadOnlyList<string> Findings { get; init; }

    /// <summary>Every measurement.</summary>
    public required IReadOnlyList<StageCell> Cells { get; init; }

    /// <summary>What a reader should look at.</summary>
    public required IReadOnlyList<string> Warnings { get; init; }

    /// <summary>Wall clock, and what it depends on.</summary>
    public required ReportSeconds Seconds { get; init; }

    /// <summary>The methods that learn, in order, each with its rows behind that of zero-shot CLIP.</summary>
    public IEnumerable<(string Method, IReadOnlyList<StageRow> Rows)> ByMethod() => Rows.Skip(1).GroupBy(r => r.Choice, StringComparer.Ordinal)
        .Select(own => (own.First().Method, (IReadOnlyList<StageRow>)[Rows[0], .. own]));

    /// <summary>The figures of a row.</summary>
    public StageFigures FiguresOf(string row) => Figures.First(f => f.Row == row);

    /// <summary>The document as text.</summary>
    public string ToJson() => ProtocolReport.Json.Document(this);
}
