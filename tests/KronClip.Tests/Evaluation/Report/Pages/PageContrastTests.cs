using System.Globalization;
using System.Text.RegularExpressions;
using KronClip.Evaluation;

namespace KronClip.Tests.Evaluation;

/// <summary>Contrast of text as WCAG 2.2 measures it (success criterion 1.4.3: 4.5 to 1), of what the style sheet colours, light and dark.</summary>
public partial class PageContrastTests
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void TextCanBeRead(bool dark)
    {
        var colours = Colours(dark);
        var ink = ConfusionSection.MostInk / 100;
        foreach (var text in new[] { "ink", "soft", "both", "bad" })
            Assert.All(new[] { "paper", "card" }, ground => Assert.True(Contrast(colours[text], colours[ground]) >= 4.5, $"{text} on {ground}: {Contrast(colours[text], colours[ground])}"));
        Assert.True(Contrast(colours["ink"], colours["tint"]) >= 4.5);
        Assert.True(Contrast(colours["soft"], colours["tint"]) >= 4.5);
        Assert.All(new[] { "both", "new" }, tone => Assert.True(Contrast(colours["ink"], Mix(colours[tone], colours["paper"], ink)) >= 4.5, tone));
        Assert.All(new[] { "base", "new", "both" }, mark => Assert.True(Contrast(colours[mark], colours["paper"]) >= 3, mark));      // 1.4.11: drawings
    }

    [Fact]
    public void TheMeasureKnowsBlackAndWhite()
    {
        Assert.Equal(21, Contrast([0, 0, 0], [255, 255, 255]), 6);
        Assert.Equal(1, Contrast([9, 9, 9], [9, 9, 9]), 6);
    }

    /// <summary>The variables of the first and the second rule that sets them: light, then dark.</summary>
    static Dictionary<string, double[]> Colours(bool dark) => Variable().Matches(RunReportStyle.Sheet).GroupBy(m => m.Groups["name"].Value)
        .ToDictionary(g => g.Key, g => g.ElementAt(dark ? 1 : 0).Groups["rgb"].Value.Chunk(2).Select(h => (double)int.Parse(h, NumberStyles.HexNumber, CultureInfo.InvariantCulture)).ToArray());

    static double[] Mix(double[] over, double[] under, double share) => [.. over.Zip(under, (o, u) => share * o + (1 - share) * u)];

    static double Contrast(double[] a, double[] b)
    {
        var (x, y) = (Luminance(a), Luminance(b));
        return (Math.Max(x, y) + 0.05) / (Math.Min(x, y) + 0.05);
    }

    static double Luminance(double[] rgb)
    {
        static double Linear(double value) => value / 255 <= 0.04045 ? value / 255 / 12.92 : Math.Pow((value / 255 + 0.055) / 1.055, 2.4);
        return 0.2126 * Linear(rgb[0]) + 0.7152 * Linear(rgb[1]) + 0.0722 * Linear(rgb[2]);
    }

    [GeneratedRegex("--(?<name>[a-z]+): #(?<rgb>[0-9a-f]{6})")]
    private static partial Regex Variable();
}
