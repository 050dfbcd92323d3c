namespace KronClip.Evaluation;

/// <summary>Warnings and notes of the run, in the library's own words.</summary>
static class RemarkSection
{
    public static IReadOnlyList<HtmlNode> Of(RunPage page)
    {
        var (report, text) = (page.Report, page.Text);
        return report.Notes.Count + report.Warnings.Count == 0 ? [Html.Of("p", text.NoRemarks)] : [List(text.Warnings, report.Warnings), List(text.Notes, report.Notes)];
    }

    static HtmlNode List(string heading, IReadOnlyList<string> sentences) => sentences.Count == 0 ? ""
        : Html.Of("div", Html.Class("warnings"), Html.Of("h3", heading), Html.Of("ul", [("lang", "en")], [.. sentences.Select(sentence => Html.Of("li", sentence))]));
}
