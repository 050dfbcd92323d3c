using System.Globalization;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using CsCheck;
using KronClip.Evaluation;

namespace KronClip.Tests.Evaluation;

public partial class ProtocolPageTests
{
    const string Pixel = "data:image/jpeg;base64,AAAA";

    static string Page(ProtocolReport report) => ProtocolPage.Write(report, "A title", "An introduction.", (_, _) => Pixel, [new NextCommand("kronclip predict \"a b.png\"", "Try:")]);

    /// <summary>The page is XML as well, so that a test can read it.</summary>
    static XElement Read(string page) => XDocument.Parse(page["<!DOCTYPE html>".Length..]).Root!;

    [Theory]
    [InlineData("<script>alert(1)</script>")]
    [InlineData("\" onmouseover=\"x")]
    [InlineData("it's & <!-- ]]> &amp;")]
    [InlineData("مسمار سداسي")]
    [InlineData("🔩 bolt")]
    [InlineData("しみ")]
    public void NamesOfEveryKindStayText(string name)
    {
        var page = Read(Page(SampleReport.Make(className: name, setName: name + "!")));
        Assert.Empty(page.Descendants("script"));
        Assert.Contains(page.Descendants("bdi"), b => b.Value == name);
        Assert.DoesNotContain(page.Descendants().Attributes(), a => a.Name.LocalName.StartsWith("on", StringComparison.Ordinal));
        Assert.Contains(page.Descendants("img"), i => i.Attribute("alt")!.Value == name);
    }

    [Fact]
    public void CharactersThatTurnTheDirectionAreSpeltOut()
    {
        var page = Page(SampleReport.Make(className: "bolt\u202Egnp.\u0000\u2028"));
        Assert.Contains("bolt\\u202Egnp.\\u0000\\u2028", page, StringComparison.Ordinal);
        Assert.DoesNotContain('\u202E', page);
    }

    [Fact]
    public void AnyTextMakesAPageThatCanBeRead() => Gen.Char.Array[0, 30].Sample(letters =>
    {
        var name = new string(letters);
        return Read(Page(SampleReport.Make(1, className: name, setName: "set " + name))).Descendants("h1").Single().Value == "A title";
    }, iter: 200);

    [Fact]
    public void ThePageStandsAlone()
    {
        var text = Page(SampleReport.Make());
        var page = Read(text);
        Assert.DoesNotMatch(Address(), text);
        Assert.All(page.Descendants().Attributes().Where(a => a.Name.LocalName is "src" or "href"), a => Assert.StartsWith("data:image/", a.Value, StringComparison.Ordinal));
        Assert.Contains(page.Descendants("meta"), m => m.Attribute("content")?.Value.Contains("default-src 'none'", StringComparison.Ordinal) == true);
        Assert.DoesNotContain("@import", text, StringComparison.Ordinal);
        Assert.DoesNotContain("url(", text, StringComparison.Ordinal);
    }

    [Fact]
    public void APictureFromElsewhereIsRefused() =>
        Assert.Throws<ArgumentException>(() => ProtocolPage.Write(SampleReport.Make(), "t", "i", (_, _) => "http://example.org/a.png", []));

    [Fact]
    public void AScreenReaderFindsItsWay()
    {
        var page = Read(Page(SampleReport.Make()));
        Assert.Equal("en", page.Attribute("lang")!.Value);
        Assert.Single(page.Descendants("h1"));
        Assert.All(page.Descendants("table"), t => Assert.NotEmpty(t.Element("caption")!.Value));
        Assert.All(page.Descendants("th"), th => Assert.Contains(th.Attribute("scope")!.Value, new[] { "col", "row" }));
        Assert.All(page.Descendants("img"), i => Assert.NotEmpty(i.Attribute("alt")!.Value));
        Assert.All(page.Descendants("section"), s => Assert.Contains(s.Elements("h2"), h => h.Attribute("id")!.Value == s.Attribute("aria-labelledby")!.Value));
        Assert.Contains("CK-CoOp: base 75.0", page.Descendants("svg").Single().Attribute("aria-label")!.Value, StringComparison.Ordinal);
    }

    [Fact]
    public void TheFiguresAreTheReports()
    {
        var report = SampleReport.Make();
        var rows = Read(Page(report)).Descendants("table").First().Element("tbody")!.Elements("tr").ToArray();
        Assert.Equal(report.Methods.Select(m => m.Title), rows.Select(r => r.Element("th")!.Value));
        foreach (var (method, row) in report.Methods.Zip(rows))
        {
            var cells = row.Elements("td").Select(c => c.Value).ToArray();
            Assert.Equal(Text(report.Table.Figure(method.Id, ProtocolKind.BaseToNew, "base")!), cells[0]);
            Assert.Equal(Text(report.Table.Figure(method.Id, ProtocolKind.BaseToNew, "new")!), cells[1]);
            Assert.Equal(Text(report.Table.Summary(method.Id, ProtocolKind.BaseToNew)!), cells[2]);
        }
        Assert.Equal(["768", "4.5"], rows[^1].Elements("td").Skip(3).Select(c => c.Value));
    }

    /// <summary>Every table: as many cells as headings, and no figure that the report does not have.</summary>
    [Fact]
    public void NoFigureComesFromElsewhere()
    {
        var report = SampleReport.Make();
        var known = report.Table.Rows.SelectMany(r => r.Figures).SelectMany(f => f!.PerSeed.Append(f.Mean).Append(f.StandardDeviation)).Select(Percent).ToHashSet();
        foreach (var table in Read(Page(report)).Descendants("table"))
        {
            var heads = table.Element("thead")!.Descendants("th").Count();
            Assert.All(table.Element("tbody")!.Elements("tr"), row => Assert.Equal(heads, row.Elements().Count()));
            Assert.All(Decimal().Matches(string.Join(' ', table.Element("tbody")!.Descendants("td").Select(d => d.Value))).Select(m => m.Value).Where(v => v is not ("4.3" or "4.2" or "4.5")), v => Assert.Contains(v, known));
        }
    }

    [Fact]
    public void OneSeedHasNoSpreadToShow()
    {
        var page = Read(Page(SampleReport.Make(1)));
        Assert.DoesNotContain(page.Descendants("td"), d => d.Value.Contains('±', StringComparison.Ordinal));
        Assert.DoesNotContain(page.Descendants("line"), l => l.Attribute("class")!.Value == "spread-line");
    }

    static string Text(ProtocolFigure figure) => $"{Percent(figure.Mean)} ± {Percent(figure.StandardDeviation)}";

    static string Percent(double fraction) => (100 * fraction).ToString("0.0", CultureInfo.InvariantCulture);

    [GeneratedRegex(@"(https?:|//\w|\bsrc=""(?!data:))")]
    private static partial Regex Address();

    [GeneratedRegex(@"\d+\.\d")]
    private static partial Regex Decimal();
}
