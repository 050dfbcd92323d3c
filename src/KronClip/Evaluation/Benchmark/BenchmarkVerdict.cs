using System.Globalization;

namespace KronClip.Evaluation;

/// <summary>
/// What a benchmark says at its most shots, in plain sentences by rule. A difference is clear where the interval of the pair leaves 0 out (so few test pictures do not explain it) and, with several
/// seeds, it is more than both spreads together (so few trainings do not explain it either).
/// </summary>
static class BenchmarkVerdict
{
    public static IReadOnlyList<string> Of(BenchmarkReport report)
    {
        var headline = report.Table.Headline(report.Request.Shots[^1]);
        var ranked = report.Rows.Select(row => (Row: row, Figure: report.Table.Of(row, headline))).Where(r => r.Figure is not null).OrderByDescending(r => r.Figure!.Mean).Select(r => r.Row).ToArray();
        if (ranked.Length == 0)
            return [$"No method has been measured {BenchmarkWords.Where(headline, report.Sets)} with every seed yet; the table has what is there.", .. Accepted(report)];
        return [First(report, headline, ranked), .. Beside(report, ranked, headline), .. Accepted(report), Caution(report)];
    }

    static string First(BenchmarkReport report, BenchmarkColumn headline, BenchmarkRow[] ranked)
    {
        var (best, figure) = (ranked[0], report.Table.Of(ranked[0], headline)!);
        var place = $"{BenchmarkWords.Where(headline, report.Sets)}{(best.Method.Learns ? $" with {BenchmarkWords.Shots(headline.Shots)}" : "")}";
        var own = report.TitleOf(best);
        var percent = PageFigures.Percent(figure.Mean);
        if (ranked.Length == 1)
            return $"{own} reaches {percent} % {BenchmarkWords.Headline(report.Request.Protocol)} {place}; nothing else was measured there in full.";
        var pair = report.Pair(best, ranked[1], headline)!;
        var second = report.TitleOf(ranked[1]);
        return Same(pair) ? $"{own} and {second} are level with {percent} % {BenchmarkWords.Headline(report.Request.Protocol)} {place}{Weight(report, pair)}."
            : $"{own} has the highest {BenchmarkWords.Headline(report.Request.Protocol)} {place}, {percent} %: {BenchmarkWords.Points(pair.Difference.Value)} above {second}{Weight(report, pair)}.";
    }

    /// <summary>The best that learns beside what learns nothing: where it was trained, and where it was not.</summary>
    static IEnumerable<string> Beside(BenchmarkReport report, BenchmarkRow[] ranked, BenchmarkColumn headline)
    {
        var learner = ranked.FirstOrDefault(r => r.Method.Learns);
        var still = learner is null ? null : ranked.FirstOrDefault(r => !r.Method.Learns && r.Model == learner.Model);
        if (learner is null || still is null)
            yield break;
        var parts = Places(report, headline).Select(p => (p.Words, Pair: report.Pair(learner, still, p.Column))).Where(p => p.Pair is not null)
            .Select(p => $"{Change(p.Pair!)} {p.Words}{Weight(report, p.Pair!)}").ToArray();
        if (parts.Length > 0 && !(parts.Length == 1 && ranked.Length > 1 && Array.IndexOf(ranked, still) < 2 && Array.IndexOf(ranked, learner) < 2))
            yield return $"Beside {report.TitleOf(still)}, {report.TitleOf(learner)} is {string.Join("; ", parts)}.";
    }

    static IEnumerable<(string Words, BenchmarkColumn Column)> Places(BenchmarkReport report, BenchmarkColumn headline) => report.Request.Protocol switch
    {
        ProtocolKind.BaseToNew =>
        [
            ("on the classes that were trained on", report.Table.Summary(headline.Shots, ProtocolCell.Base)),
            ("on classes of which only the names were given", report.Table.Summary(headline.Shots, ProtocolCell.New)),
        ],
        ProtocolKind.FewShot => [("on the test pictures", headline)],
        _ =>
        [
            ("on the source's own test pictures", report.Table.Columns.First(c => c.Shots == headline.Shots && c.Set == report.Request.Source)),
            .. headline.Set == report.Request.Source ? Array.Empty<(string, BenchmarkColumn)>()
                : [(report.Request.Protocol == ProtocolKind.Domain ? "on the shifted pictures" : "on the other tasks", headline)],
        ],
    };

    static IEnumerable<string> Accepted(BenchmarkReport report)
    {
        if (report.Acceptance.Count == 0)
            yield break;
        var texts = string.Join(", ", report.Acceptance[0].Criteria.Select(c => c.Text));
        var met = report.Acceptance.Where(a => a.Met).Select(a => report.TitleOf(a.Row)).ToArray();
        if (met.Length > 0)
        {
            yield return $"What was asked for ({texts}) is met by {string.Join(", ", met)}.";
            yield break;
        }
        var near = report.Acceptance.OrderByDescending(a => a.Criteria.Count(c => c.Met)).First();
        var missed = near.Criteria.Where(c => !c.Met).Select(c => $"{c.Text} ({(c.Value is { } value ? $"it has {PageFigures.Percent(value)} %" : "not measured")})");
        yield return $"What was asked for ({texts}) is not met{(report.Acceptance.Count > 1 ? " by any method" : "")}: {report.TitleOf(near.Row)} misses {string.Join(" and ", missed)}.";
    }

    static string Caution(BenchmarkReport report)
    {
        var seeds = report.Request.Seeds.Count;
        var spread = seeds == 1 ? "One seed says nothing of the spread over seeds."
            : string.Create(CultureInfo.InvariantCulture, $"± is the population standard deviation over {seeds} seeds.");
        var clear = seeds == 1 ? "" : " and is more than both spreads over the seeds together";
        return $"A clear difference is one whose 95 % interval, from drawing the test pictures of both methods anew together, leaves out 0{clear}. {spread} Of twenty pairs that are equal in truth, one interval leaves 0 out by chance.";
    }

    static bool Same(BenchmarkPair pair) => Math.Abs(pair.Difference.Value) < 0.0005;

    static string Change(BenchmarkPair pair) => Same(pair) ? "level" : $"{BenchmarkWords.Points(pair.Difference.Value)} {(pair.Difference.Value > 0 ? "better" : "worse")}";

    static string Weight(BenchmarkReport report, BenchmarkPair pair)
    {
        var interval = $"95 % interval {BenchmarkWords.Range(pair.Difference)}";
        return (pair.BeyondPictures, report.Request.Seeds.Count > 1, pair.BeyondSeeds) switch
        {
            (false, _, _) => Same(pair) ? $" ({interval})" : $", not clear with so few test pictures ({interval})",
            (true, true, true) => $", a clear difference ({interval})",
            (true, true, false) => $", more than so few test pictures explain ({interval}), but within the spread over the seeds",
            _ => $", more than so few test pictures explain ({interval})",
        };
    }
}
