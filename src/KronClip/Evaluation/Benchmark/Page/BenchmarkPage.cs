using System.Globalization;

namespace KronClip.Evaluation;

/// <summary>A benchmark as one HTML file that stands alone (<see cref="PageFrame"/>). Every number on it comes from the report.</summary>
public static class BenchmarkPage
{
    /// <summary>Writes the page.</summary>
    /// <param name="report">What was measured.</param>
    public static string Write(BenchmarkReport report)
    {
        ArgumentNullException.ThrowIfNull(report);
        return PageFrame.Write(Title(report), Introduction(report), report.Origins[0].LibraryVersion, PageStyle.Sheet + ChartStyle.Sheet + BenchmarkStyle.Sheet,
        [
            Html.Section("outcome", "What came out",
            [
                .. report.Verdict.Index().Select(v => Html.Of("p", Html.Class(v.Index == 0 ? "verdict" : v.Index == report.Verdict.Count - 1 ? "caution" : "finding"), v.Item)),
                .. BenchmarkFigures.Summary(report),
                BenchmarkPlot.Of(report),
                Acceptance(report),
            ]),
            .. report.Sets.Count > 1 ? [Html.Section("sets", "Every set", [.. BenchmarkFigures.EverySet(report)])] : Array.Empty<HtmlNode>(),
            .. BenchmarkBeside.Of(report),
            .. BenchmarkPairTable.Of(report),
            Html.Section("origin", "How it was done", BenchmarkOrigin.Of(report), BenchmarkFigures.Seeds(report), Html.Listed("To know", report.Notes), Html.Listed("To look at", report.Warnings)),
        ]);
    }

    static string Title(BenchmarkReport report) => $"{Asked(report.Request.Protocol)}: {(report.Sets.Count == 1 ? report.Sets[0].Title
        : report.Request.HasSource ? $"trained on {report.Sets.First(s => s.Name == report.Request.Source).Title}"
        : string.Create(CultureInfo.InvariantCulture, $"{report.Sets.Count} sets"))}";

    static string Asked(ProtocolKind protocol) => protocol switch
    {
        ProtocolKind.BaseToNew => "Base-to-new",
        ProtocolKind.Domain => "Shifted pictures",
        ProtocolKind.CrossTask => "Other tasks",
        _ => "Few-shot",
    };

    static HtmlNode Introduction(BenchmarkReport report)
    {
        var what = report.Request.Protocol switch
        {
            ProtocolKind.BaseToNew => "Each method is trained on the first half of the classes. Test pictures of these are told apart among their names; those of the other half, which was only named, among theirs.",
            ProtocolKind.Domain => "Each method is trained on all classes of one set and measured on other kinds of pictures of the same classes.",
            ProtocolKind.CrossTask => "Each method is trained on all classes of one set and measured on other sets, of whose classes only the names are given.",
            _ => "Each method is trained on all classes of a set and measured on its test pictures.",
        };
        var partial = report.Sets.Count(s => s.IsPartial) is > 0 and var count
            ? string.Create(CultureInfo.InvariantCulture, $" {count} of the sets {(count == 1 ? "is" : "are")} partial and marked so.") : "";
        return string.Create(CultureInfo.InvariantCulture,
            $"{what} {report.Rows.Count} {(report.Rows.Count == 1 ? "row" : "rows")}, {PageFigures.List(report.Request.Shots.Select(s => (long)s))} training pictures of each class, {report.Request.Seeds.Count} {(report.Request.Seeds.Count == 1 ? "seed" : "seeds")}.{partial}");
    }

    static HtmlNode Acceptance(BenchmarkReport report)
    {
        if (report.Acceptance.Count == 0)
            return "";
        var rows = report.Acceptance.Select(own => Html.Of("tr",
        [
            Html.Of("th", [("scope", "row")], Html.Name(report.TitleOf(own.Row))),
            .. own.Criteria.Select(c => Html.Of("td", Html.Class(c.Met ? "met" : "missed"), c.Value is { } value ? PageFigures.Percent(value) : PageFigures.None, c.Met ? " met" : " not met")),
        ]));
        return Html.Table("What was asked for before the run", [Html.Of("th", [("scope", "col")], "method"), .. report.Acceptance[0].Criteria.Select(c => Html.Head(c.Text))], [.. rows]);
    }
}
