using System.Globalization;

namespace KronClip.Evaluation;

/// <summary>
/// What a comparison says at its most shots, in plain sentences: who is best, by how much against zero-shot, whether that is more than the seeds and the number of
/// test pictures explain (<see cref="Verdict"/>), and whether the model knows the classes by their names at all.
/// </summary>
public static class ComparisonVerdict
{
    /// <summary>The sentences; none where nothing was measured at the most shots.</summary>
    /// <param name="rows">The rows.</param>
    /// <param name="table">Their figures.</param>
    /// <param name="chance">What guessing would reach.</param>
    public static IReadOnlyList<string> Of(IReadOnlyList<ComparisonRow> rows, ComparisonTable table, double chance)
    {
        ArgumentNullException.ThrowIfNull(rows);
        ArgumentNullException.ThrowIfNull(table);
        var ranked = rows.Select(row => (Row: row, Figure: table.Of(row.Id)[^1])).Where(r => r.Figure is not null)
            .Select(r => (r.Row, Figure: r.Figure!)).OrderByDescending(r => r.Figure.Mean).ToArray();
        if (ranked.Length == 0)
            return [];
        var best = ranked[0];
        var baseline = ranked.FirstOrDefault(r => !r.Row.Method.Learns && r.Row.Model == best.Row.Model);
        var second = ranked.Skip(1).FirstOrDefault(r => r.Row.Method.Learns);
        return [First(table, best, baseline, second), .. Second(best, second), .. Guessing(ranked, chance), Caution(table, ranked)];
    }

    static string First(ComparisonTable table, (ComparisonRow Row, ProtocolFigure Figure) best, (ComparisonRow? Row, ProtocolFigure Figure) baseline, (ComparisonRow? Row, ProtocolFigure Figure) second)
    {
        var where = string.Create(CultureInfo.InvariantCulture, $"With {table.Shots[^1]} {(table.Shots[^1] == 1 ? "picture" : "pictures")} of each class");
        if (!best.Row.Method.Learns)
        {
            return second.Row is null ? $"{best.Row.Title} recognises {PageFigures.Percent(best.Figure.Mean)} % of the test pictures; nothing that learns was compared with it."
                : $"{where} nothing that learns is better than {best.Row.Title} with {PageFigures.Percent(best.Figure.Mean)} %; {second.Row.Title} comes closest, {Behind(best.Figure, second.Figure)}.";
        }
        var head = $"{where} {best.Row.Title} is best: {PageFigures.Percent(best.Figure.Mean)} %";
        return baseline.Row is null ? $"{head}." : $"{head}, {Points(best.Figure.Mean - baseline.Figure.Mean)} above {baseline.Row.Title}{Weight(best.Figure, baseline.Figure)}.";
    }

    static IEnumerable<string> Second((ComparisonRow Row, ProtocolFigure Figure) best, (ComparisonRow? Row, ProtocolFigure Figure) second) =>
        second.Row is null || !best.Row.Method.Learns ? [] : [$"{second.Row.Title} follows, {Behind(best.Figure, second.Figure)}."];

    static IEnumerable<string> Guessing((ComparisonRow Row, ProtocolFigure Figure)[] ranked, double chance) =>
        from row in ranked
        where !row.Row.Method.Learns && row.Figure.Mean - chance <= 2 * row.Figure.SamplingError
        select GuessingSentence.Of(row.Row.Title, row.Figure.Mean, chance);

    static string Caution(ComparisonTable table, (ComparisonRow Row, ProtocolFigure Figure)[] ranked)
    {
        var error = 100 * ranked.Max(r => r.Figure.SamplingError);
        var clear = table.Seeds.Count == 1 ? "more than" : "more than both spreads over the seeds together and";
        var seeds = table.Seeds.Count == 1
            ? "One seed says nothing of the spread over seeds."
            : string.Create(CultureInfo.InvariantCulture, $"± is the population standard deviation over {table.Seeds.Count} seeds (division by {table.Seeds.Count}, as the field prints it).");
        return string.Create(CultureInfo.InvariantCulture, $"A clear difference is {clear} two standard errors of so few test pictures; one is up to {error:0.0} points here. {seeds}");
    }

    static string Behind(ProtocolFigure best, ProtocolFigure other) => Math.Abs(best.Mean - other.Mean) < 0.0005 ? "level with it" : $"{Points(best.Mean - other.Mean)} behind{Weight(best, other)}";

    static string Weight(ProtocolFigure a, ProtocolFigure b) => a.Mean == b.Mean ? "" : (a.PerSeed.Count > 1, Verdict.BeyondSeeds(a, b), Verdict.BeyondSampling(a, b)) switch
    {
        (true, false, _) => ", which is within the spread over the seeds",
        (true, true, true) => ", which is more than the spread over the seeds, a clear difference",
        (true, true, false) => ", which is more than the spread over the seeds, but not clear with so few test pictures",
        (false, _, true) => ", which is more than so few test pictures explain",
        _ => ", which is not clear with so few test pictures",
    };

    static string Points(double difference) => PageFigures.Percent(difference) is "1.0" ? "1.0 point" : $"{PageFigures.Percent(difference)} points";
}
