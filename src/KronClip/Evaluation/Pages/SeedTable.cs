using System.Globalization;

namespace KronClip.Evaluation;

/// <summary>Every figure of every seed, folded away under the tables.</summary>
static class SeedTable
{
    public static HtmlNode Of(ProtocolReport report)
    {
        var heads = report.Table.Columns.Select(c => Html.Head(c.Part, Words(c.Protocol)));
        var rows = report.Methods.SelectMany(method => report.Seeds.Select((seed, place) => Html.Of("tr",
        [
            Html.Of("th", [("scope", "row")], method.Title),
            Html.Of("td", seed.ToString(CultureInfo.InvariantCulture)),
            .. report.Table.Rows.First(r => r.Row == method.Id).Figures.Select(f => Html.Of("td", f is null ? PageFigures.None : PageFigures.Percent(f.PerSeed[place]))),
        ])));
        const string caption = "Accuracy in percent, seed by seed";
        return Html.Of("details",
            Html.Of("summary", "Every seed on its own"),
            Html.Table(caption, [Html.Of("th", [("scope", "col")], "method"), Html.Of("th", [("scope", "col")], "seed"), .. heads], [.. rows]));
    }

    static string Words(ProtocolKind protocol) => protocol switch
    {
        ProtocolKind.FewShot => "few-shot",
        ProtocolKind.BaseToNew => "base-to-new",
        ProtocolKind.Domain => "shifted",
        _ => "other task",
    };
}
