using System.Globalization;

namespace KronClip.Evaluation;

/// <summary>The verdict in two sentences, its weight, and whether what was asked for is met.</summary>
static class VerdictSection
{
    public static IReadOnlyList<HtmlNode> Of(RunPage page)
    {
        var (report, text) = (page.Report, page.Text);
        return
        [
            Html.Of("p", Html.Class("verdict"), string.Join(text.SentenceGap, text.Verdict(report, page.Verdict))),
            page.Verdict.Accepted is { } accepted ? Mark(accepted, accepted ? text.AcceptanceMet : text.AcceptanceMissed, "p") : "",
            report.Measured > 0 ? Html.Of("p", Html.Class("caution"), text.Weight(report)) : "",
            report.Acceptance.Count == 0 ? Html.Of("p", Html.Class("caution"), text.NoAcceptance) : Html.Table(text.AcceptanceCaption,
                [Html.Of("th", [("scope", "col")], text.Criterion), Html.Head(text.Value), Html.Head(text.Outcome)],
                [.. report.Acceptance.Select(c => Html.Of("tr",
                    Html.Of("th", [("scope", "row")], Html.Name(c.Text)),
                    Html.Of("td", c.Value is { } value ? value.ToString("0.####", CultureInfo.InvariantCulture) : text.NotMeasured),
                    Html.Of("td", Mark(c.Met, c.Met ? text.Met : text.Missed, "span"))))]),
        ];
    }

    /// <summary>A mark that is a sign and a word, so that its colour is not needed.</summary>
    static HtmlNode Mark(bool met, string words, string element) => Html.Of(element, Html.Class(met ? "mark met" : "mark missed"),
        Html.Of("span", [("aria-hidden", "true")], met ? "✓ " : "✗ "), words);
}
