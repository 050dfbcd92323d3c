namespace KronClip.Evaluation;

/// <summary>The report of a run as one HTML file that stands alone (<see cref="PageFrame"/>): it asks no network, has no script, prints, and can be heard. Every figure on it comes from the report.</summary>
public static class RunReportPage
{
    /// <summary>Writes the page.</summary>
    /// <param name="report">What was measured.</param>
    /// <param name="language">The language; what the library and the user said in the report stays as it is.</param>
    /// <param name="picture">The data: address of a picture by its path below the pictures' root, or null where it has gone or changed; null in place of the function lists mistakes without pictures.</param>
    public static string Write(RunReport report, ReportLanguage language, Func<string, string?>? picture)
    {
        ArgumentNullException.ThrowIfNull(report);
        var text = RunTexts.Of(language);
        var page = new RunPage(report, text, RunVerdict.Of(report), picture);
        (string Id, string Heading, IReadOnlyList<HtmlNode> Content)[] sections =
        [
            ("verdict", text.VerdictHeading, VerdictSection.Of(page)),
            ("comparison", text.ComparisonHeading, ComparisonSection.Of(page)),
            ("classes", text.ClassesHeading, ClassSection.Of(page)),
            ("confusion", text.ConfusionHeading, ConfusionSection.Of(page)),
            ("calibration", text.CalibrationHeading, CalibrationSection.Of(page)),
            ("threshold", text.ThresholdHeading, ThresholdSection.Of(page)),
            ("mistakes", text.MistakesHeading, MistakeSection.Of(page)),
            ("curve", text.CurveHeading, CurveSection.Of(page)),
            ("named", text.NamedHeading, [Html.Of("p", page.Report.NamedClasses is { } named ? text.Named(named) : text.NoNamed)]),
            ("context", text.ContextHeading, ContextSection.Of(page)),
            ("cost", text.CostHeading, CostSection.Of(page)),
            ("origin", text.OriginHeading, OriginSection.Of(page)),
            ("remarks", text.RemarksHeading, RemarkSection.Of(page)),
        ];
        var contents = Html.Of("nav", [("class", "contents"), ("aria-label", text.Contents)],
            Html.Of("ul", [.. sections.Select(s => Html.Of("li", Html.Of("a", [("href", "#" + s.Id)], s.Heading)))]));
        return PageFrame.Write(text.Title(report.Pictures), text.Introduction(report), report.Origin.Version, RunReportStyle.Sheet,
            [.. sections.SelectMany((s, place) => place == 1 ? [contents, Html.Section(s.Id, s.Heading, s.Content)] : new[] { Html.Section(s.Id, s.Heading, s.Content) })],
            new FrameWords(text.Code, text.Footer(report.Origin.Version), text.Heading(Html.Name(report.Pictures))));
    }
}

/// <summary>What a section draws from.</summary>
/// <param name="Report">The figures.</param>
/// <param name="Text">The words.</param>
/// <param name="Verdict">What the figures say.</param>
/// <param name="Picture">See <see cref="RunReportPage.Write"/>.</param>
sealed record RunPage(RunReport Report, IRunText Text, RunVerdict Verdict, Func<string, string?>? Picture);
