using KronClip.Evaluation;

namespace KronClip.Tests.Evaluation;

public class BenchmarkTextTests
{
    [Fact]
    public void TablesAreTheSummaryAndEverySet()
    {
        var tables = BenchmarkText.Of(SampleBenchmark.Report());
        Assert.Equal(["16 pictures of each class, accuracy in percent", "base, every set, 16 pictures of each class", "new, every set, 16 pictures of each class", "H, every set, 16 pictures of each class"], tables.Select(t => t.Caption));
        Assert.Equal(["method", "base", "new", "H", "mean of H"], tables[0].Heads);
        Assert.Equal(["method", "OxfordPets", "DTD"], tables[1].Heads);
        Assert.Equal(["CoOp", "76.0 ± 0.8", "53.0 ± 0.8"], tables[0].Rows[1].Take(3).Select(c => c.Text));
        Assert.Equal([false, true, false], tables[0].Rows[1].Take(3).Select(c => c.Best));
        Assert.All(tables, t => Assert.All(t.Rows, r => Assert.Equal(t.Heads.Count, r.Count)));
    }

    [Fact]
    public void TextIsInColumnsAndMarkdownInCells()
    {
        var table = new TextTable("What it shows", ["method", "base"], [[new("a|b", false), new("9.5", false)], [new("longer name", false), new("71.0 ± 0.2", true)]]);
        Assert.Equal("What it shows\nmethod             base\na|b                 9.5\nlonger name  71.0 ± 0.2*\n", table.ToText());
        Assert.Equal("What it shows\n\n| method | base |\n| --- | ---: |\n| a\\|b | 9.5 |\n| longer name | **71.0 ± 0.2** |\n", table.ToMarkdown());
    }

    [Fact]
    public void WhatIsMissingIsADashAndNeverTheBest()
    {
        var table = BenchmarkText.Of(SampleBenchmark.Report(cells: []))[0];
        Assert.All(table.Rows, r => Assert.All(r.Skip(1), c => Assert.Equal(new TextCell("–", false), c)));
    }
}
