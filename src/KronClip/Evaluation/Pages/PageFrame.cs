using System.Text;

namespace KronClip.Evaluation;

/// <summary>What a page says around its sections.</summary>
/// <param name="Language">Its language, as in BCP 47.</param>
/// <param name="Footer">Its last line.</param>
/// <param name="Heading">Its heading.</param>
sealed record FrameWords(string Language, string Footer, HtmlNode Heading);

/// <summary>
/// What every page has: one HTML file that stands alone. Style, drawings and pictures are inside it, it has no script and asks no network, and a content policy in it
/// keeps it so.
/// </summary>
static class PageFrame
{
    /// <summary>How a page says what wrote it; the version follows.</summary>
    public const string Generator = "KronClip ";

    const string Policy = "default-src 'none'; img-src data:; style-src 'unsafe-inline'";

    /// <summary>Whether a text begins as the pages that are written here.</summary>
    public static bool IsOwn(string head) => head.Contains($"<meta name=\"generator\" content=\"{Generator}", StringComparison.Ordinal);

    /// <summary>Writes a page.</summary>
    /// <param name="title">The page's heading.</param>
    /// <param name="introduction">What was tried, in a sentence or two.</param>
    /// <param name="version">Version of the library.</param>
    /// <param name="sheet">The style sheet, a constant of the code.</param>
    /// <param name="sections">What stands between heading and foot.</param>
    /// <param name="words">Language, foot and heading of a page that is not English, or whose heading holds more than its title; null for the usual ones.</param>
    public static string Write(string title, HtmlNode introduction, string version, string sheet, IReadOnlyList<HtmlNode> sections, FrameWords? words = null)
    {
        words ??= new FrameWords("en", $"Written by KronClip {version}. The figures stand in the JSON file beside this page.", title);
        var page = new StringBuilder("<!DOCTYPE html>\n");
        Html.Of("html", [("lang", words.Language)],
            Html.Of("head",
                Html.Of("meta", [("charset", "utf-8")]),
                Html.Of("meta", [("http-equiv", "Content-Security-Policy"), ("content", Policy)]),
                Html.Of("meta", [("name", "viewport"), ("content", "width=device-width, initial-scale=1")]),
                Html.Of("meta", [("name", "generator"), ("content", Generator + version)]),
                Html.Of("meta", [("name", "color-scheme"), ("content", "light dark")]),
                Html.Of("title", title),
                new HtmlStyle(sheet)),
            Html.Of("body", Html.Of("main",
            [
                Html.Of("header", Html.Of("p", Html.Class("eyebrow"), "KronClip"), Html.Of("h1", words.Heading), Html.Of("p", Html.Class("introduction"), introduction)),
                .. sections,
                Html.Of("footer", Html.Of("p", words.Footer)),
            ]))).WriteTo(page);
        return page.ToString();
    }
}
