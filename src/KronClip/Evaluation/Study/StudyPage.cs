namespace KronClip.Evaluation;

/// <summary>A study as one HTML file that stands alone (<see cref="PageFrame"/>). Every number on it comes from the report.</summary>
public static class StudyPage
{
    /// <summary>How settings are chosen, said wherever a choice is shown.</summary>
    public const string Rule =
        "One thing is changed at a time, everything else stays at its default. Settings are chosen by validation pictures alone; test figures stand beside them and choose nothing. "
        + "Lowest and highest of an axis were picked after the measurement, so a difference that is only just beyond the spread may be chance.";

    const string ClassRule = "A gain in bold is clear: more than both spreads over the seeds together, and than two standard errors of so few pictures. The others may be chance.";

    /// <summary>Writes the page.</summary>
    public static string Write(StudyReport report)
    {
        ArgumentNullException.ThrowIfNull(report);
        return PageFrame.Write($"{report.Method}: what its {report.Subject} are worth", Introduction(report), report.Origin.LibraryVersion, PageStyle.Sheet,
        [
            Html.Section("outcome", "What came out", [.. report.Axes.SelectMany(Finding), Html.Of("p", Html.Class("caution"), report.Rule)]),
            .. report.Axes.Select(a => Html.Section($"axis-{a.Name}", a.Title, [.. report.Axes.Count > 1 ? Finding(a) : [], StudyTable.Of(report, a), StudyChart.Of(report, a)])),
            .. report.Classes.Count == 0 ? Array.Empty<HtmlNode>() : [Html.Section("classes", "By class", Html.Of("p", ClassRule), StudyClassTable.Of(report))],
            Html.Section("origin", "How it was done", Origin(report), Html.Listed("To look at", report.Warnings)),
        ]);
    }

    /// <summary>A finding's lines, each a passage.</summary>
    static IEnumerable<HtmlNode> Finding(StudyAxis axis) => axis.Finding.Split('\n').Select(line => Html.Of("p", line));

    static HtmlNode Introduction(StudyReport report) => Html.All(
    [
        $"{report.Rows.Count} settings, each trained on all {report.Set.Classes.Count} classes of ",
        Html.Name(report.Set.Name),
        $" and once more on half of them, with {report.Shots} {(report.Shots == 1 ? "picture" : "pictures")} of each and {(report.Seeds.Count == 1 ? "one seed" : $"{PageFigures.Count(report.Seeds.Count)} seeds")}. The model ",
        Html.Name(report.Origin.Model),
        " stays as it is.",
    ]);

    static HtmlNode Origin(StudyReport report)
    {
        var facts = new List<(string, HtmlNode)>
        {
            ("model", Html.All([Html.Name(report.Origin.Model), $" ({report.Origin.Architecture}), content hash ", Html.Of("code", report.Origin.ModelHash[..Math.Min(16, report.Origin.ModelHash.Length)])])),
            ("pictures", $"trained on {PageFigures.Count(report.Set.Train)} with one seed, measured on {PageFigures.Count(report.Set.Test)} others; {report.Set.Classes.Count} classes, of which the first {report.Set.BaseClasses} are base and the rest new"),
            ("seeds", PageFigures.List(report.Seeds)),
        };
        facts.AddRange(report.Rows.Select(r => (r.Title, (HtmlNode)string.Join(' ', new[] { $"{r.Recipe}." }.Concat(report.Notes.Where(n => n.Row == r.Id).SelectMany(n => n.Notes))))));
        facts.Add(("computed by", $"KronClip {report.Origin.LibraryVersion} on {report.Origin.Runtime}, kernels {report.Origin.KernelPath}, {report.Seconds.Threads} threads, {report.Seconds.Processor}"));
        facts.Add(("time", $"{PageFigures.Seconds(report.Seconds.Total)} s, of which encoding {PageFigures.Seconds(report.Seconds.Encode)}, training and measuring {PageFigures.Seconds(report.Seconds.Train)}"));
        return Html.Of("dl", [.. facts.SelectMany(f => new[] { Html.Of("dt", Html.Name(f.Item1)), Html.Of("dd", f.Item2) })]);
    }
}
