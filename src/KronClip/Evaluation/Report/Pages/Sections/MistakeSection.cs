namespace KronClip.Evaluation;

/// <summary>The wrong answers that the classifier was surest of, as pictures or, without them, as a list.</summary>
static class MistakeSection
{
    public static IReadOnlyList<HtmlNode> Of(RunPage page)
    {
        var (mistakes, text) = (page.Report.Mistakes, page.Text);
        if (mistakes.Count == 0)
            return [Html.Of("p", page.Report.Measured == 0 ? text.NothingMeasured : text.NoMistakes)];
        return [Html.Of("p", text.MistakesLead(mistakes.Count)), page.Picture is { } picture ? Tiles(page, picture) : List(page)];
    }

    static HtmlNode Tiles(RunPage page, Func<string, string?> picture) => Html.Of("div", Html.Class("tiles"), [.. page.Report.Mistakes.Select(m =>
    {
        var (truth, given) = (page.Report.NameOf(m.Truth), page.Report.NameOf(m.Predicted));
        return Html.Of("figure",
            picture(m.Picture) is { } address ? Html.Picture(address, page.Text.MistakeWords(truth, given)) : Html.Of("p", Html.Class("gone"), page.Text.PictureGone),
            Html.Of("figcaption",
                Html.Name(truth), " → ", Html.Of("strong", Html.Name(given)), $" {page.Text.Percent(m.Confidence)}",
                Html.Of("br"), Html.Of("span", Html.Class("detail"), Html.Name(m.Picture))));
    })]);

    static HtmlNode List(RunPage page) => Html.Table(page.Text.MistakesCaption,
        [Html.Of("th", [("scope", "col")], page.Text.PictureHead), Html.Head(page.Text.TrueClass), Html.Head(page.Text.TakenFor), Html.Head(page.Text.Confidence), Html.Head(page.Text.TruthConfidence)],
        [.. page.Report.Mistakes.Select(m => Html.Of("tr",
            Html.Of("th", [("scope", "row")], Html.Name(m.Picture)),
            Html.Of("td", Html.Name(page.Report.NameOf(m.Truth))),
            Html.Of("td", Html.Name(page.Report.NameOf(m.Predicted))),
            Html.Of("td", PageFigures.Percent(m.Confidence)),
            Html.Of("td", PageFigures.Percent(m.TruthConfidence))))], "names");
}
