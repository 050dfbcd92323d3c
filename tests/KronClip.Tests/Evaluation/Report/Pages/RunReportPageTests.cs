using System.Text.RegularExpressions;
using System.Xml.Linq;
using CsCheck;
using KronClip.Evaluation;

namespace KronClip.Tests.Evaluation;

/// <summary>The page of a run: every section in every language, nothing from outside, and fit to be heard.</summary>
public partial class RunReportPageTests
{
    const string Pixel = "data:image/jpeg;base64,AAAA";

    static readonly string[] Sections = ["verdict", "comparison", "classes", "confusion", "calibration", "threshold", "mistakes", "curve", "named", "context", "cost", "origin", "remarks"];

    /// <summary>Reports of every kind, in both languages, with and without pictures.</summary>
    public static TheoryData<ReportLanguage, string> Kinds =>
        [.. from language in Enum.GetValues<ReportLanguage>() from kind in new[] { "six", "two", "hundred", "unmeasured", "bare", "folds", "one" } select new TheoryDataRow<ReportLanguage, string>(language, kind)];

    static RunReport Report(string kind) => kind switch
    {
        "six" => InventedReport.Make(),
        "two" => InventedReport.Make(2) with { Curve = InventedReport.Make().Curve! with { Gain = null } },
        "hundred" => InventedReport.Make(100),
        "unmeasured" => InventedReport.Unmeasured(),
        "bare" => InventedReport.Make(3) with { Calibration = null, Threshold = null, Curve = null, Context = null, Mistakes = [], Acceptance = [], Differences = [], Notes = [], Warnings = [] },
        "folds" => InventedReport.Make(4) with { TestKind = "k-fold", Calibration = InventedReport.Make().Calibration! with { FittedOn = "folds" } },
        "one" => InventedReport.Make(3) with { Classifiers = [.. InventedReport.Make(3).Classifiers.Where(c => c.Role == ReportedRole.Adapted)], Differences = [] },
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, null),
    };

    static string Page(RunReport report, ReportLanguage language = ReportLanguage.En) => RunReportPage.Write(report, language, _ => Pixel);

    static XElement Read(string page) => XDocument.Parse(page["<!DOCTYPE html>".Length..]).Root!;

    [Theory]
    [MemberData(nameof(Kinds))]
    public void EverySectionIsThereAndSaysSomething(ReportLanguage language, string kind)
    {
        var page = Read(Page(Report(kind), language));
        var sections = page.Descendants("section").ToArray();
        Assert.Equal(Sections, sections.Select(s => s.Attribute("aria-labelledby")!.Value));
        Assert.All(sections, s => Assert.True(s.Elements().Skip(1).Sum(e => e.Value.Length) > 5, s.ToString()));
        Assert.Equal(Sections.Select(s => "#" + s), page.Descendants("nav").Single().Descendants("a").Select(a => a.Attribute("href")!.Value));
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void ThePageStandsAlone(ReportLanguage language, string kind)
    {
        var text = Page(Report(kind), language);
        var page = Read(text);
        Assert.DoesNotMatch(Address(), text);
        Assert.Empty(page.Descendants("script"));
        Assert.All(page.Descendants().Attributes().Where(a => a.Name.LocalName == "src"), a => Assert.StartsWith("data:image/", a.Value, StringComparison.Ordinal));
        Assert.All(page.Descendants().Attributes().Where(a => a.Name.LocalName == "href"), a => Assert.StartsWith("#", a.Value, StringComparison.Ordinal));
        Assert.DoesNotContain(page.Descendants().Attributes(), a => a.Name.LocalName.StartsWith("on", StringComparison.Ordinal));
        Assert.Contains(page.Descendants("meta"), m => m.Attribute("content")?.Value.Contains("default-src 'none'", StringComparison.Ordinal) == true);
        Assert.DoesNotContain("@import", text, StringComparison.Ordinal);
        Assert.DoesNotContain("url(", text, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void AScreenReaderFindsItsWay(ReportLanguage language, string kind)
    {
        var page = Read(Page(Report(kind), language));
        Assert.Equal(language == ReportLanguage.Ja ? "ja" : "en", page.Attribute("lang")!.Value);
        Assert.Single(page.Descendants("h1"));
        Assert.Single(page.Descendants("main"));
        var headings = page.Descendants().Select(e => e.Name.LocalName).Where(n => n is "h1" or "h2" or "h3").Select(n => n[1] - '0').ToArray();
        Assert.All(headings.Zip(headings.Skip(1)), pair => Assert.True(pair.Second <= pair.First + 1, "a heading skips a level"));
        Assert.All(page.Descendants("table"), t => Assert.NotEmpty(t.Element("caption")!.Value));
        Assert.All(page.Descendants("table"), t => Assert.NotEmpty(t.Element("thead")!.Descendants("th")));
        Assert.All(page.Descendants("table"), t => Assert.All(t.Element("tbody")!.Elements("tr"), row => Assert.Equal(t.Element("thead")!.Descendants("th").Count(), row.Elements().Count())));
        Assert.All(page.Descendants("th"), th => Assert.Contains(th.Attribute("scope")!.Value, new[] { "col", "row" }));
        Assert.All(page.Descendants("th"), th => Assert.NotEmpty(th.Value));
        Assert.All(page.Descendants("img"), i => Assert.NotEmpty(i.Attribute("alt")!.Value));
        var ids = page.Descendants().Attributes("id").Select(a => a.Value).ToArray();
        Assert.Equal(ids.Distinct(), ids);
        foreach (var drawing in page.Descendants("svg").Where(s => s.Parent!.Name != "svg" && s.Ancestors().Attributes("aria-hidden").All(a => a.Value != "true")))
        {
            Assert.Equal("img", drawing.Attribute("role")!.Value);
            Assert.All(drawing.Attribute("aria-labelledby")!.Value.Split(' '), id => Assert.NotEmpty(drawing.Elements().Single(e => e.Attribute("id")?.Value == id).Value));
        }
    }

    [Fact]
    public void TheTwoLanguagesShowTheSameFigures()
    {
        static IEnumerable<string> Figures(ReportLanguage language) => Read(Page(InventedReport.Make(), language)).Descendants("td").Select(d => Decimal().Matches(d.Value)).SelectMany(m => m).Select(m => m.Value);
        Assert.Equal(Figures(ReportLanguage.En), Figures(ReportLanguage.Ja));
    }

    [Theory]
    [InlineData("<script>alert(1)</script>")]
    [InlineData("\" onmouseover=\"x")]
    [InlineData("it's & <!-- ]]> &amp;")]
    [InlineData("مسمار سداسي")]
    [InlineData("🔩 bolt")]
    [InlineData("しみ")]
    public void NamesOfEveryKindStayText(string name)
    {
        var page = Read(Page(InventedReport.Make(4, label => label == 1 ? name : $"class {label}") with { Pictures = name }));
        Assert.Empty(page.Descendants("script"));
        Assert.Contains(page.Descendants("h1").Single().Descendants("bdi"), b => b.Value == name);
        Assert.All(page.Descendants("th").Where(th => th.Value == name), th => Assert.Equal(name, th.Descendants("bdi").Single().Value));
        Assert.Contains(page.Descendants("img"), i => i.Attribute("alt")!.Value.Contains(name, StringComparison.Ordinal));
        Assert.DoesNotContain(page.Descendants().Attributes(), a => a.Name.LocalName.StartsWith("on", StringComparison.Ordinal));
    }

    [Fact]
    public void AnyNameMakesAPageThatCanBeRead() => Gen.Char.Array[0, 30].Sample(letters =>
    {
        var name = new string(letters);
        return Read(Page(InventedReport.Make(2, label => name + label) with { Pictures = name }, ReportLanguage.Ja)).Descendants("section").Count() == Sections.Length;
    }, iter: 100);

    [Fact]
    public void ManyClassesHaveTheirLargestConfusionsInPlaceOfTheMatrix()
    {
        Assert.Contains(Read(Page(InventedReport.Make(25))).Descendants("div"), d => d.Attribute("class")?.Value == "scroll confusion");
        var many = Read(Page(InventedReport.Make(26)));
        Assert.DoesNotContain(many.Descendants("div"), d => d.Attribute("class")?.Value == "scroll confusion");
        var rows = many.Descendants("h2").Single(h => h.Attribute("id")!.Value == "confusion").Parent!.Descendants("tbody").Single().Elements("tr").ToArray();
        Assert.Equal(25, rows.Length);
        var counts = rows.Select(r => int.Parse(r.Elements("td").ElementAt(1).Value, System.Globalization.CultureInfo.InvariantCulture)).ToArray();
        Assert.Equal(counts.OrderDescending(), counts);
    }

    [Fact]
    public void MistakesAreShownNamedOrListed()
    {
        var report = InventedReport.Make();
        var missing = report.Mistakes[3].Picture;
        var shown = Read(RunReportPage.Write(report, ReportLanguage.En, path => path == missing ? null : Pixel));
        Assert.Equal(19, shown.Descendants("img").Count());
        Assert.Contains("no longer there", Assert.Single(shown.Descendants("figure"), f => f.Value.Contains(missing, StringComparison.Ordinal)).Value, StringComparison.Ordinal);
        var listed = Read(RunReportPage.Write(report, ReportLanguage.En, null));
        Assert.Empty(listed.Descendants("img"));
        Assert.All(report.Mistakes, m => Assert.Contains(listed.Descendants("th"), th => th.Value == m.Picture));
        Assert.Throws<ArgumentException>(() => RunReportPage.Write(report, ReportLanguage.En, _ => "http://example.org/a.png"));
    }

    [Fact]
    public void AcceptanceIsAWordAndASign()
    {
        var report = InventedReport.Make();
        Assert.Contains("✗ Not accepted", Page(report).Replace("</span>", "", StringComparison.Ordinal), StringComparison.Ordinal);
        var met = Read(Page(report with { Acceptance = [report.Acceptance[0]] }, ReportLanguage.Ja)).Descendants("p").Single(p => p.Attribute("class")?.Value == "mark met");
        Assert.StartsWith("✓ 合格", met.Value, StringComparison.Ordinal);
        Assert.DoesNotContain("mark met", Page(report with { Acceptance = [] }).Split("</style>")[1], StringComparison.Ordinal);
    }

    [Fact]
    public void EnergyAndMoneyAreGivenOnlyWhereTheyWereStated()
    {
        var report = InventedReport.Make();
        Assert.Contains("about 1.25 Wh: 65 W, as stated by the user", Page(report), StringComparison.Ordinal);
        Assert.Contains("EUR per kWh", Page(report), StringComparison.Ordinal);
        var unstated = Page(report with { Cost = report.Cost with { Watts = null, PricePerKilowattHour = null } });
        Assert.DoesNotContain(" Wh", unstated, StringComparison.Ordinal);
        Assert.DoesNotContain("kWh", unstated, StringComparison.Ordinal);
        Assert.Contains("power was not stated", unstated, StringComparison.Ordinal);
    }

    [GeneratedRegex(@"(https?:|//\w|\bsrc=""(?!data:))")]
    private static partial Regex Address();

    [GeneratedRegex(@"\d+\.\d+")]
    private static partial Regex Decimal();
}
