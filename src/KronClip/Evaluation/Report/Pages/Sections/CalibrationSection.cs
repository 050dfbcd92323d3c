using System.Globalization;

namespace KronClip.Evaluation;

/// <summary>Confidence held against truth, before and after the temperature.</summary>
static class CalibrationSection
{
    public static IReadOnlyList<HtmlNode> Of(RunPage page)
    {
        var text = page.Text;
        if (page.Report.Calibration is not { } calibration)
            return [Html.Of("p", text.NoCalibration)];
        (string Name, Reliability Side)[] sides = [(text.Before, calibration.Before), (text.After, calibration.After)];
        return
        [
            Html.Of("p", text.CalibrationLead(calibration)),
            ReliabilityDiagram.Of(page, calibration),
            Html.Table(text.CalibrationCaption,
                [Html.Of("th", [("scope", "col")], text.Temperature), Html.Head(text.ExpectedCalibrationError), Html.Head(text.LogLikelihood)],
                [.. sides.Select(s => Html.Of("tr",
                    Html.Of("th", [("scope", "row")], s.Name),
                    Html.Of("td", PageFigures.Number(s.Side.ExpectedCalibrationError)),
                    Html.Of("td", PageFigures.Number(s.Side.NegativeLogLikelihood))))]),
            Html.Of("details", Html.Of("summary", text.AsTable), Html.All(sides.Select(s => Bins(page, s.Name, s.Side)))),
        ];
    }

    static HtmlNode Bins(RunPage page, string name, Reliability side) => Html.Table($"{page.Text.BinsCaption}: {name}",
        [Html.Of("th", [("scope", "col")], page.Text.Bin), Html.Head(page.Text.PicturesHead), Html.Head(page.Text.Confidence), Html.Head(page.Text.ShareRight, page.Text.InPercent)],
        [.. side.Bins.Where(bin => bin.Count > 0).Select(bin => Html.Of("tr",
            Html.Of("th", [("scope", "row")], string.Create(CultureInfo.InvariantCulture, $"{bin.Low:0.00}–{bin.High:0.00}")),
            Html.Of("td", PageFigures.Count(bin.Count)),
            Html.Of("td", bin.Confidence is { } confidence ? PageFigures.Percent(confidence) : PageFigures.None),
            Html.Of("td", bin.Accuracy is { } accuracy ? PageFigures.Percent(accuracy) : PageFigures.None)))]);
}
