using System.Globalization;

namespace KronClip.Evaluation;

/// <summary>The search for wrong labels as one HTML file that stands alone (<see cref="PageFrame"/>), with the suspects to look at.</summary>
public static class LabelPage
{
    /// <summary>Most suspects that are shown as pictures; the list has all.</summary>
    public const int MostPictures = 120;

    const int MostPairs = 10;

    /// <summary>Writes the page.</summary>
    /// <param name="report">What was found.</param>
    /// <param name="pictures">The data: address of a picture by its relative path, or null where it has gone.</param>
    public static string Write(LabelReport report, Func<string, string?> pictures)
    {
        ArgumentNullException.ThrowIfNull(report);
        ArgumentNullException.ThrowIfNull(pictures);
        return PageFrame.Write($"{report.Pictures}: which labels are wrong?", Introduction(report), report.Origin.LibraryVersion, PageStyle.Sheet,
        [
            Html.Section("outcome", "What came out",
            [
                .. report.Verdict.Select((sentence, place) => Html.Of("p", Html.Class(place == 0 ? "verdict" : "finding"), sentence)),
                Html.Of("p", Html.Class("caution"), LabelVerdict.Rule),
                report.Pairs.Count == 0 ? "" : Pairs(report, [.. report.Pairs.Take(MostPairs)]),
                report.Pairs.Count <= MostPairs ? "" : Html.Of("details", Html.Of("summary", $"The other {report.Pairs.Count - MostPairs} pairs"), Pairs(report, [.. report.Pairs.Skip(MostPairs)])),
            ]),
            report.Suspects.Count == 0 ? "" : Html.Section("suspects", "To look at, the surest first", Tiles(report, pictures), More(report)),
            report.Contradictions.Count == 0 ? "" : Html.Section("contradictions", "The same picture under several labels",
                Html.Of("ul", [.. report.Contradictions.Select(c => Html.Of("li", Html.All(c.Paths.Select((path, place) => Html.All([place == 0 ? "" : " = ", Html.Name(path)])))))])),
            Html.Section("classes", "Class by class", Classes(report)),
            Html.Section("origin", "How it was done", Origin(report), Html.Listed("To know", report.Notes), Html.Listed("To look at", report.Warnings)),
        ]);
    }

    static HtmlNode Introduction(LabelReport report) => Html.All(
    [
        $"{PageFigures.Count(report.Checked)} pictures of {report.Classes.Count} classes in ",
        Html.Name(report.Pictures),
        $", each judged by a classifier that was made of the others' labels: {report.Folds} parts, {report.Method.Title} on the frozen model ",
        Html.Name(report.Origin.Model),
        ".",
    ]);

    static HtmlNode Pairs(LabelReport report, LabelPair[] pairs) => Html.Table("Which class is labelled as which",
        [Html.Of("th", [("scope", "col")], "looks like"), Html.Head("labelled as"), Html.Head("pictures")],
        [.. pairs.Select(p => Html.Of("tr",
            Html.Of("th", [("scope", "row")], Html.Name(report.NameOf(p.Likely))),
            Html.Of("td", Html.Name(report.NameOf(p.Label))),
            Html.Of("td", PageFigures.Count(p.Count))))]);

    static HtmlNode Tiles(LabelReport report, Func<string, string?> pictures) => Html.Of("div", Html.Class("tiles"),
        [.. report.Suspects.Take(MostPictures).Select(s => Html.Of("figure",
            pictures(s.Path) is { } address ? Html.Picture(address, $"labelled {report.NameOf(s.Label)}, looks like {report.NameOf(s.Likely)}") : "",
            Html.Of("figcaption",
                Html.Name(report.NameOf(s.Label)), " → ", Html.Of("strong", Html.Name(report.NameOf(s.Likely))), $" {PageFigures.Percent(s.Confidence)} %",
                Html.Of("br"), Html.Of("span", Html.Class("detail"), Html.Name(s.Path)))))]);

    static HtmlNode More(LabelReport report) => report.Suspects.Count <= MostPictures ? ""
        : Html.Of("p", Html.Class("caution"), $"The {MostPictures} surest of {PageFigures.Count(report.Suspects.Count)}; the list beside this page has all.");

    static HtmlNode Classes(LabelReport report) => Html.Table("Labels by class; sureness is the mean probability of a label for its own pictures, which another class has to reach to make a suspect",
        [Html.Of("th", [("scope", "col")], "class"), Html.Head("pictures"), Html.Head("suspects"), Html.Head("sureness", "%")],
        [.. report.Classes.Select(c => Html.Of("tr",
            Html.Of("th", [("scope", "row")], Html.Name(c.Name)),
            Html.Of("td", PageFigures.Count(c.Pictures)),
            Html.Of("td", PageFigures.Count(c.Suspects)),
            Html.Of("td", PageFigures.Percent(c.Threshold))))]);

    static HtmlNode Origin(LabelReport report)
    {
        (string Name, HtmlNode Fact)[] facts =
        [
            ("model", Html.All([Html.Name(report.Origin.Model), $" ({report.Origin.Architecture}), content hash ", Html.Of("code", Short(report.Origin.ModelHash))])),
            ("pictures", Html.All([$"{PageFigures.Count(report.Checked)}, fingerprint ", Html.Of("code", Short(report.Fingerprint))])),
            ("method", string.Join(' ', new[] { report.Method.Title + "." }.Concat(report.Method.Recipe is { } recipe ? [recipe + "."] : Array.Empty<string>()))),
            ("folds", string.Create(CultureInfo.InvariantCulture, $"{report.Folds}, seed {report.Seed}; {PageFigures.Percent(report.Agreement)} % of the pictures look like their label")),
            ("temperature", string.Create(CultureInfo.InvariantCulture, $"{report.Temperature:0.###}, one for all pictures, fitted to the labels as they are")),
            ("rule", "confident learning (Northcutt et al., JAIR 2021)"),
            ("computed by", $"KronClip {report.Origin.LibraryVersion} on {report.Origin.Runtime}, kernels {report.Origin.KernelPath}, {report.Seconds.Threads} threads, {report.Seconds.Processor}"),
            ("time", $"{PageFigures.Seconds(report.Seconds.Total)} s, of which encoding {PageFigures.Seconds(report.Seconds.Encode)}, judging {PageFigures.Seconds(report.Seconds.Train)}"),
        ];
        return Html.Of("dl", [.. facts.SelectMany(f => new[] { Html.Of("dt", f.Name), Html.Of("dd", f.Fact) })]);
    }

    static string Short(string hash) => hash[..Math.Min(16, hash.Length)];
}
