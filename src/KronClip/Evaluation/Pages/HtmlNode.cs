using System.Globalization;
using System.Text;

namespace KronClip.Evaluation;

/// <summary>
/// A piece of a page. Text and attribute values are escaped wherever they come from; only names of elements and attributes, which are written in the code, are
/// not. The result is HTML and well-formed XML at once. Immutable.
/// </summary>
abstract class HtmlNode
{
    public static implicit operator HtmlNode(string text) => new HtmlText(text);

    public abstract void WriteTo(StringBuilder page);

    public override string ToString()
    {
        var text = new StringBuilder();
        WriteTo(text);
        return text.ToString();
    }

    /// <summary>
    /// Text in which nothing can end an element or an attribute. Control characters, and those that turn the direction of what follows, are spelt out as \uXXXX.
    /// </summary>
    protected static void Escape(StringBuilder page, string text)
    {
        foreach (var rune in text.EnumerateRunes())                 // half a surrogate pair becomes U+FFFD
        {
            _ = rune.Value switch
            {
                '&' => page.Append("&amp;"),
                '<' => page.Append("&lt;"),
                '>' => page.Append("&gt;"),
                '"' => page.Append("&quot;"),
                '\'' => page.Append("&#39;"),
                '\n' or '\t' => page.Append((char)rune.Value),
                _ when IsUnseen(rune) => page.Append(CultureInfo.InvariantCulture, $"\\u{rune.Value:X4}"),
                _ => page.Append(rune.ToString()),
            };
        }
    }

    static bool IsUnseen(Rune rune) => Rune.IsControl(rune) || rune.Value is 0x200E or 0x200F or 0x061C or 0x2028 or 0x2029 or 0xFFFE or 0xFFFF or (>= 0x202A and <= 0x202E) or (>= 0x2066 and <= 0x2069);
}

/// <summary>Text.</summary>
sealed class HtmlText(string text) : HtmlNode
{
    public override void WriteTo(StringBuilder page) => Escape(page, text);
}

/// <summary>Several pieces in a row.</summary>
sealed class HtmlSequence(IReadOnlyList<HtmlNode> parts) : HtmlNode
{
    public override void WriteTo(StringBuilder page)
    {
        foreach (var part in parts)
            part.WriteTo(page);
    }
}

/// <summary>The style sheet, the one text that stands as it is. It is a constant of the code.</summary>
sealed class HtmlStyle(string sheet) : HtmlNode
{
    public override void WriteTo(StringBuilder page) => page.Append("<style>").Append(sheet).Append("</style>\n");
}

/// <summary>An element.</summary>
sealed class HtmlElement(string name, IReadOnlyList<(string Name, string Value)> attributes, IReadOnlyList<HtmlNode> children) : HtmlNode
{
    static readonly HashSet<string> Void = ["img", "meta", "line", "rect", "br", "circle", "path", "polyline"];
    static readonly HashSet<string> OnALineOfItsOwn = ["section", "header", "footer", "main", "h1", "h2", "h3", "p", "table", "caption", "thead", "tbody", "tr", "figure", "div", "dl", "dt", "ul", "ol", "li", "svg", "g", "meta", "title", "details", "pre", "nav"];

    public override void WriteTo(StringBuilder page)
    {
        page.Append('<').Append(name);
        foreach (var attribute in attributes)
        {
            page.Append(' ').Append(attribute.Name).Append("=\"");
            Escape(page, attribute.Value);
            page.Append('"');
        }
        if (Void.Contains(name))
        {
            page.Append(" />");
        }
        else
        {
            page.Append('>');
            foreach (var child in children)
                child.WriteTo(page);
            page.Append("</").Append(name).Append('>');
        }
        if (OnALineOfItsOwn.Contains(name))
            page.Append('\n');
    }
}
