using KronClip.Evaluation;

namespace KronClip.Tests.Evaluation;

public class BenchmarkTableTests
{
    static BenchmarkFigure? Figure(BenchmarkReport report, string row, string? set, string part, int shots = 16) =>
        report.Table.Of(report.Rows.Single(r => r.Method.Id == row), report.Table.Columns.Single(c => c.Set == set && c.Part == part && c.Shots == shots));

    [Fact]
    public void BaseToNewHasEverySetAndTheAverages()
    {
        var columns = SampleBenchmark.Report(SampleBenchmark.Request(join: true)).Table.Columns;
        Assert.Equal(["base", "new", "h", "joint", "base", "new", "h", "joint", "base", "new", "h", "mean-h", "joint"], columns.Select(c => c.Part));
        Assert.Equal(["oxford-pets", "oxford-pets", "oxford-pets", "oxford-pets", "dtd", "dtd", "dtd", "dtd", null, null, null, null, null], columns.Select(c => c.Set));
        Assert.All(columns.Where(c => c.IsAverage), c => Assert.Equal(["oxford-pets", "dtd"], c.Over));
        Assert.Equal((20, 100), (columns[0].Classes, columns[0].Pictures));
    }

    /// <summary>CoOp: base 80, 81, 82 and 70, 71, 72; new 60, 61, 62 and 44, 45, 46 of 100.</summary>
    [Fact]
    public void MeansSpreadsAndHAreThoseOfTheField()
    {
        var report = SampleBenchmark.Report();
        var b = Figure(report, "coop", "oxford-pets", "base")!;
        Assert.Equal(0.81, b.Mean, 1e-12);
        Assert.Equal([0.80, 0.81, 0.82], b.PerSeed);
        Assert.Equal(0.01 * Math.Sqrt(2.0 / 3), b.StandardDeviation, 1e-12);
        Assert.Equal(0.80, b.MacroF1!.Value, 1e-12);
        Assert.Equal((0.81 + 0.71) / 2, Figure(report, "coop", null, "base")!.Mean, 1e-12);
        Assert.Equal(HarmonicMean.Of(0.76, 0.53), Figure(report, "coop", null, "h")!.Mean, 1e-12);                                                // H of the averages
        Assert.Equal((HarmonicMean.Of(0.81, 0.61) + HarmonicMean.Of(0.71, 0.45)) / 2, Figure(report, "coop", null, "mean-h")!.Mean, 1e-12);      // the other convention
        Assert.Equal(HarmonicMean.Of(0.75, 0.52), Figure(report, "coop", null, "h")!.PerSeed[0], 1e-12);
        Assert.Null(Figure(report, "coop", null, "h")!.MacroF1);
    }

    /// <summary>The interval of an average over two sets of 100 pictures is narrower than that of one by about √2, and H's is near what the error carried through H gives.</summary>
    [Fact]
    public void IntervalsShrinkAsSetsAreAveraged()
    {
        var report = SampleBenchmark.Report();
        var one = Figure(report, "ck-coop", "oxford-pets", "new")!;
        var both = Figure(report, "ck-coop", null, "new")!;
        Assert.True(one.Low < one.Mean && one.Mean < one.High);
        Assert.InRange((one.High - one.Low) / (both.High - both.Low), 1.2, 1.7);
        var error = Math.Sqrt(0.71 * 0.29 / 100);
        Assert.InRange((one.High - one.Low) / (2 * Wilson.Z * error), 0.8, 1.1);                        // a mean over seeds that differ a little is steadier
        var (b, n, h) = (Figure(report, "ck-coop", "dtd", "base")!, Figure(report, "ck-coop", "dtd", "new")!, Figure(report, "ck-coop", "dtd", "h")!);
        double Width(BenchmarkFigure f) => f.High - f.Low;
        var carried = 2 * Math.Sqrt(Math.Pow(n.Mean * n.Mean * Width(b), 2) + Math.Pow(b.Mean * b.Mean * Width(n), 2)) / Math.Pow(b.Mean + n.Mean, 2);
        Assert.InRange(Width(h) / carried, 0.9, 1.1);
    }

    /// <summary>Zero-shot was measured with one seed, and what learns nothing has the same figure with every one.</summary>
    [Fact]
    public void WhatLearnsNothingStandsForEverySeedAndAllShots()
    {
        var report = SampleBenchmark.Report(SampleBenchmark.Request(shots: [1, 16]));
        foreach (var shots in new[] { 1, 16 })
            Assert.Equal([0.6, 0.6, 0.6], Figure(report, "zero-shot", "oxford-pets", "base", shots)!.PerSeed);
        Assert.Null(Figure(report, "coop", "oxford-pets", "base", 1));
        Assert.NotNull(Figure(report, "coop", "oxford-pets", "base"));
    }

    [Fact]
    public void AMissingCellLeavesItsFigureAndItsAverageNull()
    {
        var report = SampleBenchmark.Report(cells: [.. SampleBenchmark.Usual().Where(c => c is not { Row: "coop", Set: "dtd", Part: "new", Seed: 2 })]);
        Assert.Null(Figure(report, "coop", "dtd", "new"));
        Assert.Null(Figure(report, "coop", "dtd", "h"));
        Assert.All(new[] { "new", "h", "mean-h" }, part => Assert.Null(Figure(report, "coop", null, part)));
        Assert.NotNull(Figure(report, "coop", null, "base"));
        Assert.NotNull(Figure(report, "ck-coop", null, "h"));
    }

    [Fact]
    public void AFigureOfAllPicturesIsNotTakenForCertain()
    {
        var report = SampleBenchmark.Report(SampleBenchmark.Request(ProtocolKind.FewShot, 1), [SampleBenchmark.Cell("coop", "dtd", "test", 20, of: 20)], [SampleBenchmark.Sets[1]]);
        var figure = Figure(report, "coop", "dtd", "test")!;
        Assert.Equal((1.0, 1.0), (figure.Mean, figure.High));
        Assert.Equal(Wilson.Of(20, 20)!.Low, figure.Low);
    }

    [Theory]
    [InlineData(ProtocolKind.Domain)]
    [InlineData(ProtocolKind.CrossTask)]
    public void TheSourceStandsApartFromTheAverageOfTheOthers(ProtocolKind protocol)
    {
        BenchmarkSetFacts[] sets = [new("v2", "ImageNet-V2", "V2", 1000, []), new("imagenet", "ImageNet", "ImageNet", 1000, []), new("a", "ImageNet-A", "A", 200, [])];
        BenchmarkCell[] cells = [.. sets.Select((s, i) => SampleBenchmark.Cell("coop", s.Name, "test", 50 + 10 * i, source: "imagenet", protocol: protocol))];
        var report = SampleBenchmark.Report(SampleBenchmark.Request(protocol, 1, source: "imagenet"), cells, sets);
        Assert.Equal(["imagenet", "v2", "a", null], report.Table.Columns.Select(c => c.Set));
        Assert.Equal(0.6, Figure(report, "coop", null, "test")!.Mean, 1e-12);
        Assert.Equal(report.Table.Columns[3], report.Table.Headline(16));
    }

    [Fact]
    public void CellsOfOtherBenchmarksAreLeftOutAndTwoOfOneAreRefused()
    {
        var usual = SampleBenchmark.Usual();
        var report = SampleBenchmark.Report(cells: [.. usual.Reverse(), SampleBenchmark.Cell("kgcoop", "dtd", "base", 3), SampleBenchmark.Cell("coop", "dtd", "base", 3, seed: 9), SampleBenchmark.Cell("coop", "dtd", "base", 3, shots: 2)]);
        Assert.Equal(SampleBenchmark.Report().ToJson(), report.ToJson());
        Assert.Throws<ArgumentException>(() => SampleBenchmark.Report(cells: [.. usual, usual[^1]]));
        Assert.Throws<ArgumentException>(() => SampleBenchmark.Report(SampleBenchmark.Request(ProtocolKind.Domain, source: "imagenet")));
        Assert.Throws<ArgumentException>(() => SampleBenchmark.Report(SampleBenchmark.Request(shots: [16, 4])));
        Assert.Throws<ArgumentException>(() => SampleBenchmark.Report(cells: [.. usual, SampleBenchmark.Cell("ck-coop", "dtd", "base", 3, of: 50, shots: 16, seed: 1) with { Part = "joint", TestFingerprint = "dtd/base" }], request: SampleBenchmark.Request(seeds: 1, join: true)));
    }

    /// <summary>With seeds that have test pictures of their own nothing is shared, and the figure is the mean all the same.</summary>
    [Fact]
    public void SeedsMayHavePicturesOfTheirOwn()
    {
        BenchmarkCell[] cells = [.. SampleBenchmark.Usual().Where(c => c.Row != "zero-shot").Select(c => c with { TestFingerprint = $"{c.TestFingerprint}/{c.Seed}" })];
        var apart = Figure(SampleBenchmark.Report(cells: cells), "coop", "dtd", "new")!;
        var shared = Figure(SampleBenchmark.Report(), "coop", "dtd", "new")!;
        Assert.Equal(shared.Mean, apart.Mean, 1e-12);
        Assert.InRange((shared.High - shared.Low) / (apart.High - apart.Low), 1.4, 2);                   // three times as many pictures
    }
}
