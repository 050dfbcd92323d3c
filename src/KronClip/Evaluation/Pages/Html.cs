namespace KronClip.Evaluation;

/// <summary>How pages are put together: <c>Html.Of("p", Html.Class("lead"), "text")</c>.</summary>
static class Html
{
    /// <summary>An element without attributes.</summary>
    public static HtmlNode Of(string name, params IReadOnlyList<HtmlNode> children) => new HtmlElement(name, [], children);

    /// <summary>An element with attributes.</summary>
    public static HtmlNode Of(string name, (string Name, string Value)[] attributes, params IReadOnlyList<HtmlNode> children) => new HtmlElement(name, attributes, children);

    /// <summary>Several pieces in a row.</summary>
    public static HtmlNode All(IEnumerable<HtmlNode> parts) => new HtmlSequence([.. parts]);

    /// <summary>A sentence with pieces of a page in it.</summary>
    public static HtmlNode Phrase(HtmlPhrase phrase) => phrase.ToNode();

    /// <summary>The one attribute most elements have.</summary>
    public static (string, string)[] Class(string name) => [("class", name)];

    /// <summary>A name that a person chose. It may be written from right to left, which must not turn what stands around it.</summary>
    /// <param name="name">The name.</param>
    /// <param name="element">"bdi", or "tspan" in a drawing, where the style sheet isolates it.</param>
    public static HtmlNode Name(string name, string element = "bdi") => element == "bdi" ? Of("bdi", name) : Of(element, Class("name"), name);

    /// <summary>Words that only a screen reader says.</summary>
    public static HtmlNode Spoken(string words) => Of("span", Class("spoken"), words);

    /// <summary>A picture inside the page.</summary>
    /// <param name="address">A data: address; anything else would make the page ask a network.</param>
    /// <param name="words">What it shows.</param>
    /// <exception cref="ArgumentException">The address is no picture inside the page.</exception>
    public static HtmlNode Picture(string address, string words) => address.StartsWith("data:image/", StringComparison.Ordinal)
        ? Of("img", [("src", address), ("alt", words)])
        : throw new ArgumentException("Pictures of a page stand inside it, as data: addresses.", nameof(address));

    /// <summary>A section with its heading.</summary>
    public static HtmlNode Section(string id, string heading, params IReadOnlyList<HtmlNode> children) =>
        Of("section", [("aria-labelledby", id)], [Of("h2", [("id", id)], heading), .. children]);

    /// <summary>A table that scrolls sideways where the screen is narrow.</summary>
    /// <param name="caption">What it shows.</param>
    /// <param name="heads">The headings.</param>
    /// <param name="rows">The rows.</param>
    /// <param name="kind">A class of its own for the style sheet, or nothing.</param>
    public static HtmlNode Table(string caption, IReadOnlyList<HtmlNode> heads, IReadOnlyList<HtmlNode> rows, string kind = "") =>
        Of("div", [("class", kind.Length == 0 ? "scroll" : $"scroll {kind}"), ("tabindex", "0"), ("role", "region"), ("aria-label", caption)], Of("table",
            Of("caption", Of("span", caption)),
            Of("thead", Of("tr", heads)),
            Of("tbody", rows)));

    /// <summary>A heading of a column.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="detail">More of it in small letters, or null.</param>
    public static HtmlNode Head(string name, string? detail = null) => Of("th", [("scope", "col")],
        detail is null ? [Name(name)] : [Name(name), Of("span", Class("detail"), $" {detail}")]);

    /// <summary>Sentences under a small heading; nothing where there are none.</summary>
    public static HtmlNode Listed(string heading, IReadOnlyList<string> sentences) => sentences.Count == 0 ? ""
        : Of("div", Class("warnings"), Of("h3", heading), Of("ul", [.. sentences.Select(sentence => Of("li", sentence))]));
}
