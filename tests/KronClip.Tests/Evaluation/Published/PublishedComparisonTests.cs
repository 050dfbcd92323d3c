using System.Text.Json.Nodes;
using KronClip.Evaluation;

namespace KronClip.Tests.Evaluation;

public class PublishedComparisonTests
{
    static readonly BenchmarkRow CoOp = SampleBenchmark.Rows[1];

    static BenchmarkReport Report(BenchmarkRequestFacts? request = null, MethodRow? method = null, ReportOrigin? model = null, IReadOnlyList<BenchmarkSetFacts>? sets = null, int seeds = 3)
    {
        var origin = model ?? SampleBenchmark.Origins[0];
        BenchmarkRow[] rows = [SampleBenchmark.Rows[0] with { Model = origin.Model }, new(origin.Model, method ?? CoOp.Method)];
        return BenchmarkReport.Of(request ?? SampleBenchmark.Request(seeds: seeds), sets ?? SampleBenchmark.Sets, rows, [origin], [.. SampleBenchmark.Usual(seeds).Select(c => c with { Model = origin.Model })], [], []);
    }

    static PublishedComparison One(BenchmarkReport report, string name = "CoOp", string set = "dtd", string part = "new") =>
        report.Published.Single(p => p.Name == name && report.Table.Columns[p.Column] is var c && c.Set == set && c.Part == part);

    [Fact]
    public void WhatIsComparableHasADifference()
    {
        var own = One(Report());
        Assert.Empty(own.Reasons);
        Assert.Equal((0.45, 0.4118), (own.Ours, own.Theirs));
        Assert.Equal(0.45 - 0.4118, own.Difference!.Value, 1e-12);
        Assert.StartsWith("github ", own.Source, StringComparison.Ordinal);
        var zeroShot = One(Report(seeds: 1), "CLIP zero-shot", part: "h");
        Assert.Equal(HarmonicMean.Of(0.5, 0.54) - 0.5637, zeroShot.Difference!.Value, 1e-12);          // nothing is drawn by a seed, so one is enough
    }

    [Fact]
    public void OtherTrainingsAreFlaggedAndHaveNoDifference()
    {
        void Flagged(BenchmarkReport report, string reason)
        {
            var own = One(report);
            Assert.Equal([reason], own.Reasons);
            Assert.Null(own.Difference);
        }

        MethodRow With(string option, JsonNode value)
        {
            var options = (JsonObject)CoOp.Method.Options.DeepClone();
            options[option] = value;
            return CoOp.Method with { Options = options };
        }

        var usual = SampleBenchmark.Request();
        Flagged(Report(usual with { Recipe = "default" }), "Ours was trained by the recipe 'default', not by the published one.");
        Flagged(Report(method: With("contextWords", 16)), "The published context has 4 words that start from a phrase, ours 16 words that start from a phrase.");
        Flagged(Report(method: With("start", "random")), "The published context has 4 words that start from a phrase, ours 4 words that start at random.");
        Flagged(Report(method: With("fusion", "zero-shot")), "Ours has fusion, the published method has not.");
        Flagged(Report(seeds: 1), "Ours has 1 seed, theirs is the mean over 3.");
        Flagged(Report(model: new ReportOrigin("kron-mini", "b", "ViT", "0.1.0", ".NET 10", "Vector512")), "Ours is kron-mini (ViT), theirs OpenAI's CLIP ViT-B/16.");
        Flagged(Report(model: new ReportOrigin("RN50", "b", "RN50", "0.1.0", ".NET 10", "Vector512")), "Ours is OpenAI's CLIP RN50, theirs ViT-B/16.");
        Flagged(Report(model: new ReportOrigin("ViT-B/16", "b", "ViT-B/32", "0.1.0", ".NET 10", "Vector512")), "Ours is ViT-B/16 (ViT-B/32), theirs OpenAI's CLIP ViT-B/16.");      // a name alone is not enough
        Assert.Empty(One(Report(method: With("balance", "none"))).Reasons);
    }

    [Theory]
    [InlineData("openai/clip-vit-base-patch16")]
    [InlineData("clip-vit-base-patch16")]
    [InlineData("vit-b/16")]
    public void NamesOfTheModelThatAreTheSame(string name) => Assert.Empty(One(Report(model: SampleBenchmark.Origins[0] with { Model = name })).Reasons);

    [Fact]
    public void ReRunsAndNeighboursAreAnchors()
    {
        Assert.Equal(["It is a run by others whose recipe and context are not known here."], One(Report(), "CoOp (re-tuned by DePT)").Reasons);
        var report = SampleBenchmark.Report();
        var anchors = report.Published.Where(p => p.Row.Row == "ck-coop" && report.Table.Columns[p.Column] is { Set: "dtd", Part: "h" }).ToArray();
        Assert.Equal(["CoOp (re-tuned by DePT)", "ProGrad", "KgCoOp"], anchors.Select(a => a.Name));
        Assert.All(anchors, a => Assert.Equal(PublishedKind.Neighbour, a.Kind));
        Assert.All(anchors, a => Assert.Null(a.Difference));
        Assert.Contains("No numeric table of CK-CoOp was found", string.Join(' ', report.PublishedNotes), StringComparison.Ordinal);
    }

    [Fact]
    public void OtherShotsAreFlaggedAndTheSameShotsAreTaken()
    {
        var report = Report(SampleBenchmark.Request(shots: [16]) with { Shots = [4] });                 // no cells of four shots but zero-shot's
        Assert.All(report.Published, p => Assert.Equal("zero-shot", p.Row.Row));
        BenchmarkCell[] cells = [.. SampleBenchmark.Usual().Select(c => c with { Shots = c.Shots == 0 ? 0 : 4 })];
        var four = BenchmarkReport.Of(SampleBenchmark.Request(shots: [4]), SampleBenchmark.Sets, SampleBenchmark.Rows, SampleBenchmark.Origins, cells, [], []);
        Assert.Equal(["Ours learned from 4 of each class, theirs from 16."], One(four).Reasons);
        var average = four.Published.Single(p => p.Name == "CoOp (re-tuned by DePT)" && p.Row.Row == "coop" && four.Table.Columns[p.Column] is { Set: null, Part: "new" });
        Assert.Equal(0.7095, average.Theirs, 1e-12);                                                    // there is an average of four shots, if not of each set
        Assert.DoesNotContain(average.Reasons, r => r.Contains("learned from", StringComparison.Ordinal));
    }

    [Fact]
    public void PartialAndOwnSetsNeverStandBesideAPublishedFigure()
    {
        BenchmarkSetFacts[] sets = [SampleBenchmark.Sets[0] with { Differences = ["30 pictures are missing."] }, SampleBenchmark.Sets[1]];
        var partial = Report(sets: sets);
        Assert.NotEmpty(partial.Published);
        Assert.All(partial.Published, p => Assert.Equal("dtd", partial.Table.Columns[p.Column].Set));
        Assert.Contains("Beside OxfordPets no published figure stands: it is partial or no published data set.", partial.PublishedNotes);
        Assert.Empty(Report(sets: [.. SampleBenchmark.Sets.Select(s => s with { Published = null })]).Published);
    }

    [Fact]
    public void AveragesAreComparableOverTheSameSetsAlone()
    {
        var report = Report();
        Assert.All(report.Published.Where(p => report.Table.Columns[p.Column].IsAverage), p => Assert.Contains("Ours is an average over 2 data sets, theirs over 11.", p.Reasons));
        BenchmarkSetFacts[] sets = [new("imagenet", "ImageNet", "ImageNet", 1000, []), .. new[] { "V2", "Sketch", "A", "R" }.Select(n => new BenchmarkSetFacts(n, $"ImageNet-{n}", n, 200, []))];
        BenchmarkCell[] cells = [.. from set in sets from seed in new[] { 1, 2, 3 } select SampleBenchmark.Cell("coop", set.Name, "test", 60, seed, source: "imagenet")];
        var whole = SampleBenchmark.Report(SampleBenchmark.Request(ProtocolKind.Domain, source: "imagenet"), cells, sets).Published.Single(p => p.Name == "CoOp" && p.Theirs == 0.5928);
        Assert.Equal(0.6 - 0.5928, whole.Difference!.Value, 1e-12);
        BenchmarkSetFacts[] other = [sets[0] with { Published = "DTD" }, .. sets[1..]];
        var flagged = SampleBenchmark.Report(SampleBenchmark.Request(ProtocolKind.Domain, source: "imagenet"), cells, other).Published.First(p => p.Name == "CoOp");
        Assert.Contains("Ours was trained on ImageNet, theirs on ImageNet.", flagged.Reasons);
    }

    [Fact]
    public void HandWrittenSentencesCountWhereTheFieldHasItsOwn()
    {
        var plain = Report(SampleBenchmark.Request() with { PublishedTemplates = false });
        Assert.Equal(["Ours has \"a photo of a {}.\" for all data sets, the field a sentence for each."], One(plain, "CLIP zero-shot").Reasons);
        BenchmarkSetFacts[] cars = [SampleBenchmark.Sets[0] with { Published = "StanfordCars" }, SampleBenchmark.Sets[1]];
        Assert.Empty(One(Report(SampleBenchmark.Request() with { PublishedTemplates = false }, sets: cars), "CLIP zero-shot", "oxford-pets").Reasons);
        Assert.Empty(One(plain).Reasons);                                                               // CoOp writes none
    }
}
