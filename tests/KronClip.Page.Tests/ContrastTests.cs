using System.Globalization;
using System.Text.RegularExpressions;
using KronClip.Server;

namespace KronClip.Page.Tests;

/// <summary>The colours of both themes, held against WCAG 2.2 AA: 4.5:1 for text, 3:1 for the edges of what can be used.</summary>
public sealed partial class ContrastTests
{
    static readonly string Sheet = System.Text.Encoding.UTF8.GetString(PageFiles.Load()["base.css"].Bytes.Span);

    /// <summary>The rules with colours, in order: light, dark by the system, dark by choice.</summary>
    static Dictionary<string, string>[] Themes => [.. Rule().Matches(Sheet).Select(rule => Colour().Matches(rule.Value).ToDictionary(m => m.Groups[1].Value, m => m.Groups[2].Value))];

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    public void TextCanBeReadAndEdgesSeen(int theme)
    {
        var colours = Themes[theme];
        (string Front, string Back, double Least)[] pairs =
        [
            .. from back in new[] { "paper", "card", "tint", "warn" } from front in new[] { "ink", "soft" } select (front, back, 4.5),
            ("accent", "paper", 4.5), ("accent", "card", 4.5), ("accent", "pale", 4.5), ("on-accent", "accent", 4.5), ("bad", "paper", 4.5), ("bad", "card", 4.5), ("base", "card", 4.5), ("new", "card", 4.5),
            ("edge", "card", 3), ("edge", "paper", 3), ("edge", "tint", 3), ("accent", "tint", 3),
        ];
        Assert.All(pairs, p => Assert.True(Contrast(colours[p.Front], colours[p.Back]) >= p.Least,
            string.Create(CultureInfo.InvariantCulture, $"{p.Front} on {p.Back}: {Contrast(colours[p.Front], colours[p.Back]):0.00}")));
    }

    [Fact]
    public void DarkIsTheSameByTheSystemAndByChoice()
    {
        Assert.Equal(3, Themes.Length);
        Assert.Equal(Themes[1], Themes[2]);
    }

    /// <summary>(L₁ + 0.05) / (L₂ + 0.05), the lighter above.</summary>
    static double Contrast(string one, string other)
    {
        double a = Luminance(one), b = Luminance(other);
        return (Math.Max(a, b) + 0.05) / (Math.Min(a, b) + 0.05);
    }

    /// <summary>Relative luminance of "#rrggbb" in sRGB.</summary>
    static double Luminance(string colour)
    {
        double Part(int place)
        {
            var value = int.Parse(colour.AsSpan(1 + 2 * place, 2), NumberStyles.HexNumber, CultureInfo.InvariantCulture) / 255.0;
            return value <= 0.04045 ? value / 12.92 : Math.Pow((value + 0.055) / 1.055, 2.4);
        }
        return 0.2126 * Part(0) + 0.7152 * Part(1) + 0.0722 * Part(2);
    }

    [GeneratedRegex(@"\{ --paper:[^}]*\}")]
    private static partial Regex Rule();

    [GeneratedRegex(@"--([\w-]+): (#[0-9a-f]{6})")]
    private static partial Regex Colour();
}
