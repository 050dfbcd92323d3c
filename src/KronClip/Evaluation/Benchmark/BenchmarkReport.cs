using System.Text.Json;

namespace KronClip.Evaluation;

/// <summary>
/// All that a benchmark measured, and what is drawn from it: the one document from which table and page are made. It follows from the cells alone; of two runs of the same job only
/// <see cref="Seconds"/> differs, whatever the number of threads. Immutable.
/// </summary>
public sealed record BenchmarkReport
{
    /// <summary>What was asked.</summary>
    public required BenchmarkRequestFacts Request { get; init; }

    /// <summary>The models, the library and the processor path.</summary>
    public required IReadOnlyList<ReportOrigin> Origins { get; init; }

    /// <summary>The sets, in the order of the table.</summary>
    public required IReadOnlyList<BenchmarkSetFacts> Sets { get; init; }

    /// <summary>The methods on the models, in the order of the table.</summary>
    public required IReadOnlyList<BenchmarkRow> Rows { get; init; }

    /// <summary>Every measurement, in the order of rows, shots, sets, parts and seeds.</summary>
    public required IReadOnlyList<BenchmarkMeasurement> Cells { get; init; }

    /// <summary>The measurements over the seeds.</summary>
    public required BenchmarkTable Table { get; init; }

    /// <summary>Pairs of methods on the same pictures, at the most shots.</summary>
    public required IReadOnlyList<BenchmarkPair> Pairs { get; init; }

    /// <summary>Figures beside published ones, with the reasons where the two are not comparable.</summary>
    public IReadOnlyList<PublishedComparison> Published { get; private init; } = [];

    /// <summary>What a reader must know of the published figures, and of those that are not there.</summary>
    public IReadOnlyList<string> PublishedNotes { get; private init; } = [];

    /// <summary>What each row made of what was asked for; empty where nothing was.</summary>
    public required IReadOnlyList<BenchmarkAcceptance> Acceptance { get; init; }

    /// <summary>Whether one row meets all that was asked for; null where nothing was.</summary>
    public bool? Accepted => Acceptance.Count == 0 ? null : Acceptance.Any(a => a.Met);

    /// <summary>What the table says, in sentences.</summary>
    public IReadOnlyList<string> Verdict { get; private init; } = [];

    /// <summary>What a reader should know.</summary>
    public required IReadOnlyList<string> Notes { get; init; }

    /// <summary>What a reader should look at.</summary>
    public required IReadOnlyList<string> Warnings { get; init; }

    /// <summary>Wall clock of the trainings.</summary>
    public required IReadOnlyList<BenchmarkSeconds> Seconds { get; init; }

    /// <summary>Draws a report.</summary>
    /// <param name="request">What was asked.</param>
    /// <param name="sets">The sets, in the order of the table.</param>
    /// <param name="rows">The methods on the models, in the order of the table.</param>
    /// <param name="origins">One for each model; <see cref="ReportOrigin.Model"/> is what rows and cells call it.</param>
    /// <param name="cells">What has been measured, in any order; cells of rows and sets that are not asked for are left out. A missing one leaves its figures null.</param>
    /// <param name="notes">What a reader should know.</param>
    /// <param name="warnings">What a reader should look at.</param>
    /// <exception cref="ArgumentException">There are no rows, sets, shots or seeds, something comes twice, or two cells are of the same measurement.</exception>
    /// <exception cref="OptionsException">The acceptance criteria cannot be read.</exception>
    public static BenchmarkReport Of(BenchmarkRequestFacts request, IReadOnlyList<BenchmarkSetFacts> sets, IReadOnlyList<BenchmarkRow> rows, IReadOnlyList<ReportOrigin> origins,
        IReadOnlyList<BenchmarkCell> cells, IReadOnlyList<string> notes, IReadOnlyList<string> warnings)
    {
        ArgumentNullException.ThrowIfNull(request);
        ArgumentNullException.ThrowIfNull(sets);
        ArgumentNullException.ThrowIfNull(rows);
        ArgumentNullException.ThrowIfNull(origins);
        ArgumentNullException.ThrowIfNull(cells);
        ArgumentNullException.ThrowIfNull(notes);
        ArgumentNullException.ThrowIfNull(warnings);
        request.Require(sets);
        if (rows.Count == 0 || rows.DistinctBy(r => r.Key).Count() != rows.Count || origins.Count == 0)
            throw new ArgumentException("A benchmark has one or more rows, each once, and their models.", nameof(rows));
        var own = Ordered(request, sets, rows, cells);
        var draw = new BenchmarkDraw(request, sets, rows, own);
        var report = new BenchmarkReport
        {
            Request = request,
            Origins = origins,
            Sets = sets,
            Rows = rows,
            Cells = [.. own.Select(BenchmarkMeasurement.Of)],
            Table = draw.Table,
            Pairs = [.. draw.Pairs(request.Shots[^1])],
            Acceptance = BenchmarkAcceptance.Of(request, rows, draw.Table),
            Notes = notes,
            Warnings = warnings,
            Seconds = BenchmarkSeconds.Of(rows, own),
        };
        report = report with { Verdict = BenchmarkVerdict.Of(report), Published = [.. PublishedComparison.Of(report)] };
        return report with { PublishedNotes = PublishedComparison.Notes(report) };
    }

    /// <summary>The name of a row for a person; with several models the model's name is in it.</summary>
    public string TitleOf(BenchmarkRow row)
    {
        ArgumentNullException.ThrowIfNull(row);
        return Origins.Count > 1 ? $"{row.Method.Title} on {row.Model}" : row.Method.Title;
    }

    /// <inheritdoc cref="TitleOf(BenchmarkRow)"/>
    public string TitleOf(RowKey row) => TitleOf(Rows.First(r => r.Key == row));

    /// <summary>The name of a column's set for a person, or "average".</summary>
    internal string SetTitle(BenchmarkColumn column) => column.Set is { } set ? Sets.First(s => s.Name == set).Title : "average";

    /// <summary>The pair of two rows in a column; null where the report has none in this order.</summary>
    public BenchmarkPair? Pair(BenchmarkRow first, BenchmarkRow second, BenchmarkColumn column)
    {
        ArgumentNullException.ThrowIfNull(first);
        ArgumentNullException.ThrowIfNull(second);
        return Pairs.FirstOrDefault(p => p.First == first.Key && p.Second == second.Key && Table.Columns[p.Column] == column);
    }

    /// <summary>The document as text.</summary>
    public string ToJson() => ProtocolReport.Json.Document(this);

    /// <summary>The cells of this benchmark in one order, whatever the order in which they were measured.</summary>
    static BenchmarkCell[] Ordered(BenchmarkRequestFacts request, IReadOnlyList<BenchmarkSetFacts> sets, IReadOnlyList<BenchmarkRow> rows, IReadOnlyList<BenchmarkCell> cells)
    {
        var (rowPlaces, setPlaces) = (rows.Index().ToDictionary(r => r.Item.Key, r => r.Index), sets.Index().ToDictionary(s => s.Item.Name, s => s.Index, StringComparer.Ordinal));
        string[] parts = [ProtocolCell.Test, ProtocolCell.Base, ProtocolCell.New, BenchmarkCell.Joint];
        return
        [
            .. from cell in cells
               where rowPlaces.ContainsKey(new RowKey(cell.Model, cell.Row)) && setPlaces.ContainsKey(cell.Set) && cell.Source == (request.HasSource ? request.Source : cell.Set)
                   && (cell.Shots == 0 || request.Shots.Contains(cell.Shots)) && (request.Seeds.Contains(cell.Seed) || cell.Shots == 0)
               orderby rowPlaces[new RowKey(cell.Model, cell.Row)], cell.Shots, setPlaces[cell.Set], Array.IndexOf(parts, cell.Part), cell.Seed
               select cell,
        ];
    }
}
