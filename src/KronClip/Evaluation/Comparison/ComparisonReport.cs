using System.Text.Json;

namespace KronClip.Evaluation;

/// <summary>The pictures of a comparison.</summary>
/// <param name="Name">Name of the set.</param>
/// <param name="Classes">Names of its classes, in label order.</param>
/// <param name="Train">Training pictures of the first seed, for each number of shots.</param>
/// <param name="Validation">Validation pictures of the first seed at the most shots.</param>
/// <param name="Test">Test pictures of the first seed.</param>
/// <param name="TestKind">"given" where the pictures came with a test part, which all seeds share; "held-out" where each seed draws its own.</param>
/// <param name="Fingerprint">Hash over the pictures used with the first seed, and the words of their classes.</param>
public sealed record ComparisonPictures(string Name, IReadOnlyList<string> Classes, IReadOnlyList<int> Train, int Validation, int Test, string TestKind, string Fingerprint)
{
    /// <summary>What guessing would reach, as a fraction.</summary>
    public double Chance => 1.0 / Classes.Count;
}

/// <summary>All that was compared and how: the one document from which table, plot and page are drawn. Of two runs of the same job only <see cref="Seconds"/> differs. Immutable.</summary>
public sealed record ComparisonReport
{
    /// <summary>The models, the library and the processor path.</summary>
    public required IReadOnlyList<ReportOrigin> Origins { get; init; }

    /// <summary>The pictures.</summary>
    public required ComparisonPictures Pictures { get; init; }

    /// <summary>The methods on the models, in the order of the table.</summary>
    public required IReadOnlyList<ComparisonRow> Rows { get; init; }

    /// <summary>Every measurement.</summary>
    public required IReadOnlyList<ComparisonCell> Cells { get; init; }

    /// <summary>The measurements over the seeds.</summary>
    public required ComparisonTable Table { get; init; }

    /// <summary>What the table says, in sentences.</summary>
    public required IReadOnlyList<string> Verdict { get; init; }

    /// <summary>What a reader should know of the pictures and the methods: classes that are too small, what was left out.</summary>
    public required IReadOnlyList<string> Notes { get; init; }

    /// <summary>What a reader should look at.</summary>
    public required IReadOnlyList<string> Warnings { get; init; }

    /// <summary>Wall clock, and what it depends on. A row's seconds are those of its cells, whenever they were made; the others are of the last call.</summary>
    public required ReportSeconds Seconds { get; init; }

    /// <summary>Mean seconds of a fit of a row; null where nothing is learned.</summary>
    public double? SecondsOf(ComparisonRow row)
    {
        ArgumentNullException.ThrowIfNull(row);
        return Seconds.Rows.FirstOrDefault(s => s.Row == row.Id)?.Mean;
    }

    /// <summary>The document as text.</summary>
    public string ToJson() => ProtocolReport.Json.Document(this);
}
