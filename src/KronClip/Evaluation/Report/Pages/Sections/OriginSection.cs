using System.Globalization;

namespace KronClip.Evaluation;

/// <summary>Where the figures come from, so that somebody else could compute them again.</summary>
static class OriginSection
{
    public static IReadOnlyList<HtmlNode> Of(RunPage page)
    {
        var (report, origin, text) = (page.Report, page.Report.Origin, page.Text);
        return
        [
            FactList.Of(
            [
                (text.DataHead, Html.Phrase($"{Html.Name(report.Pictures)}: {text.DataOf(report)}")),
                (text.Fingerprint, Html.Of("code", origin.DataFingerprint)),
                (text.SeedHead, origin.Seed.ToString(CultureInfo.InvariantCulture)),
                (text.MethodHead, origin.Method),
                .. origin.Recipe is { } recipe ? [(text.RecipeHead, Html.Of("span", [("lang", "en")], recipe))] : Array.Empty<(string, HtmlNode)>(),      // the library's own words
                (text.ModelHead, Html.Phrase($"{Html.Name(origin.Model)} ({origin.Architecture})")),
                (text.ContentHash, Html.Of("code", origin.ModelHash)),
                (text.Licence, origin.ModelLicence is { } licence ? Html.Name(licence) : text.LicenceUnknown),
                (text.ComputedBy, text.ComputedWith(origin)),
            ]),
            Html.Of("details", Html.Of("summary", text.ClassListCaption), Html.Table(text.ClassListCaption,
                [Html.Of("th", [("scope", "col")], text.Class), Html.Head(text.Folder), Html.Head(text.PromptWords), Html.Head(text.TrainPictures), Html.Head(text.ValidationPictures)],
                [.. report.Classes.Select(c => Html.Of("tr",
                    Html.Of("th", [("scope", "row")], Html.Name(c.Name)),
                    Html.Of("td", Html.Name(c.Folder)),
                    Html.Of("td", Html.Name(c.Words)),
                    Html.Of("td", PageFigures.Count(c.Train)),
                    Html.Of("td", PageFigures.Count(c.Validation))))], "names")),
        ];
    }
}
