namespace KronClip.Evaluation;

/// <summary>A line to try next.</summary>
/// <param name="Command">The command.</param>
/// <param name="Meaning">What it does.</param>
public sealed record NextCommand(string Command, string Meaning);

/// <summary>A report as one HTML file that stands alone (<see cref="PageFrame"/>). Every number on it comes from the report.</summary>
public static class ProtocolPage
{
    /// <summary>Writes the page.</summary>
    /// <param name="report">What was measured.</param>
    /// <param name="title">The page's heading.</param>
    /// <param name="introduction">What was tried, in a sentence or two.</param>
    /// <param name="pictures">The data: address of a picture by set and path; null leaves it out.</param>
    /// <param name="next">What to try next.</param>
    public static string Write(ProtocolReport report, string title, string introduction, Func<string, string, string?> pictures, IReadOnlyList<NextCommand> next)
    {
        ArgumentNullException.ThrowIfNull(report);
        ArgumentNullException.ThrowIfNull(pictures);
        ArgumentNullException.ThrowIfNull(next);
        return PageFrame.Write(title, introduction, report.Origin.LibraryVersion, PageStyle.Sheet,
        [
            Outcome(report),
            Html.Section("examples", "Three pictures that no training saw", Html.Of("p", ExampleRule), ExampleCards.Of(report, pictures)),
            Html.Section("pictures", "The pictures", GalleryStrips.Of(report, pictures)),
            Html.Section("origin", "How it was done", OriginList.Of(report), Html.Listed("To look at", report.Warnings)),
            Html.Section("next", "Go on from here", Html.Of("ul", Html.Class("commands"), [.. next.Select(n => Html.Of("li", n.Meaning, Html.Of("pre", Html.Of("code", n.Command))))])),
        ]);
    }

    /// <summary>The rule by which <see cref="ReportExample"/>s are chosen, said wherever they are shown.</summary>
    public const string ExampleRule = "Chosen before anything was known of them: the first test picture of the classes at one, two and three quarters of the list. All classes of the source were in question.";

    static HtmlNode Outcome(ProtocolReport report)
    {
        var domain = report.Table.Of(ProtocolKind.FewShot, ProtocolKind.Domain);
        var tasks = report.Table.Of(ProtocolKind.CrossTask);
        var many = report.Seeds.Count > 1 ? $"mean ± standard deviation over {report.Seeds.Count} seeds" : "one seed";
        return Html.Section("outcome", "What came out",
        [
            .. report.Verdict.Index().Select(v => Html.Of("p", Html.Class(v.Index == 0 ? "verdict" : v.Index == report.Verdict.Count - 1 ? "caution" : "finding"), v.Item)),
            FigureTable.Of(report, report.Table.Of(ProtocolKind.BaseToNew), $"Base-to-new: trained on half of the classes, accuracy in percent, {many}", cost: true),
            BarChart.Of(report),
            FigureTable.Of(report, domain, $"Trained on all classes: the source's own test pictures, and shifted ones. Accuracy in percent, {many}", cost: false),
            .. tasks.Count == 0 ? Array.Empty<HtmlNode>() : [FigureTable.Of(report, tasks, $"Another task: the same training, other classes by name alone. Accuracy in percent, {many}", cost: false)],
            SeedTable.Of(report),
        ]);
    }
}
