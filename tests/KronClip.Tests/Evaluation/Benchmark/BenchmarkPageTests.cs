using System.Text.RegularExpressions;
using System.Xml.Linq;
using KronClip.Evaluation;

namespace KronClip.Tests.Evaluation;

public partial class BenchmarkPageTests
{
    /// <summary>The page is XML as well, so that a test can read it.</summary>
    static XElement Read(BenchmarkReport report) => XDocument.Parse(BenchmarkPage.Write(report)["<!DOCTYPE html>".Length..]).Root!;

    static string Class(XElement element) => element.Attribute("class")?.Value ?? "";

    static XElement Table(XElement page, string caption) => page.Descendants("table").First(t => t.Element("caption")!.Value.StartsWith(caption, StringComparison.Ordinal));

    static string[][] Rows(XElement table) => [.. table.Element("tbody")!.Elements("tr").Select(tr => tr.Elements().Select(e => e.Value).ToArray())];

    static BenchmarkReport FewShot(int[] shots) => SampleBenchmark.Report(SampleBenchmark.Request(ProtocolKind.FewShot, shots: shots),
    [
        .. from set in SampleBenchmark.Sets
           from row in new[] { "zero-shot", "coop", "ck-coop" }
           from seed in new[] { 1, 2, 3 }
           from count in row == "zero-shot" ? [0] : shots
           select SampleBenchmark.Cell(row, set.Name, "test", 50 + count + seed, seed, count),
    ]);

    [Fact]
    public void TheMainTableHasTheAverages()
    {
        var report = SampleBenchmark.Report();
        var table = Table(Read(report), "Averages over 2 sets");
        Assert.Equal(["method", "base over 2 sets", "new over 2 sets", "H of the averages", "mean of H of each set", "learned numbers", "seconds per training"], table.Descendants("th").Take(7).Select(th => th.Value));
        var rows = Rows(table);
        Assert.StartsWith("55.0 ± 0.0", rows[0][1], StringComparison.Ordinal);
        Assert.StartsWith("76.0 ± 0.8", rows[1][1], StringComparison.Ordinal);
        Assert.Matches(@"^76\.0 ± 0\.8\d\d\.\d to \d\d\.\d$", rows[1][1]);
        Assert.Equal(["2,048", "2.5"], rows[1][^2..]);
        Assert.Equal(["76.0", "66.0", "69.8", "69.8"], table.Descendants("strong").Select(s => s.Value));
    }

    [Fact]
    public void EverySentenceSetAndSeedIsThere()
    {
        var report = SampleBenchmark.Report(SampleBenchmark.Request(acceptance: "new>=60%"));
        var page = Read(report);
        Assert.Equal(report.Verdict[0], page.Descendants("p").Single(p => Class(p) == "verdict").Value);
        Assert.All(report.Verdict.Concat(report.Notes).Concat(report.Warnings).Concat(report.PublishedNotes), sentence => Assert.Contains(page.Descendants(), e => e.Value == sentence));
        Assert.Equal(3, page.Descendants("table").Count(t => t.Element("caption")!.Value.Contains("classes, 16 pictures of each class", StringComparison.Ordinal) || t.Element("caption")!.Value.StartsWith("Harmonic mean", StringComparison.Ordinal)));
        Assert.Equal(3 * 3, Rows(Table(page, "Accuracy in percent, seed by seed")).Length);
        Assert.Equal([["CoOp", "53.0 not met"], ["CK-CoOp", "66.0 met"]], Rows(Table(page, "What was asked for")));
    }

    [Fact]
    public void BarsAndCurvesAreDrawnOfTheSameFigures()
    {
        var bars = Read(SampleBenchmark.Report());
        Assert.Equal(9, bars.Descendants("rect").Count());
        Assert.Contains("CK-CoOp: base 74.0, new 66.0, H 69.8.", bars.Descendants("svg").First().Attribute("aria-label")!.Value, StringComparison.Ordinal);
        var curves = Read(FewShot([1, 4, 16]));
        Assert.Equal(3, curves.Descendants("g").Count(g => Class(g).StartsWith("series", StringComparison.Ordinal)));
        Assert.Contains("CoOp: 1 shots 53.0, 4 shots 56.0, 16 shots 68.0.", curves.Descendants("svg").First().Attribute("aria-label")!.Value, StringComparison.Ordinal);
        var table = Table(curves, "Averages over 2 sets, by training pictures of each class");
        Assert.Equal(["method", "1 picture", "4 pictures", "16 pictures"], table.Descendants("th").Take(4).Select(th => th.Value));
        Assert.Equal(["53.0 ± 0.8", "56.0 ± 0.8", "68.0 ± 0.8"], Rows(table)[1][1..4].Select(cell => cell[..10]));
    }

    [Fact]
    public void WhatIsComparableHasADifferenceAndTheRestIsFlagged()
    {
        var report = SampleBenchmark.Report();
        var page = Read(report);
        var rows = Rows(Table(page, "Comparable"));
        Assert.Equal(report.Published.Count(p => p.IsComparable), 3 * rows.Length);                                        // base, new and H in a line
        var one = rows.Single(r => r[0] == "CoOp" && r[1] == "DTD");
        Assert.Equal("45.0 / 41.2+3.8", one[3]);
        Assert.StartsWith("CoOp [", one[5], StringComparison.Ordinal);
        var apart = page.Descendants("section").Single(s => s.Element("h2")!.Value == "Beside published figures").Descendants("td").Where(td => Class(td) == "words").ToArray();
        Assert.Equal(report.Published.Where(p => !p.IsComparable).Select(p => (p.Row, report.Table.Columns[p.Column].Set, p.Name)).Distinct().Count(), apart.Length);
        Assert.All(apart, td => Assert.NotEmpty(td.Value));
        Assert.Contains(apart, td => td.Value.Contains("Ours is an average over 2 data sets, theirs over 11.", StringComparison.Ordinal));
        var sources = page.Descendants("ol").Single(o => Class(o) == "sources").Elements("li").Count();
        Assert.Equal(report.Published.Select(p => (p.Source, p.Note)).Distinct().Count(), sources);
    }

    [Fact]
    public void PartialSetsAreMarked()
    {
        BenchmarkSetFacts[] sets = [SampleBenchmark.Sets[0] with { Differences = ["30 test pictures are missing."] }, SampleBenchmark.Sets[1]];
        var page = Read(SampleBenchmark.Report(sets: sets));
        Assert.Contains("1 of the sets is partial and marked so.", page.Descendants("p").Single(p => Class(p) == "introduction").Value, StringComparison.Ordinal);
        Assert.NotNull(Table(page, "Averages over 2 sets (1 partial)"));
        Assert.Contains("partial", Table(page, "Base classes").Descendants("th").ElementAt(1).Value, StringComparison.Ordinal);
        Assert.Contains(page.Descendants("dd"), dd => dd.Value == "37 classes; partial: 30 test pictures are missing.");
    }

    [Fact]
    public void PairsOfTheSummaryAreInSightAndTheOthersFoldedAway()
    {
        var page = Read(SampleBenchmark.Report());
        var first = Rows(Table(page, "Differences in points, 16"));
        Assert.Equal(6, first.Length);
        Assert.All(first, r => Assert.Equal(5, r.Length));                                     // averages have no counts
        var sets = Rows(Table(page, "Differences in points, set by set"));
        Assert.Contains(sets, r => r[0] == "CK-CoOp over CoOp" && r[1] == "DTD, new" && r[2] == "+16.0");
        Assert.All(sets.Where(r => r[1].EndsWith(", H", StringComparison.Ordinal)), r => Assert.Equal(("–", "–"), (r[4], r[5])));
    }

    [Fact]
    public void AnUnfinishedBenchmarkHasItsPageToo()
    {
        var page = Read(SampleBenchmark.Report(cells: []));
        Assert.Empty(page.Descendants("svg"));
        Assert.All(Rows(Table(page, "Averages over 2 sets")), r => Assert.All(r[1..5], cell => Assert.Equal("–", cell)));
        Assert.NotNull(Read(SampleBenchmark.Report(SampleBenchmark.Request(ProtocolKind.FewShot, shots: [1, 4]), [])));
    }

    [Fact]
    public void ThePageStandsAlone()
    {
        var text = BenchmarkPage.Write(SampleBenchmark.Report());
        Assert.DoesNotMatch(Address(), text);
        Assert.DoesNotContain("<script", text, StringComparison.Ordinal);
        Assert.DoesNotContain("url(", text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("<script>alert(1)</script>")]
    [InlineData("しみ & 傷")]
    public void NamesOfEveryKindStayText(string name)
    {
        var rows = SampleBenchmark.Rows.Select(r => r with { Method = r.Method with { Title = r.Method.Title + name } }).ToArray();
        var page = Read(SampleBenchmark.Report(rows: rows, sets: [SampleBenchmark.Sets[0] with { Title = name, Differences = [name] }, SampleBenchmark.Sets[1]]));
        Assert.Empty(page.Descendants("script"));
        Assert.Contains(page.Descendants("bdi"), b => b.Value == name);
        Assert.Contains(page.Descendants("bdi"), b => b.Value == "CoOp" + name);
    }

    [GeneratedRegex(@"(https?:|\bsrc=""(?!data:))")]
    private static partial Regex Address();
}
