namespace KronClip.Evaluation;

/// <summary>What a study in stages says, in plain sentences: what is left at the end, what is lost, and how much of the loss comes of the number of names alone.</summary>
public static class StageFinding
{
    /// <summary>Said wherever forgetting is shown.</summary>
    public const string Rule =
        "Forgetting is a group's best accuracy at an earlier stage less its accuracy at the end, the mean over all groups but the last (Chaudhry et al. 2018). All classes seen so far are in question, so any row may lose "
        + "something as names are added, zero-shot CLIP too, which learns nothing: that much is no forgetting of what was learned.";

    /// <summary>One sentence for each method, and one for zero-shot CLIP.</summary>
    /// <param name="rows">Zero-shot CLIP first.</param>
    /// <param name="figures">Figures of all rows.</param>
    public static IReadOnlyList<string> Of(IReadOnlyList<StageRow> rows, IReadOnlyList<StageFigures> figures)
    {
        ArgumentNullException.ThrowIfNull(rows);
        ArgumentNullException.ThrowIfNull(figures);
        StageFigures Figures(StageRow row) => figures.First(f => f.Row == row.Id);
        var still = Figures(rows[0]);
        List<string> said = [$"{rows[0].Method} reaches {Percent(still.Averages[^1])} % at the end and loses {Points(still.Forgetting)} points by the number of names alone."];
        foreach (var own in rows.Skip(1).GroupBy(r => r.Choice, StringComparer.Ordinal))
        {
            var best = own.OrderByDescending(r => Figures(r).Averages[^1].Mean).First();
            var worst = own.OrderBy(r => Figures(r).Averages[^1].Mean).First();
            var (high, low) = (Figures(best).Averages[^1], Figures(worst).Averages[^1]);
            var apart = high.Count < 2 ? "one seed says nothing of the spread"
                : high.Mean - low.Mean > high.StandardDeviation + low.StandardDeviation ? "the two lie apart by more than the spread over the seeds" : "the two do not lie apart by more than the spread over the seeds";
            said.Add($"{own.First().Method}: mean accuracy at the end from {Percent(low)} % ({worst.Way}, forgetting {Points(Figures(worst).Forgetting)} points) to {Percent(high)} % ({best.Way}, forgetting {Points(Figures(best).Forgetting)} points); {apart}.");
        }
        return said;
    }

    static string Percent(SeedSummary summary) => PageFigures.Percent(summary.Mean);

    static string Points(SeedSummary summary) => PageFigures.Percent(summary.Mean);
}
