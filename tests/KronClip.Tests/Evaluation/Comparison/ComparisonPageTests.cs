using System.Globalization;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using KronClip.Evaluation;

namespace KronClip.Tests.Evaluation;

public partial class ComparisonPageTests
{
    /// <summary>The page is XML as well, so that a test can read it.</summary>
    static XElement Read(ComparisonReport report) => XDocument.Parse(ComparisonPage.Write(report)["<!DOCTYPE html>".Length..]).Root!;

    static string Class(XElement element) => element.Attribute("class")?.Value ?? "";

    [Fact]
    public void TheTableHasTheFiguresOfTheReport()
    {
        var report = SampleComparison.Report();
        var table = Read(report).Descendants("table").First();
        Assert.Equal(["method", "1 picture", "4 pictures", "16 pictures", "learned numbers", "seconds per fit"], table.Descendants("th").Take(6).Select(th => th.Value));
        var rows = table.Element("tbody")!.Elements("tr").Select(tr => tr.Elements().Select(e => e.Value).ToArray()).ToArray();
        Assert.Equal(["Zero-shot CLIP", "50.0 ± 0.0", "50.0 ± 0.0", "50.0 ± 0.0", "–", "–"], rows[0]);
        Assert.Equal(["CoOp", "46.0 ± 0.4", "61.0 ± 0.4", "71.0 ± 0.4", "2,048", "2.5"], rows[1]);
        Assert.Equal(["CK-CoOp", "56.0 ± 0.4", "66.0 ± 0.4", "81.0 ± 0.4", "768", "1.5"], rows[2]);
        Assert.Equal(["56.0", "66.0", "81.0"], table.Descendants("strong").Select(s => s.Value));
    }

    [Fact]
    public void TheSentencesStandOnTopAndEverySeedIsThere()
    {
        var report = SampleComparison.Report();
        var page = Read(report);
        Assert.Equal(report.Verdict[0], page.Descendants("p").Single(p => Class(p) == "verdict").Value);
        Assert.All(report.Verdict.Concat(report.Notes).Concat(report.Warnings), sentence => Assert.Contains(page.Descendants(), e => e.Value == sentence));
        Assert.Equal(3 * 3, page.Descendants("details").Single().Descendants("tbody").Single().Elements("tr").Count());
    }

    /// <summary>Each learned row has a run of two lines and three marks; zero-shot is a line without marks.</summary>
    [Fact]
    public void EveryRowHasItsLineItsColourAndItsName()
    {
        var page = Read(SampleComparison.Report());
        var series = page.Descendants("g").Where(g => Class(g).StartsWith("series", StringComparison.Ordinal)).ToArray();
        Assert.Equal(3, series.Length);
        Assert.Equal(3, series.Select(Class).Distinct().Count());
        Assert.All(series, g => Assert.Equal(2, g.Elements("line").Count(l => Class(l) == "run")));
        Assert.All(series, g => Assert.Equal(Class(g).Contains("still", StringComparison.Ordinal) ? 0 : 3, g.Descendants("path").Count()));
        var names = page.Descendants("ul").Single(u => Class(u) == "ends").Elements("li").ToArray();
        Assert.Equal(["CK-CoOp", "CoOp", "Zero-shot CLIP"], names.Select(n => n.Element("bdi")!.Value));      // from above, as the lines end
        Assert.Equal(["81.0", "71.0", "50.0"], names.Select(n => n.Elements("span").Single().Value));
        Assert.Contains("CK-CoOp: 1 shots 56.0, 4 shots 66.0, 16 shots 81.0.", page.Descendants("svg").First().Attribute("aria-label")!.Value, StringComparison.Ordinal);
    }

    [Fact]
    public void WhiskersReachOneDeviationAndOneSeedHasNone()
    {
        var whisker = Read(SampleComparison.Report()).Descendants("line").First(l => Class(l) == "whisker");
        double At(string name) => double.Parse(whisker.Attribute(name)!.Value, CultureInfo.InvariantCulture);
        Assert.True(At("y2") > At("y1"));
        Assert.DoesNotContain(Read(SampleComparison.Report(SampleComparison.Usual(1))).Descendants("line"), l => Class(l) == "whisker");
    }

    [Fact]
    public void ThePageStandsAlone()
    {
        var text = ComparisonPage.Write(SampleComparison.Report());
        Assert.DoesNotMatch(Address(), text);
        Assert.DoesNotContain("<script", text, StringComparison.Ordinal);
        Assert.DoesNotContain("url(", text, StringComparison.Ordinal);
        Assert.Contains("default-src &#39;none&#39;", text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("<script>alert(1)</script>")]
    [InlineData("\" onload=\"x")]
    [InlineData("しみ & 傷")]
    public void NamesOfEveryKindStayText(string name)
    {
        ComparisonRow[] rows = [.. SampleComparison.Rows.Select(r => r with { Title = r.Title + name })];
        var page = Read(SampleComparison.Report(rows: rows, name: name));
        Assert.Empty(page.Descendants("script"));
        Assert.DoesNotContain(page.Descendants().Attributes(), a => a.Name.LocalName.StartsWith("on", StringComparison.Ordinal));
        Assert.Contains(page.Descendants("bdi"), b => b.Value == name);
        Assert.Contains(page.Descendants("bdi"), b => b.Value == "CoOp" + name);
    }

    [Fact]
    public void EveryColourOfALineIsInTheSheet()
    {
        var sheet = Read(SampleComparison.Report()).Descendants("style").Single().Value;
        for (var colour = 0; colour < ShotChart.Colours; colour++)
        {
            Assert.Contains($".c{colour} {{ --own: var(--c{colour}); }}", sheet, StringComparison.Ordinal);
            Assert.Equal(3, Regex.Count(sheet, $"--c{colour}: #[0-9a-f]{{6}};"));       // light, dark, on paper
        }
    }

    [GeneratedRegex(@"(https?:|//\w|\bsrc=""(?!data:))")]
    private static partial Regex Address();
}
