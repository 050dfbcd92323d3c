using System.Globalization;

namespace KronClip.Evaluation;

/// <summary>
/// What a table says, in plain sentences. Each difference is held against two things: the spreads over the seeds, added, and two standard errors that come of the
/// number of test pictures. The latter are taken as if the methods had been measured on different pictures, which errs on the side of caution.
/// </summary>
public static class Verdict
{
    /// <summary>The sentences; none where base-to-new was not measured or there is no baseline beside a learned method.</summary>
    public static IReadOnlyList<string> Of(IReadOnlyList<MethodRow> rows, ProtocolTable table)
    {
        ArgumentNullException.ThrowIfNull(rows);
        ArgumentNullException.ThrowIfNull(table);
        var harmonic = rows.Where(r => Harmonic(table, r) is not null).ToArray();
        var baseline = harmonic.FirstOrDefault(r => !r.Learns);
        var learned = harmonic.Where(r => r.Learns).OrderByDescending(r => Harmonic(table, r)!.Mean).ToArray();
        if (baseline is null || learned is not [var best, ..])
            return [];
        var ranked = harmonic.OrderByDescending(r => Harmonic(table, r)!.Mean).ToArray();
        return
        [
            First(table, ranked),
            $"On the classes it was trained on, {best.Title} is {Against(table, best, baseline, ProtocolCell.Base)}; on classes that it was only told the names of, {Against(table, best, baseline, ProtocolCell.New)}.",
            .. Shifts(table, best, baseline),
            .. Guessing(table, harmonic),
            Caution(table),
        ];
    }

    /// <summary>Whether two figures lie further apart than their spreads over the seeds reach together; never for one seed, which has no spread.</summary>
    public static bool BeyondSeeds(ProtocolFigure a, ProtocolFigure b)
    {
        ArgumentNullException.ThrowIfNull(a);
        ArgumentNullException.ThrowIfNull(b);
        return a.PerSeed.Count > 1 && Math.Abs(a.Mean - b.Mean) > a.StandardDeviation + b.StandardDeviation;
    }

    /// <summary>Whether two figures lie further apart than two standard errors of their difference, which come of the number of pictures.</summary>
    public static bool BeyondSampling(ProtocolFigure a, ProtocolFigure b)
    {
        ArgumentNullException.ThrowIfNull(a);
        ArgumentNullException.ThrowIfNull(b);
        return Math.Abs(a.Mean - b.Mean) > 2 * Math.Sqrt(a.SamplingError * a.SamplingError + b.SamplingError * b.SamplingError);
    }

    static ProtocolFigure? Harmonic(ProtocolTable table, MethodRow row) => table.Summary(row.Id, ProtocolKind.BaseToNew);

    static string First(ProtocolTable table, MethodRow[] ranked)
    {
        var (first, second) = (Harmonic(table, ranked[0])!, Harmonic(table, ranked[1])!);
        return $"{ranked[0].Title} has the highest harmonic mean of base and new accuracy, {Percent(first.Mean)} %: {Points(first.Mean - second.Mean)} above {ranked[1].Title}{Weight(table, first, second)}.";
    }

    static string Against(ProtocolTable table, MethodRow row, MethodRow baseline, string part)
    {
        var (own, other) = (table.Figure(row.Id, ProtocolKind.BaseToNew, part)!, table.Figure(baseline.Id, ProtocolKind.BaseToNew, part)!);
        return $"{Change(own.Mean - other.Mean, baseline)}{Weight(table, own, other)}";
    }

    static IEnumerable<string> Shifts(ProtocolTable table, MethodRow row, MethodRow baseline)
    {
        foreach (var protocol in new[] { ProtocolKind.Domain, ProtocolKind.CrossTask })
        {
            if (Whole(table, row, protocol) is not { } own || Whole(table, baseline, protocol) is not { } other)
                continue;
            var where = protocol == ProtocolKind.Domain ? "On the same classes in shifted pictures" : "On another task, of whose classes it was only told the names,";
            yield return $"{where} it is {Change(own.Mean - other.Mean, baseline)}{Weight(table, own, other)}.";
        }
    }

    /// <summary>Said of a half on which no method does clearly better than guessing: then nothing else that is said of it weighs much.</summary>
    static IEnumerable<string> Guessing(ProtocolTable table, MethodRow[] rows) =>
        from part in new[] { ProtocolCell.Base, ProtocolCell.New }
        let chance = table.Of(ProtocolKind.BaseToNew).First(c => c.Column.Part == part).Column.Chance!.Value
        where rows.Select(r => table.Figure(r.Id, ProtocolKind.BaseToNew, part)!).All(f => f.Mean - chance <= 2 * f.SamplingError)
        select $"On the {part} classes no method is clearly better than guessing, {Percent(chance)} %.";

    /// <summary>The mean over the parts of a protocol, or its one part.</summary>
    static ProtocolFigure? Whole(ProtocolTable table, MethodRow row, ProtocolKind protocol) => table.Of(protocol) is [var only]
        ? table.Figure(row.Id, protocol, only.Column.Part)
        : table.Summary(row.Id, protocol);

    static string Weight(ProtocolTable table, ProtocolFigure a, ProtocolFigure b) => a.Mean == b.Mean ? "" : (table.Seeds.Count > 1, BeyondSeeds(a, b), BeyondSampling(a, b)) switch
    {
        (true, false, _) => ", within the spread over the seeds",
        (_, _, false) => ", not clear with so few test pictures",
        _ => ", a clear difference",
    };

    static string Caution(ProtocolTable table)
    {
        var (fewest, most) = (table.Columns.Where(c => c.Kind == ColumnKind.Part).Min(c => c.Pictures), table.Columns.Max(c => c.Pictures));
        var clear = table.Seeds.Count == 1 ? "more than" : "more than both spreads over the seeds together and";
        var seeds = table.Seeds.Count == 1 ? "One seed says nothing of the spread over seeds." : string.Create(CultureInfo.InvariantCulture, $"± is the standard deviation over {table.Seeds.Count} seeds.");
        return string.Create(CultureInfo.InvariantCulture,
            $"A clear difference is {clear} two standard errors of so few test pictures: the parts have {fewest} to {most}, which alone makes a standard error of up to {50 / Math.Sqrt(fewest):0.0} points. {seeds}");
    }

    static string Change(double difference, MethodRow than) => Math.Abs(difference) < 0.0005 ? $"level with {than.Title}"
        : $"{Points(Math.Abs(difference))} {(difference > 0 ? "better" : "worse")} than {than.Title}";

    static string Points(double difference)
    {
        var text = Percent(difference);
        return text == "1.0" ? $"{text} point" : $"{text} points";
    }

    static string Percent(double fraction) => (100 * fraction).ToString("0.0", CultureInfo.InvariantCulture);
}
