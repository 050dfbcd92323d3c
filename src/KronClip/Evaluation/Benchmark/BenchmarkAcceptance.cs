namespace KronClip.Evaluation;

/// <summary>What one row made of the acceptance criteria.</summary>
/// <param name="Row">Whose it is.</param>
/// <param name="Criteria">The criteria, in the order in which they were given.</param>
public sealed record BenchmarkAcceptance(RowKey Row, IReadOnlyList<ReportedCriterion> Criteria)
{
    /// <summary>Whether it meets all of them.</summary>
    public bool Met => Criteria.All(c => c.Met);

    /// <summary>Names of the figures that can be asked for: at the most shots, and where there are several sets the average.</summary>
    /// <param name="protocol">What is asked of the sets.</param>
    /// <param name="join">Whether base and new classes are also told apart in one label space.</param>
    public static IReadOnlyList<string> Names(ProtocolKind protocol, bool join = false) => protocol switch
    {
        ProtocolKind.BaseToNew => [ProtocolCell.Base, ProtocolCell.New, BenchmarkColumn.HarmonicMean, .. join ? [BenchmarkCell.Joint] : Array.Empty<string>()],
        ProtocolKind.Domain => ["source", "shifted"],
        ProtocolKind.CrossTask => ["source", "targets"],
        _ => ["accuracy", "macro-f1"],
    };

    /// <summary>
    /// Judges the rows: those that learn, or all where none does. A benchmark is accepted where one row meets every criterion (<see cref="BenchmarkReport.Accepted"/>); who asks it of one method runs
    /// that method.
    /// </summary>
    internal static IReadOnlyList<BenchmarkAcceptance> Of(BenchmarkRequestFacts request, IReadOnlyList<BenchmarkRow> rows, BenchmarkTable table)
    {
        if (request.Acceptance is not { } text)
            return [];
        var criteria = AcceptanceCriteria.Parse(text, Names(request.Protocol, request.Join));
        var judged = rows.Any(r => r.Method.Learns) ? rows.Where(r => r.Method.Learns) : rows;
        return [.. judged.Select(row => new BenchmarkAcceptance(row.Key, criteria.Judge(name => Figure(request, table, row, name))))];
    }

    static double? Figure(BenchmarkRequestFacts request, BenchmarkTable table, BenchmarkRow row, string name)
    {
        var shots = request.Shots[^1];
        return name switch
        {
            "source" => table.Of(row, table.Columns.First(c => c.Shots == shots && c.Set == request.Source))?.Mean,
            "macro-f1" => table.Of(row, table.Headline(shots))?.MacroF1,
            "accuracy" or "shifted" or "targets" => table.Of(row, table.Headline(shots))?.Mean,
            _ => table.Of(row, table.Summary(shots, name))?.Mean,
        };
    }
}
