namespace KronClip.Evaluation;

/// <summary>A place of a curve.</summary>
/// <param name="Mean">Accuracy, as a fraction.</param>
/// <param name="Spread">Standard deviation over the seeds.</param>
sealed record CurveFigure(double Mean, double Spread);

/// <summary>Accuracy of one row over shots.</summary>
/// <param name="Title">The row.</param>
/// <param name="Learns">Whether pictures move it.</param>
/// <param name="Figures">One for each number of shots; null where it was not measured.</param>
sealed record ShotCurve(string Title, bool Learns, IReadOnlyList<CurveFigure?> Figures);

/// <summary>What a plot of accuracy over shots draws.</summary>
/// <param name="Shots">Training pictures of each class, ascending.</param>
/// <param name="Seeds">How many seeds there are.</param>
/// <param name="Chance">What guessing would reach.</param>
/// <param name="Rows">The curves.</param>
sealed record ShotCurves(IReadOnlyList<int> Shots, int Seeds, double Chance, IReadOnlyList<ShotCurve> Rows)
{
    /// <summary>The curves of a comparison.</summary>
    public static ShotCurves Of(ComparisonReport report) => Of(report.Rows, report.Table, report.Pictures.Chance);

    /// <inheritdoc cref="Of(ComparisonReport)"/>
    public static ShotCurves Of(IReadOnlyList<ComparisonRow> rows, ComparisonTable table, double chance) => new(table.Shots, table.Seeds.Count, chance,
        [.. rows.Select(row => new ShotCurve(row.Title, row.Method.Learns, [.. table.Of(row.Id).Select(f => f is null ? null : new CurveFigure(f.Mean, f.StandardDeviation))]))]);
}
