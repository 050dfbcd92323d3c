using System.Text.Json.Nodes;
using KronClip.Evaluation;

namespace KronClip.Tests.Evaluation;

public class BenchmarkReportTests
{
    static BenchmarkColumn Column(BenchmarkReport report, string? set, string part) => report.Table.Columns.Single(c => c.Set == set && c.Part == part);

    [Fact]
    public void PairsAreThoseOfTheSamePictures()
    {
        var report = SampleBenchmark.Report();
        var (zeroShot, coop, ck) = (report.Rows[0], report.Rows[1], report.Rows[2]);
        var pair = report.Pair(ck, coop, Column(report, "dtd", "new"))!;
        var cells = SampleBenchmark.Usual();
        Hits[] Seeds(string row) => [.. cells.Where(c => c.Row == row && c is { Set: "dtd", Part: "new" }).Select(c => c.Hits)];
        var alone = PairedDifference.Of(Seeds("ck-coop"), Seeds("coop"), "dtd/new");
        Assert.Equal((alone.OnlyFirst, alone.OnlySecond, alone.P), (pair.OnlyFirst, pair.OnlySecond, pair.P));
        Assert.Equal(alone.Difference.Value, pair.Difference.Value, 1e-12);
        Assert.Equal(alone.Difference.Low, pair.Difference.Low, 1e-12);
        Assert.Equal(alone.Difference.High, pair.Difference.High, 1e-12);
        var h = report.Pair(ck, zeroShot, Column(report, null, "h"))!;
        Assert.Null(h.P);
        Assert.True(h.BeyondPictures && h.BeyondSeeds);
        Assert.Equal(2 * report.Table.Columns.Count, report.Pairs.Count);                       // the best against both others, everywhere
    }

    [Fact]
    public void TheSentencesSayWhoIsBestByHowMuchAndHowSure()
    {
        var verdict = SampleBenchmark.Report().Verdict;
        Assert.StartsWith("CK-CoOp has the highest harmonic mean of base and new accuracy over 2 sets with 16 pictures of each class, 69.8 %: 7.", verdict[0], StringComparison.Ordinal);
        Assert.Contains(" points above CoOp, a clear difference (95 % interval +", verdict[0], StringComparison.Ordinal);
        Assert.StartsWith("Beside Zero-shot CLIP, CK-CoOp is 19.0 points better on the classes that were trained on, a clear difference", verdict[1], StringComparison.Ordinal);
        Assert.Contains("; 7.0 points better on classes of which only the names were given", verdict[1], StringComparison.Ordinal);
        Assert.Contains("leaves out 0 and is more than both spreads over the seeds together. ± is the population standard deviation over 3 seeds.", verdict[^1], StringComparison.Ordinal);
        Assert.Equal(3, verdict.Count);
    }

    [Fact]
    public void OneSeedAndLevelMethodsAreSaidAsTheyAre()
    {
        var one = SampleBenchmark.Report(SampleBenchmark.Request(seeds: 1), SampleBenchmark.Usual(1)).Verdict;
        Assert.Contains("more than so few test pictures explain (95 % interval +", one[0], StringComparison.Ordinal);
        Assert.Contains("One seed says nothing of the spread over seeds.", one[^1], StringComparison.Ordinal);
        var near = SampleBenchmark.Report(cells: SampleBenchmark.BaseToNew(3, ("zero-shot", [60, 64, 50, 54]), ("coop", [60, 64, 50, 54]), ("ck-coop", [61, 64, 50, 54]))).Verdict;
        Assert.Contains("not clear with so few test pictures", near[0], StringComparison.Ordinal);
        var level = SampleBenchmark.Report(cells: SampleBenchmark.BaseToNew(3, ("coop", [60, 64, 50, 54]), ("ck-coop", [60, 64, 50, 54]))).Verdict;
        Assert.StartsWith("CoOp and CK-CoOp are level with ", level[0], StringComparison.Ordinal);
    }

    [Fact]
    public void WhatIsNotMeasuredYetIsSaid()
    {
        var report = SampleBenchmark.Report(cells: [SampleBenchmark.Cell("coop", "dtd", "base", 50)]);
        Assert.Equal(["No method has been measured over 2 sets with every seed yet; the table has what is there."], report.Verdict);
        Assert.Empty(report.Pairs);
        Assert.All(report.Table.Rows, r => Assert.All(r.Figures, Assert.Null));
    }

    [Theory]
    [InlineData("h>=65%", true, "What was asked for (h>=65%) is met by CK-CoOp.")]
    [InlineData("new>=60%,base>=80%", false, "is not met by any method: CK-CoOp misses base>=80% (it has 74.0 %)")]
    [InlineData("joint>=0.5", false, "CoOp misses joint>=0.5 (not measured)")]
    public void AcceptanceIsJudgedByWhatLearns(string asked, bool met, string sentence)
    {
        var report = SampleBenchmark.Report(SampleBenchmark.Request(acceptance: asked, join: true));
        Assert.Equal(["coop", "ck-coop"], report.Acceptance.Select(a => a.Row.Row));
        Assert.Equal(met, report.Accepted);
        Assert.Contains(report.Verdict, v => v.Contains(sentence, StringComparison.Ordinal));
        Assert.Null(SampleBenchmark.Report().Accepted);
    }

    [Fact]
    public void OfShotsAndShiftsTheAcceptanceTakesTheMostAndTheAverage()
    {
        BenchmarkSetFacts[] sets = [new("imagenet", "ImageNet", "ImageNet", 1000, []), new("v2", "ImageNet-V2", "V2", 1000, []), new("a", "ImageNet-A", "A", 200, [])];
        BenchmarkCell[] cells = [.. sets.Select((s, i) => SampleBenchmark.Cell("coop", s.Name, "test", 80 - 20 * i, source: "imagenet"))];
        var report = SampleBenchmark.Report(SampleBenchmark.Request(ProtocolKind.Domain, 1, source: "imagenet", acceptance: "source>=0.8,shifted>=0.5,shifted<=0.5"), cells, sets);
        Assert.Equal([0.8, 0.5, 0.5], report.Acceptance[0].Criteria.Select(c => c.Value));
        Assert.True(report.Acceptance[0].Met);
        Assert.Equal(["accuracy", "macro-f1"], BenchmarkAcceptance.Names(ProtocolKind.FewShot));
    }

    [Fact]
    public void TheDocumentIsTheSameButForSeconds()
    {
        var first = JsonNode.Parse(SampleBenchmark.Report().ToJson())!.AsObject();
        var second = JsonNode.Parse(SampleBenchmark.Report(cells: [.. SampleBenchmark.Usual().Select(c => c with { Seconds = c.Seconds * 2 })]).ToJson())!.AsObject();
        Assert.Equal(12, first["seconds"]!.AsArray().Sum(s => (int)s!["trainings"]!));          // two rows, two sets, three seeds: base and new are one training
        Assert.True(first.Remove("seconds") && second.Remove("seconds"));
        Assert.Equal(first.ToJsonString(), second.ToJsonString());
        Assert.Equal("base-to-new", (string?)first["request"]!["protocol"]);
        Assert.Equal(28, first["cells"]!.AsArray().Count);
        Assert.DoesNotContain("bits", first.ToJsonString(), StringComparison.Ordinal);
    }
}
