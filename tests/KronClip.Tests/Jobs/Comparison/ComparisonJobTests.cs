using System.Text.Json;
using System.Text.Json.Nodes;
using KronClip.Evaluation;
using KronClip.Jobs;

namespace KronClip.Tests.Jobs;

public class ComparisonJobTests(ProtocolFolder folder) : IClassFixture<ProtocolFolder>
{
    ComparisonRequest Request(string? output = null) => new()
    {
        Images = folder.Source,
        Models = [folder.Model],
        Methods = [new("coop", new JsonObject { ["contextWords"] = 4 }), new("ck-coop")],
        Shots = [1, 2],
        Seeds = [1, 2],
        Recipe = new RecipeChoice { Epochs = 4 },
        Output = output ?? folder.NewPlace(),
        Cache = folder.Cache,
    };

    static string[] Cells(ComparisonResult result) => [.. Directory.EnumerateFiles(result.Cells).Order(StringComparer.Ordinal)];

    /// <summary>Two learned methods with two numbers of shots and two seeds, and zero-shot once for each seed.</summary>
    [Fact]
    public void EveryCellIsAFileAndTheReportIsDrawnFromThem()
    {
        var result = ComparisonJob.Run(Request());
        Assert.Equal(2 * 2 * 2 + 2, Cells(result).Length);
        Assert.Equal(Cells(result).Length, result.Report.Cells.Count);
        Assert.Equal(["Zero-shot CLIP", "CoOp (M = 4)", "CK-CoOp"], result.Report.Rows.Select(r => r.Title));
        Assert.All(result.Report.Table.Rows, row => Assert.DoesNotContain(null, row.Figures));
        Assert.Equal(result.Report.ToJson(), File.ReadAllText(result.Document));
        Assert.Equal(result.Report.ToJson(), JsonSerializer.Deserialize<ComparisonReport>(File.ReadAllText(result.Document), ProtocolReport.Json)!.ToJson());
        Assert.Contains(result.Report.Verdict[0], File.ReadAllText(result.Page), StringComparison.Ordinal);
    }

    /// <summary>The figure at the most shots is what training alone measures, zero-shot included; and all numbers of shots have its test pictures.</summary>
    [Fact]
    public void TheFigureAtTheMostShotsIsThatOfATraining()
    {
        var report = ComparisonJob.Run(Request()).Report;
        foreach (var seed in new long[] { 1, 2 })
        {
            var place = folder.NewPlace();
            var metrics = TrainJob.Run(new TrainRequest
            {
                Images = folder.Source,
                Model = folder.Model,
                Shots = 2,
                Seed = seed,
                Recipe = new RecipeChoice { Epochs = 4 },
                Cache = folder.Cache,
                Run = Path.Combine(place, "run"),
                Output = Path.Combine(place, "a.kronclip"),
            });
            ComparisonCell Cell(string method, int shots) => report.Cells.Single(c => c.Row.StartsWith(method + "@", StringComparison.Ordinal) && c.Shots == shots && c.Seed == seed);
            Assert.Equal(metrics.Adapted.Test!.Accuracy, Cell("ck-coop", 2).Accuracy);
            Assert.Equal(metrics.Adapted.Test.MacroF1, Cell("ck-coop", 2).MacroF1, 1e-12);
            Assert.Equal(metrics.ZeroShot.Test!.Accuracy, Cell("zero-shot", 0).Accuracy);
            Assert.Equal(metrics.Parameters, report.Rows.Single(r => r.Method.Method == "ck-coop").Method.Parameters);
        }
        Assert.Equal(report.Pictures.Test, Assert.Single(report.Cells.Select(c => c.Pictures).Distinct()));
    }

    [Fact]
    public void CellsThatAreThereAreKeptAndTheOthersMade()
    {
        var request = Request();
        var whole = ComparisonJob.Run(request);
        var cells = Cells(whole);
        var before = cells.ToDictionary(c => c, File.ReadAllBytes);
        foreach (var cell in cells.Where((_, i) => i % 2 == 0))
            File.Delete(cell);

        var listener = new ListeningObserver();
        var again = ComparisonJob.Run(request, listener);

        Assert.Contains(listener.Notes, n => n.StartsWith($"{cells.Length / 2} of {cells.Length} cells", StringComparison.Ordinal));
        Assert.Equal(Comparable(whole.Report), Comparable(again.Report));
        Assert.Equal(cells, Cells(again));
        Assert.All(cells.Where((_, i) => i % 2 == 1), c => Assert.Equal(before[c], File.ReadAllBytes(c)));
        Assert.All(cells, c => Assert.Equal(WithoutSeconds(before[c]), WithoutSeconds(File.ReadAllBytes(c))));
    }

    [Theory]
    [InlineData("")]
    [InlineData("{}")]
    [InlineData("[1]")]
    [InlineData("not JSON")]
    public void ADamagedCellIsMadeAgain(string content)
    {
        var request = Request() with { Seeds = [1], Shots = [1] };
        var result = ComparisonJob.Run(request);
        var cell = Cells(result)[0];
        var sound = WithoutSeconds(File.ReadAllBytes(cell));
        File.WriteAllText(cell, content);
        var again = ComparisonJob.Run(request);
        Assert.Equal(sound, WithoutSeconds(File.ReadAllBytes(cell)));
        Assert.Equal(Comparable(result.Report), Comparable(again.Report));
    }

    [Theory]
    [InlineData("correct", 1_000_000)]
    [InlineData("pictures", 0)]
    [InlineData("macroF1", 2)]
    public void AnImpossibleFigureIsMadeAgain(string figure, int value)
    {
        var request = Request() with { Seeds = [1], Shots = [1] };
        var cell = Cells(ComparisonJob.Run(request))[0];
        var sound = WithoutSeconds(File.ReadAllBytes(cell));
        var document = JsonNode.Parse(File.ReadAllText(cell))!.AsObject();
        document["figures"]![figure] = value;
        File.WriteAllText(cell, document.ToJsonString());
        ComparisonJob.Run(request);
        Assert.Equal(sound, WithoutSeconds(File.ReadAllBytes(cell)));
    }

    /// <summary>A file under the right name that is another cell's: the key inside decides.</summary>
    [Fact]
    public void ACellWithAnotherKeyIsMadeAgain()
    {
        var request = Request() with { Seeds = [1], Shots = [1] };
        var cells = Cells(ComparisonJob.Run(request));
        var sound = WithoutSeconds(File.ReadAllBytes(cells[0]));
        File.Copy(cells[1], cells[0], overwrite: true);
        ComparisonJob.Run(request);
        Assert.Equal(sound, WithoutSeconds(File.ReadAllBytes(cells[0])));
    }

    /// <summary>More seeds and methods, and fewer of the smaller shot counts, add cells and change none; another recipe makes its own.</summary>
    [Fact]
    public void AnotherQuestionKeepsWhatItShares()
    {
        var request = Request();
        var first = Cells(ComparisonJob.Run(request with { Seeds = [1], Methods = [new("ck-coop")] }));
        var times = first.ToDictionary(c => c, File.ReadAllBytes);
        var more = Cells(ComparisonJob.Run(request));
        Assert.Equal(10, more.Length);
        Assert.All(first, c => Assert.Equal(times[c], File.ReadAllBytes(c)));
        Assert.Equal(10, Cells(ComparisonJob.Run(request with { Shots = [2] })).Length);
        Assert.Equal(10 + 8, Cells(ComparisonJob.Run(request with { Recipe = new RecipeChoice { Epochs = 5 } })).Length);      // zero-shot has no recipe
    }

    [Fact]
    public void CancellingLosesNoCell()
    {
        var request = Request();
        using var cancel = new CancellationTokenSource();
        var fits = new CountingObserver(done => { if (done == 4) cancel.Cancel(); });
        Assert.Throws<OperationCanceledException>(() => ComparisonJob.Run(request, fits, cancel.Token));
        Assert.Equal(4, Directory.EnumerateFiles(Path.Combine(request.Output!, "cells")).Count());
        Assert.False(File.Exists(Path.Combine(request.Output!, "compare.json")));

        var listener = new ListeningObserver();
        var resumed = ComparisonJob.Run(request, listener);
        Assert.Contains(listener.Notes, n => n.StartsWith("4 of 10 cells", StringComparison.Ordinal));
        Assert.Equal(Comparable(ComparisonJob.Run(Request()).Report), Comparable(resumed.Report));
    }

    [Fact]
    public void TwoModelsAreRowsOfTheirOwn()
    {
        var other = SampleJob.Run(folder.NewPlace(), seed: 3).ModelFolder;
        var report = ComparisonJob.Run(Request() with { Models = [folder.Model, other], Methods = [new("ck-coop")] }).Report;
        Assert.Equal(["model", "model (2)"], report.Origins.Select(o => o.Model));
        Assert.Equal(["Zero-shot CLIP, model", "CK-CoOp, model", "Zero-shot CLIP, model (2)", "CK-CoOp, model (2)"], report.Rows.Select(r => r.Title));
        Assert.NotEqual(report.Origins[0].ModelHash, report.Origins[1].ModelHash);
        Assert.Equal(2 * (2 + 4), report.Cells.Count);
    }

    /// <summary>Nobody named the methods, and the words of a class leave no room for sixteen context words: CoOp is left out with its reason, and the rest is compared.</summary>
    [Fact]
    public void AMethodThatNobodyNamedIsLeftOutWhereItDoesNotFit()
    {
        var words = string.Join(' ', Enumerable.Repeat("circle", 60));
        var file = Path.Combine(Directory.CreateDirectory(folder.NewPlace()).FullName, "classes.json");
        File.WriteAllText(file, """{"version":1,"classes":{"red_circle":{"words":"WORDS"}}}""".Replace("WORDS", words, StringComparison.Ordinal));
        var request = Request() with { Methods = null, ClassFile = file, Shots = [1], Seeds = [1] };
        var report = ComparisonJob.Run(request).Report;
        Assert.Contains(report.Notes, n => n.StartsWith("CoOp is left out on model: ", StringComparison.Ordinal) && n.Contains("red_circle", StringComparison.Ordinal));
        Assert.Contains(report.Rows, r => r.Method.Method == "ck-coop");
        Assert.DoesNotContain(report.Rows, r => r.Method.Method == "coop");
        Assert.Throws<TokenizerException>(() => ComparisonJob.Run(request with { Methods = [new("coop")] }));
    }

    [Fact]
    public void WhatCountsTwiceOrNotAtAllIsRefused()
    {
        void Refused(ComparisonRequest request, string sentence) => Assert.Contains(sentence, Assert.Throws<OptionsException>(() => ComparisonJob.Run(request)).Message, StringComparison.Ordinal);
        Refused(Request() with { Shots = [1, 1] }, "The shot count 1 is given twice");
        Refused(Request() with { Shots = [] }, "There are no shots");
        Refused(Request() with { Shots = [4, 0] }, "shots is 0");
        Refused(Request() with { Seeds = [] }, "There are no seeds");
        Refused(Request() with { Seeds = [3, 3] }, "The seed 3 is given twice");
        Refused(Request() with { Methods = [new("ck-coop"), new("ck-coop")] }, "The method ck-coop is given twice");
        Refused(Request() with { Methods = [new("nothing")] }, "There is no method 'nothing'");
        Refused(Request() with { Models = [] }, "There are no models");
        Refused(Request() with { Recipe = new RecipeChoice { Name = "mine" } }, "no recipe 'mine'");
    }

    static string WithoutSeconds(byte[] cell)
    {
        var document = JsonNode.Parse(cell)!.AsObject();
        Assert.True(document["figures"]!.AsObject().Remove("seconds"));
        return document.ToJsonString();
    }

    static string Comparable(ComparisonReport report)
    {
        var document = JsonNode.Parse(report.ToJson())!.AsObject();
        Assert.True(document.Remove("seconds"));
        return document.ToJsonString();
    }

    /// <summary>Hears how many fits are done.</summary>
    sealed class CountingObserver(Action<long> onFit) : IJobObserver
    {
        bool fits;

        public void Begin(string name, long total, string unit) => fits = unit == "fits";

        public void Advance(long done, string? detail = null)
        {
            if (fits)
                onFit(done);
        }

        public void End() => fits = false;

        public void Note(string message) { }

        public void Warn(string message) { }
    }
}
