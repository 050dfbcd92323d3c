using System.Text.Json;

namespace KronClip.Evaluation;

/// <summary>One setting of an axis.</summary>
/// <param name="Label">The setting for a person, such as "256" or "random-rows".</param>
/// <param name="Row">The <see cref="MethodRow.Id"/> of its measurements.</param>
/// <param name="IsDefault">Whether it is the centre of the star, which all axes share.</param>
public sealed record StudyValue(string Label, string Row, bool IsDefault);

/// <summary>One thing that is changed while everything else stays at its default.</summary>
/// <param name="Name">Name on the command line, such as "k".</param>
/// <param name="Title">Name for a person, such as "K, dictionary entries".</param>
/// <param name="Values">The settings, in the order of the table.</param>
/// <param name="Finding">What came out, in plain sentences.</param>
public sealed record StudyAxis(string Name, string Title, IReadOnlyList<StudyValue> Values, string Finding);

/// <summary>What a method says of its start and dictionary, with the first seed.</summary>
/// <param name="Row">The <see cref="MethodRow.Id"/>.</param>
/// <param name="Notes">One sentence each.</param>
public sealed record StudyNotes(string Row, IReadOnlyList<string> Notes);

/// <summary>
/// A sensitivity study: a star of settings around the default of one method, and reference rows of others. The one document from which tables, drawings and page are
/// made. Of two runs of the same study only <see cref="Seconds"/> differs. Immutable.
/// </summary>
public sealed record StudyReport
{
    /// <summary>Part of the few-shot protocol by which settings are chosen.</summary>
    public const string Validation = "validation";

    /// <summary>The model, the library and the processor path.</summary>
    public required ReportOrigin Origin { get; init; }

    /// <summary>Title of the method under study.</summary>
    public required string Method { get; init; }

    /// <summary>What is studied, in the plural: "settings" or "add-ons".</summary>
    public string Subject { get; init; } = "settings";

    /// <summary>How to read the figures.</summary>
    public string Rule { get; init; } = StudyPage.Rule;

    /// <summary>Whether validation pictures choose between the settings; where not, they have no column.</summary>
    public bool Chooses { get; init; } = true;

    /// <summary>The pictures.</summary>
    public required ReportSet Set { get; init; }

    /// <summary>Training pictures per class.</summary>
    public required int Shots { get; init; }

    /// <summary>The seeds; every setting is trained with each.</summary>
    public required IReadOnlyList<long> Seeds { get; init; }

    /// <summary>The axes.</summary>
    public required IReadOnlyList<StudyAxis> Axes { get; init; }

    /// <summary>Ids of the rows of other methods that stand beside every axis.</summary>
    public required IReadOnlyList<string> References { get; init; }

    /// <summary>Every setting once, references included.</summary>
    public required IReadOnlyList<MethodRow> Rows { get; init; }

    /// <summary>The figures over the seeds, one line for each of <see cref="Rows"/>.</summary>
    public required IReadOnlyList<StudyFigures> Figures { get; init; }

    /// <summary>Every measurement.</summary>
    public required IReadOnlyList<ProtocolCell> Cells { get; init; }

    /// <summary>The settings by class, trained on all classes; none where the study has no such table.</summary>
    public IReadOnlyList<StudyClass> Classes { get; init; } = [];

    /// <summary>What the settings say of themselves.</summary>
    public required IReadOnlyList<StudyNotes> Notes { get; init; }

    /// <summary>What a reader should look at.</summary>
    public required IReadOnlyList<string> Warnings { get; init; }

    /// <summary>Wall clock, and what it depends on.</summary>
    public required ReportSeconds Seconds { get; init; }

    /// <summary>The document as text.</summary>
    public string ToJson() => ProtocolReport.Json.Document(this);

    /// <summary>The figures of a row.</summary>
    public StudyFigures FiguresOf(string row) => Figures.First(f => f.Row == row);

    /// <summary>The row itself.</summary>
    public MethodRow RowOf(string row) => Rows.First(r => r.Id == row);
}
