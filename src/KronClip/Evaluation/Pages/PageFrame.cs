using System.Text;

namespace KronClip.Evaluation;

/// <summary>
/// What every page has: one HTML file that stands alone. Style, drawings and pictures are inside it, it has no script and asks no network, and a content policy in it
/// keeps it so.
/// </summary>
static class PageFrame
{
    const string Policy = "default-src 'none'; img-src data:; style-src 'unsafe-inline'";

    /// <summary>Writes a page.</summary>
    /// <param name="title">The page's heading.</param>
    /// <param name="introduction">What was tried, in a sentence or two.</param>
    /// <param name="version">Version of the library.</param>
    /// <param name="sheet">The style sheet, a constant of the code.</param>
    /// <param name="sections">What stands between heading and foot.</param>
    public static string Write(string title, HtmlNode introduction, string version, string sheet, IReadOnlyList<HtmlNode> sections)
    {
        var page = new StringBuilder("<!DOCTYPE html>\n");
        Html.Of("html", [("lang", "en")],
            Html.Of("head",
                Html.Of("meta", [("charset", "utf-8")]),
                Html.Of("meta", [("http-equiv", "Content-Security-Policy"), ("content", Policy)]),
                Html.Of("meta", [("name", "viewport"), ("content", "width=device-width, initial-scale=1")]),
                Html.Of("meta", [("name", "color-scheme"), ("content", "light dark")]),
                Html.Of("title", title),
                new HtmlStyle(sheet)),
            Html.Of("body", Html.Of("main",
            [
                Html.Of("header", Html.Of("p", Html.Class("eyebrow"), "KronClip"), Html.Of("h1", title), Html.Of("p", Html.Class("introduction"), introduction)),
                .. sections,
                Html.Of("footer", Html.Of("p", $"Written by KronClip {version}. The figures stand in the JSON file beside this page.")),
            ]))).WriteTo(page);
        return page.ToString();
    }
}
