using System.Globalization;

namespace KronClip.Evaluation;

/// <summary>A study of wrong labels and uneven classes as one HTML file that stands alone (<see cref="PageFrame"/>).</summary>
public static class NoisePage
{
    /// <summary>How to read the figures, said wherever they are shown.</summary>
    public const string Rule =
        "Labels were exchanged at random, each for any other class; real mistakes gather between classes that look alike and are harder. Validation pictures have as many wrong labels as training pictures; test pictures have none.";

    /// <summary>Writes the page.</summary>
    public static string Write(NoiseReport report)
    {
        ArgumentNullException.ThrowIfNull(report);
        return PageFrame.Write($"{report.Set.Name}: what wrong labels and uneven classes cost", Introduction(report), report.Origin.LibraryVersion, PageStyle.Sheet,
        [
            report.Rows.Count == 0 ? "" : Html.Section("methods", "Trained on them", Html.Of("p", Html.Class("caution"), Rule), Methods(report)),
            report.Finders.Count == 0 ? "" : Html.Section("finders", "Found", Finders(report)),
            Html.Section("origin", "How it was done", Origin(report), Html.Listed("To look at", report.Warnings)),
        ]);
    }

    static HtmlNode Introduction(NoiseReport report) => Html.All(
    [
        string.Create(CultureInfo.InvariantCulture, $"{report.Set.Classes.Count} classes of "),
        Html.Name(report.Set.Name),
        string.Create(CultureInfo.InvariantCulture, $" with {report.Shots} training pictures of each, {(report.Seeds.Count == 1 ? "one seed" : $"{report.Seeds.Count} seeds")}. The model "),
        Html.Name(report.Origin.Model),
        " stays as it is.",
    ]);

    static HtmlNode Methods(NoiseReport report)
    {
        double[] best = [.. report.Conditions.Select((_, column) => report.Rows.Max(r => r.Figures[column].Mean))];
        return Html.Table($"Accuracy in percent on untouched test pictures{(report.Seeds.Count > 1 ? ", mean ± population standard deviation over the seeds" : "")}; the best of a column in bold",
            [Html.Of("th", [("scope", "col")], "method"), .. report.Conditions.Select(c => Html.Head(c.Title))],
            [.. report.Rows.Select(row => Html.Of("tr",
                [Html.Of("th", [("scope", "row")], Html.Name(report.TitleOf(row.Row))), .. row.Figures.Select((figure, column) => FigureTable.Cell(figure, best[column]))]))]);
    }

    static HtmlNode Finders(NoiseReport report)
    {
        static HtmlNode Share(double? share) => Html.Of("td", share is { } value ? PageFigures.Percent(value) : PageFigures.None);
        return Html.Table("Wrong labels among all training pictures: precision and recall of the suspects in percent, and the share of planted ones among as many of the surest",
            [Html.Of("th", [("scope", "col")], "method"), Html.Head("planted", "%"), Html.Head("planted", "labels"), Html.Head("suspects"), Html.Head("precision"), Html.Head("recall"), Html.Head("surest")],
            [.. report.Finders.Select(f => Html.Of("tr",
                Html.Of("th", [("scope", "row")], Html.Name(report.TitleOf(f.Row))),
                Html.Of("td", PageFigures.Count(f.Wrong)),
                Html.Of("td", PageFigures.Count(f.Planted)),
                Html.Of("td", f.Suspects.ToString("0.0", CultureInfo.InvariantCulture)),
                Share(f.Precision), Share(f.Recall), Share(f.Surest)))]);
    }

    static HtmlNode Origin(NoiseReport report)
    {
        var facts = new List<(string Name, HtmlNode Fact)>
        {
            ("model", Html.All([Html.Name(report.Origin.Model), $" ({report.Origin.Architecture}), content hash ", Html.Of("code", report.Origin.ModelHash[..Math.Min(16, report.Origin.ModelHash.Length)])])),
            ("pictures", $"{PageFigures.Count(report.Set.Train)} for training and {PageFigures.Count(report.Set.Test)} for the test with one seed"),
            ("seeds", PageFigures.List(report.Seeds)),
        };
        facts.AddRange(report.Methods.Where(m => m.Recipe is not null).Select(m => (m.Title, (HtmlNode)m.Recipe!)));
        facts.Add(("computed by", $"KronClip {report.Origin.LibraryVersion} on {report.Origin.Runtime}, kernels {report.Origin.KernelPath}, {report.Seconds.Threads} threads, {report.Seconds.Processor}"));
        facts.Add(("time", $"{PageFigures.Seconds(report.Seconds.Total)} s, of which encoding {PageFigures.Seconds(report.Seconds.Encode)}, training and measuring {PageFigures.Seconds(report.Seconds.Train)}"));
        return Html.Of("dl", [.. facts.SelectMany(f => new[] { Html.Of("dt", Html.Name(f.Name)), Html.Of("dd", f.Fact) })]);
    }
}
