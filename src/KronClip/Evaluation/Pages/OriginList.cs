namespace KronClip.Evaluation;

/// <summary>What was done, so that somebody else could do it again.</summary>
static class OriginList
{
    public static HtmlNode Of(ProtocolReport report)
    {
        var facts = new List<(string, HtmlNode)>
        {
            ("model", Html.All([Html.Name(report.Origin.Model), $" ({report.Origin.Architecture}), content hash ", Html.Of("code", report.Origin.ModelHash[..Math.Min(16, report.Origin.ModelHash.Length)])])),
            ("training", $"{report.Shots} pictures of each class at most, {(report.Seeds.Count == 1 ? "seed" : "seeds")} {PageFigures.List(report.Seeds)}; the model stays frozen"),
        };
        facts.AddRange(report.Methods.Where(m => m.Recipe is not null).Select(m => (m.Title, (HtmlNode)m.Recipe!)));
        facts.AddRange(report.Sets.Select(s => (s.Name, (HtmlNode)Set(s))));
        facts.Add(("computed by", $"KronClip {report.Origin.LibraryVersion} on {report.Origin.Runtime}, kernels {report.Origin.KernelPath}, {report.Seconds.Threads} threads, {report.Seconds.Processor}"));
        facts.Add(("time", $"{PageFigures.Seconds(report.Seconds.Total)} s: preparing {PageFigures.Seconds(report.Seconds.Prepare)}, encoding {PageFigures.Seconds(report.Seconds.Encode)}, training and measuring {PageFigures.Seconds(report.Seconds.Train)}"));
        return Html.Of("dl", [.. facts.SelectMany(f => new[] { Html.Of("dt", Html.Name(f.Item1)), Html.Of("dd", f.Item2) })]);
    }

    static string Set(ReportSet set) => set.Role switch
    {
        SetRole.Source => $"trained on {PageFigures.Count(set.Train)} pictures, measured on {PageFigures.Count(set.Test)} others; {set.Classes.Count} classes, of which the first {set.BaseClasses} are base and the rest new",
        SetRole.Shift => $"{PageFigures.Count(set.Test)} pictures of {set.Classes.Count} of the same classes, of another kind; only measured",
        _ => $"{PageFigures.Count(set.Test)} pictures of {set.Classes.Count} other classes; only measured",
    };
}
