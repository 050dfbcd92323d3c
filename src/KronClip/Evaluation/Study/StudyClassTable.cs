using System.Globalization;

namespace KronClip.Evaluation;

/// <summary>A table by class: the accuracy of the default setting, and what each other setting adds to it.</summary>
static class StudyClassTable
{
    public static HtmlNode Of(StudyReport report)
    {
        var values = report.Axes[0].Values;
        var caption = $"Accuracy by class in percent, trained on all classes{(report.Seeds.Count > 1 ? $", mean over {PageFigures.Count(report.Seeds.Count)} seeds" : ", one seed")}; beside it the gain of each row over {values[0].Label}, in points";
        return Html.Of("div", [("class", "scroll"), ("tabindex", "0"), ("role", "region"), ("aria-label", caption)], Html.Of("table",
            Html.Of("caption", Html.Of("span", caption)),
            Html.Of("thead", Html.Of("tr",
            [
                Html.Of("th", [("scope", "col")], "class"),
                Html.Of("th", [("scope", "col")], "test pictures"),
                .. values.Select(v => Html.Of("th", [("scope", "col")], Html.Name(v.Label))),
            ])),
            Html.Of("tbody", [.. report.Classes.Select(c => Html.Of("tr",
            [
                Html.Of("th", [("scope", "row")], Html.Name(c.Name)),
                Html.Of("td", PageFigures.Count(c.Pictures)),
                .. c.Settings.Select((s, i) => i == 0 ? Plain(s.Accuracy) : Html.Of("td", s.Clear ? Html.Of("strong", Gain(s.Gain)) : Gain(s.Gain))),
            ]))])));
    }

    /// <summary>"+4.2", "−0.5", "0.0".</summary>
    public static string Gain(double gain) => (100 * gain).ToString("+0.0;−0.0;0.0", CultureInfo.InvariantCulture);

    static HtmlNode Plain(ProtocolFigure figure) => figure.PerSeed.Count == 1 ? Html.Of("td", PageFigures.Percent(figure.Mean))
        : Html.Of("td", PageFigures.Percent(figure.Mean), Html.Of("span", Html.Class("spread"), $" ± {PageFigures.Percent(figure.StandardDeviation)}"));
}
