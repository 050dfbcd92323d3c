using System.Runtime.CompilerServices;

namespace KronClip.Evaluation;

/// <summary>
/// A sentence with pieces of a page in it: <c>Html.Phrase($"{Html.Name(name)} is seldom recognised.")</c>. What is written out and what is a string become text and are escaped; nodes stay nodes.
/// </summary>
[InterpolatedStringHandler]
readonly struct HtmlPhrase(int literalLength, int formattedCount)
{
    readonly List<HtmlNode> parts = new(literalLength > 0 ? 2 * formattedCount + 1 : formattedCount);

    public void AppendLiteral(string text) => parts.Add(text);

    public void AppendFormatted(string text) => parts.Add(text);

    public void AppendFormatted(HtmlNode node) => parts.Add(node);

    public HtmlNode ToNode() => Html.All(parts);
}
