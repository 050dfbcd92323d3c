namespace KronClip.Evaluation;

/// <summary>Precision, recall and F1 of each class.</summary>
static class ClassSection
{
    /// <summary>With more classes the lowest ones are named above the table.</summary>
    const int Few = 6, Named = 3;

    public static IReadOnlyList<HtmlNode> Of(RunPage page)
    {
        var (report, text) = (page.Report, page.Text);
        if (report.PerClass.Count == 0)
            return [Html.Of("p", text.NothingMeasured)];
        var lowest = report.PerClass.Index().Where(c => c.Item.F1 is not null).OrderBy(c => c.Item.F1!.Value).ThenBy(c => c.Index).Take(Named)
            .Select(c => (Html.Name(report.NameOf(c.Index)), $"({text.Percent(c.Item.F1!.Value)})")).ToArray();
        return
        [
            report.Classes.Count > Few && lowest.Length > 0 ? Html.Of("p", text.Weakest(lowest)) : "",
            Html.Table(text.ClassesCaption,
                [Html.Of("th", [("scope", "col")], text.Class), Html.Head(text.Training), Html.Head(text.Support), Html.Head(text.Precision, text.InPercent), Html.Head(text.Recall, text.InPercent), Html.Head("F1", text.InPercent)],
                [.. report.PerClass.Select((c, label) => Html.Of("tr",
                    Html.Of("th", [("scope", "row")], Html.Name(report.NameOf(label))),
                    Html.Of("td", PageFigures.Count(report.Classes[label].Train)),
                    Html.Of("td", PageFigures.Count(c.Support)),
                    ComparisonSection.Figure(c.Precision),
                    ComparisonSection.Figure(c.Recall),
                    ComparisonSection.Figure(c.F1)))], "names"),
        ];
    }
}
