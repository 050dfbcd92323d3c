using System.Text.Json.Nodes;
using KronClip.Data;
using KronClip.Evaluation;
using KronClip.Jobs;
using KronClip.Testing;

namespace KronClip.Tests.Jobs;

/// <summary>The four protocols on tiny copies of the published data sets.</summary>
public sealed class PublishedBenchmarkTests : IDisposable
{
    static readonly string[] Eleven = [.. BenchmarkCatalogue.All.Where(d => d.Role == BenchmarkRole.Eleven).Select(d => d.Id)];

    readonly TemporaryFolder folder = TestFiles.Temporary();
    int places;

    public void Dispose() => folder.Dispose();

    string NewPlace() => folder.File($"place-{++places}");

    BenchmarkRequest Request(ProtocolKind protocol, params string[] ids)
    {
        var root = folder.File("data");
        if (!Directory.Exists(root))
            BenchmarkTree.Write(root, ids: ids);
        return new BenchmarkRequest
        {
            Protocol = protocol,
            DataRoot = root,
            AllowPartial = true,                // four classes of each, so the counts are not the published ones
            Methods = [new("zero-shot"), new("coop", new() { ["contextWords"] = 4 })],
            Shots = [2],
            Seeds = [1, 2],
            Recipe = new RecipeChoice { Epochs = 2 },
            Output = NewPlace(),
            Cache = folder.File("cache"),
        };
    }

    static BenchmarkResult Run(BenchmarkRequest request) => BenchmarkJob.Run(request, null, TestContext.Current.CancellationToken);

    [Fact]
    public void BaseToNewTrainsOnEveryDataSet()
    {
        var result = Run(Request(ProtocolKind.BaseToNew) with { Join = true });
        Assert.Equal(Eleven, result.Cells.Select(c => c.Set).Distinct());
        Assert.Equal(11 * 2 * 2 * 3, result.Cells.Count);
        Assert.All(result.Cells, c => Assert.Equal(c.Part == "joint" ? (4, 12) : (2, 6), (c.Classes, c.Hits.Pictures)));
        Assert.All(result.Report.Sets, s => Assert.True(s.IsPartial));
        Assert.Equal(["Caltech101", "DTD"], result.Report.Sets.Select(s => s.Title).Where(t => t is "Caltech101" or "DTD"));
        Assert.DoesNotContain(result.Report.Table.Rows, row => row.Figures.Contains(null));
    }

    [Fact]
    public void FewShotDrawsForEachNumberOfShots()
    {
        var result = Run(Request(ProtocolKind.FewShot, "caltech101", "eurosat") with { Shots = [1, 4], Methods = [new("zero-shot"), new("ridge")] });
        Assert.Equal(["caltech101", "eurosat"], result.Cells.Select(c => c.Set).Distinct());
        Assert.Equal(2 * (1 + 2) * 2, result.Cells.Count);
        Assert.Contains(result.Report.Notes, n => n.StartsWith("Not below ", StringComparison.Ordinal) && n.Contains("imagenet, oxford_pets", StringComparison.Ordinal) && !n.Contains("eurosat", StringComparison.Ordinal));
    }

    [Fact]
    public void CrossTaskTrainsOnImageNetAndMeasuresTheOthers()
    {
        var result = Run(Request(ProtocolKind.CrossTask));
        Assert.All(result.Cells, c => Assert.Equal(("imagenet", "test"), (c.Source, c.Part)));
        Assert.Equal(Eleven, result.Cells.Select(c => c.Set).Distinct());
        Assert.Equal(11 * 2 * 2, result.Cells.Count);
        Assert.Equal("imagenet", result.Report.Request.Source);

        var some = Run(Request(ProtocolKind.CrossTask) with { Data = ["DTD", "food101"] });
        Assert.Equal(["imagenet", "food101", "dtd"], some.Cells.Select(c => c.Set).Distinct());
        Assert.Equal(BenchmarkFigures.Comparable(result.Cells.Where(c => c.Set is "imagenet" or "food101" or "dtd")), BenchmarkFigures.Comparable(some.Cells));
    }

    /// <summary>ImageNet-A and -R have half of the classes here: only these come into question.</summary>
    [Fact]
    public void DomainMeasuresTheShiftsOfImageNet()
    {
        var result = Run(Request(ProtocolKind.Domain));
        Assert.Equal(["imagenet", "imagenetv2", "imagenet_sketch", "imagenet_a", "imagenet_r"], result.Cells.Select(c => c.Set).Distinct());
        Assert.All(result.Cells, c => Assert.Equal(c.Set is "imagenet_a" or "imagenet_r" ? 2 : 4, c.Classes));
        Assert.Equal(5 * 2 * 2, result.Cells.Count);
    }

    /// <summary>The pictures are those of the published draw: a figure is that of a fit to them, whatever else lies in the folder.</summary>
    [Fact]
    public void TheDrawIsThePublishedOne()
    {
        var request = Request(ProtocolKind.FewShot, "oxford_flowers") with { Seeds = [3], Methods = [new("ridge")] };
        var cells = Run(request).Cells;
        var set = BenchmarkSet.Open(BenchmarkCatalogue.Find("oxford_flowers"), request.DataRoot!, allowPartial: true);
        var drawn = set.Draw(2, 3).Train.Select(p => p.Path).ToHashSet(StringComparer.Ordinal);
        foreach (var picture in set.Parts.Train.Where(p => !drawn.Contains(p.Path) && !set.Draw(2, 3).Validation.Contains(p)))
            File.WriteAllText(Path.Combine(set.Root, picture.Path), "not a picture");
        var again = Run(request with { Output = NewPlace() });
        Assert.Equal(BenchmarkFigures.Comparable(cells), BenchmarkFigures.Comparable(again.Cells));

        var tested = set.Test[0];
        File.WriteAllText(Path.Combine(set.Root, tested.Path), "not a picture");
        var less = Run(request with { Output = NewPlace() });
        Assert.Equal(cells[0].Hits.Pictures - 1, less.Cells[0].Hits.Pictures);
        Assert.Contains("1 picture of Flowers102 cannot be read and is left out.", Assert.Single(less.Report.Sets).Differences);
    }

    /// <summary>By the published recipe a method is told the sentence of its own published code, and its cells say so.</summary>
    [Fact]
    public void ThePublishedRecipeHasThePublishedSentences()
    {
        var kgcoop = BenchmarkCatalogue.Find("dtd").TemplateOf("kgcoop");
        Assert.NotEqual(BenchmarkCatalogue.Find("dtd").Template, kgcoop);
        var request = Request(ProtocolKind.BaseToNew, "dtd") with { Methods = [new("kgcoop", new() { ["contextWords"] = 4 })], Seeds = [1], Recipe = new RecipeChoice { Name = "published", Epochs = 2 } };
        var files = BenchmarkFigures.Files(Run(request));
        Assert.All(files, file => Assert.Equal(file.Contains("-kgcoop-", StringComparison.Ordinal), File.ReadAllText(file).Contains(kgcoop, StringComparison.Ordinal)));
        Assert.Equal(4, files.Length);
    }

    /// <summary>Sentences that a person gives a method are taken in place of the data set's, and have cells of their own even where they are the method's usual ones.</summary>
    [Fact]
    public void GivenSentencesAreTaken()
    {
        var given = new MethodChoice("zero-shot", new() { ["templates"] = new JsonArray("a photo of a {}.") });
        var request = Request(ProtocolKind.FewShot, "eurosat") with { Methods = [new("zero-shot"), given], Seeds = [1] };
        var result = Run(request);
        Assert.Equal(2, BenchmarkFigures.Files(result).Length);
        Assert.False(result.Report.Request.PublishedTemplates);
        Assert.True(Run(request with { Methods = [new("zero-shot")] }).Report.Request.PublishedTemplates);
    }

    [Fact]
    public void WhatIsNotThereOrNotMeantIsRefused()
    {
        var request = Request(ProtocolKind.BaseToNew, "caltech101", "imagenet");
        void Refused<TError>(BenchmarkRequest asked, string sentence) where TError : KronClipException =>
            Assert.Contains(sentence, Assert.Throws<TError>(() => Run(asked)).Message, StringComparison.Ordinal);
        Refused<OptionsException>(request with { Data = ["caltech102"] }, "Did you mean 'caltech101'?");
        Refused<OptionsException>(request with { Data = ["caltech101", "Caltech101"] }, "The data set caltech101 is given twice");
        Refused<OptionsException>(request with { Data = ["imagenet_a"] }, "imagenet_a is not measured by base-to-new");
        Refused<DataException>(request with { Data = ["dtd"] }, "has no folder 'dtd'");
        Refused<DataException>(request with { Protocol = ProtocolKind.Domain }, "has none of the data sets of domain: imagenetv2, ");
        Refused<DataException>(request with { DataRoot = folder.File("nothing") }, "does not exist. Check --data-root");
        Refused<OptionsException>(request with { Images = "photos" }, "Give <images> or --data-root, not both");
        Refused<OptionsException>(request with { Base = ["face", "leopard"] }, "--base is for your own pictures");
        Refused<OptionsException>(request with { DataRoot = null, Images = "photos", Data = ["dtd"] }, "--data is for published data sets");
        Refused<OptionsException>(request with { Accept = "nothing>=0.5" }, "names no figure that is measured here");

        File.Delete(Directory.EnumerateFiles(Path.Combine(request.DataRoot!, "caltech-101"), "*.jpg", SearchOption.AllDirectories).Order(StringComparer.Ordinal).First());
        Refused<DataException>(request with { AllowPartial = false }, "missing");
    }
}
