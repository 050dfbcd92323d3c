using System.Text.Json.Nodes;
using KronClip.Evaluation;
using KronClip.Jobs;

namespace KronClip.Tests.Jobs;

/// <summary>The figures of a benchmark: those that other jobs measure of the same pictures.</summary>
public class BenchmarkJobTests(ProtocolFolder folder) : IClassFixture<ProtocolFolder>
{
    BenchmarkRequest Request(ProtocolKind protocol) => BenchmarkFigures.Request(folder, protocol);

    static (int, int, int, double) Facts(BenchmarkCell cell) => (cell.Classes, cell.Hits.Pictures, cell.Hits.Count, cell.MacroF1);

    static (int, int, int, double) Facts(ProtocolCell cell) => (cell.Classes, cell.Pictures, cell.Correct, cell.MacroF1);

    [Theory]
    [InlineData(ProtocolKind.BaseToNew, 2)]
    [InlineData(ProtocolKind.CrossTask, 1)]
    [InlineData(ProtocolKind.Domain, 1)]
    public void TheFiguresAreThoseOfTheProtocols(ProtocolKind protocol, int parts)
    {
        var cells = BenchmarkJob.Run(Request(protocol)).Cells.Where(c => protocol == ProtocolKind.BaseToNew || c.Set != c.Source).ToArray();
        using var outcome = ProtocolJob.Run(folder.Request(), SilentObserver.Instance, TestContext.Current.CancellationToken);
        var expected = outcome.Cells.Where(c => c.Protocol == protocol).ToArray();
        Assert.Equal(3 * 2 * parts, cells.Length);
        Assert.Equal(expected.Length, cells.Length);
        foreach (var cell in cells)
        {
            var other = expected.Single(c => c.Row == cell.Row && c.Seed == cell.Seed && (parts == 1 || c.Part == cell.Part));
            Assert.Equal(Facts(other), Facts(cell));
        }
    }

    /// <summary>A source's own test pictures are measured beside the others, and are those of few-shot.</summary>
    [Theory]
    [InlineData(ProtocolKind.CrossTask)]
    [InlineData(ProtocolKind.Domain)]
    public void TheSourceIsMeasuredAsInFewShot(ProtocolKind protocol)
    {
        var own = BenchmarkJob.Run(Request(protocol)).Cells.Where(c => c.Set == c.Source).ToArray();
        var few = BenchmarkJob.Run(Request(ProtocolKind.FewShot)).Cells;
        Assert.Equal(6, own.Length);
        Assert.Equal(BenchmarkFigures.Comparable(few), BenchmarkFigures.Comparable(own.Select(c => c with { Protocol = ProtocolKind.FewShot })));
    }

    /// <summary>Several numbers of shots have one draw, as in a comparison; methods without a prompt take part.</summary>
    [Fact]
    public void FewShotFiguresAreThoseOfAComparison()
    {
        MethodChoice[] methods = [.. ProtocolFolder.Methods, new("ridge"), new("coop", new JsonObject { ["contextWords"] = 4, ["classSpecific"] = true })];
        var cells = BenchmarkJob.Run(Request(ProtocolKind.FewShot) with { Methods = methods, Shots = [2, 1] }).Cells;
        var compared = ComparisonJob.Run(new ComparisonRequest
        {
            Images = folder.Source,
            Models = [folder.Model],
            Methods = methods,
            Shots = [1, 2],
            Seeds = [1, 2],
            Recipe = new RecipeChoice { Epochs = 4 },
            Output = folder.NewPlace(),
            Cache = folder.Cache,
        }).Report.Cells;
        Assert.Equal((4 * 2 + 1) * 2, cells.Count);
        Assert.Equal(compared.Count, cells.Count);
        foreach (var cell in cells)
        {
            var other = compared.Single(c => c.Row == $"{cell.Row}@{cell.Model}" && c.Shots == cell.Shots && c.Seed == cell.Seed);
            Assert.Equal((other.Classes, other.Pictures, other.Correct, other.MacroF1), Facts(cell));
        }
    }

    [Fact]
    public void CellsSayWhatWasAsked()
    {
        var cells = BenchmarkJob.Run(Request(ProtocolKind.BaseToNew) with { Join = true }).Cells;
        Assert.Equal(3 * 2 * 3, cells.Count);
        Assert.All(cells, c => Assert.Equal(("model", ProtocolKind.BaseToNew, c.Row == "zero-shot" ? 0 : 2), (c.Model, c.Protocol, c.Shots)));
        Assert.All(cells, c => Assert.Equal(c.Part == "joint" ? (4, 16) : (2, 8), (c.Classes, c.Hits.Pictures)));
        Assert.All(cells, c => Assert.True(c.Row == "zero-shot" ? c.Seconds == 0 : c.Seconds > 0));
        Assert.Equal(2 * 3, cells.Select(c => c.TestFingerprint).Distinct().Count());                  // each seed draws its own test pictures
        Assert.Equal(["zero-shot", "coop-contextWords=4", "ck-coop"], cells.Select(c => c.Row).Distinct());
        Assert.Equal(["base", "new", "joint"], cells.Select(c => c.Part).Distinct());
    }

    /// <summary>What learns nothing knows all names alike, so the joint part is its answer to all classes.</summary>
    [Fact]
    public void WithoutLearningTheJointPartIsFewShot()
    {
        var request = Request(ProtocolKind.BaseToNew) with { Methods = [new("zero-shot")], Join = true };
        var joint = BenchmarkJob.Run(request).Cells.Where(c => c.Part == "joint");
        var all = BenchmarkJob.Run(request with { Protocol = ProtocolKind.FewShot, Join = false, Output = folder.NewPlace() }).Cells;
        Assert.Equal(all.Select(c => (c.Seed, c.TestFingerprint, c.Hits.Bits, c.MacroF1)), joint.Select(c => (c.Seed, c.TestFingerprint, c.Hits.Bits, c.MacroF1)));
    }

    [Fact]
    public void TheBaseClassesCanBeNamed()
    {
        string[] names = [.. Directory.EnumerateDirectories(folder.Source).Select(d => Path.GetFileName(d)!).Order(StringComparer.Ordinal)];
        var usual = BenchmarkJob.Run(Request(ProtocolKind.BaseToNew));
        var named = BenchmarkJob.Run(Request(ProtocolKind.BaseToNew) with { Base = [names[1], names[0]] });
        Assert.Equal(BenchmarkFigures.Files(usual).Select(Path.GetFileName), BenchmarkFigures.Files(named).Select(Path.GetFileName));

        var turned = BenchmarkJob.Run(Request(ProtocolKind.BaseToNew) with { Base = [names[2], names[3]] }).Cells;
        BenchmarkCell Of(IEnumerable<BenchmarkCell> cells, string part) => cells.Single(c => c.Row == "zero-shot" && c.Seed == 1 && c.Part == part);
        Assert.Equal(Of(usual.Cells, "new").Hits, Of(turned, "base").Hits);
        Assert.Equal(Of(usual.Cells, "base").Hits, Of(turned, "new").Hits);
        Assert.NotEqual(Of(usual.Cells, "base").TestFingerprint, Of(turned, "base").TestFingerprint);
    }

    [Fact]
    public void TwoModelsAreMeasuredOnTheSamePictures()
    {
        var other = SampleJob.Run(folder.NewPlace(), seed: 3).ModelFolder;
        var cells = BenchmarkJob.Run(Request(ProtocolKind.FewShot) with { Models = [folder.Model, other] }).Cells;
        Assert.Equal(["model", "model (2)"], cells.Select(c => c.Model).Distinct());
        Assert.Equal(2 * 3 * 2, cells.Count);
        Assert.Equal(2, cells.Select(c => c.TestFingerprint).Distinct().Count());
    }

    /// <summary>A shifted set with some of the classes is asked for their names alone.</summary>
    [Fact]
    public void OnlyTheNamesOfAShiftedSetComeIntoQuestion()
    {
        var some = folder.Classes(("red_circle", "red_circle"), ("blue_square", "blue_square"));
        var cells = BenchmarkJob.Run(Request(ProtocolKind.Domain) with { Shifted = [some] }).Cells;
        Assert.All(cells.Where(c => c.Set != c.Source), c => Assert.Equal((2, 12), (c.Classes, c.Hits.Pictures)));
        Assert.All(cells.Where(c => c.Set == c.Source), c => Assert.Equal((4, 16), (c.Classes, c.Hits.Pictures)));
    }

    [Fact]
    public void AChoiceSaysWhatItTook()
    {
        var auto = new MethodChoice("auto", new JsonObject { ["candidates"] = new JsonArray("zero-shot", "ridge") });
        var result = BenchmarkJob.Run(Request(ProtocolKind.FewShot) with { Methods = [auto], Seeds = [1] });
        Assert.Contains(result.Report.Notes, n => n.StartsWith("Auto", StringComparison.Ordinal) && n.Contains("with 2 pictures of each class and seed 1 took ", StringComparison.Ordinal));
    }
}
