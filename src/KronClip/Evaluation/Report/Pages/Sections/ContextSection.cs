using System.Globalization;

namespace KronClip.Evaluation;

/// <summary>The learned context in words.</summary>
static class ContextSection
{
    public static IReadOnlyList<HtmlNode> Of(RunPage page)
    {
        var text = page.Text;
        if (page.Report.Context is not { Words.Count: > 0 } context)
            return [Html.Of("p", text.NoContext)];
        var entries = context.Words.Any(word => word.Entries.Count > 0);
        return
        [
            Html.Of("p", text.ContextLead),
            Html.Table(text.ContextCaption,
                [Html.Of("th", [("scope", "col")], text.Word), Html.Head(text.NearestTokens), .. entries ? [Html.Head(text.Entries)] : Array.Empty<HtmlNode>()],
                [.. context.Words.Select((word, place) => Html.Of("tr",
                    Html.Of("th", [("scope", "row")], (place + 1).ToString(CultureInfo.InvariantCulture)),
                    Html.Of("td", Lines(word.Nearest.Select(Token))),
                    entries ? Html.Of("td", Lines(word.Entries.Select(entry => Entry(text, entry)))) : ""))], "prose"),
        ];
    }

    static HtmlNode Token(NearToken token) => Html.All([Html.Of("code", Html.Name(token.Token)), Html.Of("span", Html.Class("spread"), $" {Cosine(token.Cosine)}")]);

    static HtmlNode Entry(IRunText text, WeighedEntry entry) => Html.All(
    [
        $"{text.EntryName(entry.Entry)} ",
        Html.Of("span", Html.Class("spread"), entry.Weight.ToString("+0.000;\u22120.000;0.000", CultureInfo.InvariantCulture)),
        entry.Nearest.Count == 0 ? "" : ": ",
        Html.All(entry.Nearest.Select((token, place) => Html.All([place == 0 ? "" : ", ", Html.Of("code", Html.Name(token.Token))]))),
    ]);

    static HtmlNode Lines(IEnumerable<HtmlNode> lines) => Html.Of("ul", Html.Class("lines"), [.. lines.Select(line => Html.Of("li", line))]);

    static string Cosine(double cosine) => cosine.ToString("0.00;\u22120.00", CultureInfo.InvariantCulture);
}
