using System.Text.Json.Nodes;
using KronClip.Classifiers;
using KronClip.Evaluation;
using KronClip.Jobs;
using KronClip.Methods;
using KronClip.Training;

namespace KronClip.Tests.Jobs;

/// <summary>A training whose method is chosen: what it says, that it goes on where it was stopped, and that it is the same in a comparison.</summary>
public class AutoTrainTests(SampleFolder folder) : IClassFixture<SampleFolder>
{
    TrainRequest Request(string pictures, params string[] candidates) => folder.Request(pictures) with
    {
        Method = "auto",
        MethodOptions = new JsonObject { ["candidates"] = new JsonArray([.. candidates.Select(c => JsonValue.Create(c))]) },
        Shots = 4,
    };

    [Fact]
    public void MetricsAndClassifierSayWhatWasTakenAndWhy()
    {
        var observer = new ListeningObserver();
        var metrics = TrainJob.Run(Request(folder.CopyPictures(24), "ck-coop", "gda", "linear-probe"), observer);

        var choice = metrics.Choice!;
        Assert.Equal(("auto", 16, 4), (metrics.Method, choice.Of, choice.Folds));
        Assert.Equal(["ck-coop", "gda", "linear-probe", "zero-shot"], choice.Candidates.Select(c => c.Method).Order(StringComparer.Ordinal));
        Assert.Equal(choice.Candidates.Single(c => c.Method == choice.Picked).Parameters, metrics.Parameters);
        Assert.True(choice.Candidates.Single(c => c.Method == choice.Picked).InReach);
        Assert.All(choice.Sentences, sentence => Assert.Contains(sentence, metrics.Notes));
        Assert.Equal(choice.Sentences, observer.Notes.Where(choice.Sentences.Contains));
        Assert.All(choice.Warnings, warning => Assert.Contains(warning, metrics.Warnings));
        var document = ClassifierFile.Read(metrics.Classifier).Document;
        Assert.Equal(choice.Picked, document.Method.Name);
        Assert.Equal([.. choice.Sentences, .. choice.Warnings], document.Provenance.Take(choice.Sentences.Count + choice.Warnings.Count));
        Assert.Equal(metrics.ToJson(), RunMetrics.Read(Path.Combine(metrics.Run, "metrics.json")).ToJson());
        Assert.True(ReproJob.Run(metrics.Run).Same);
    }

    /// <summary>With one candidate beside zero-shot, the classifier is the one that it makes when it is asked for by name.</summary>
    [Theory]
    [InlineData("ck-coop")]
    [InlineData("linear-probe")]
    public void WhatIsTakenIsFittedAsIfItHadBeenAskedFor(string method)
    {
        var pictures = folder.CopyPictures(24);
        var auto = TrainJob.Run(Request(pictures, method) with { Recipe = new RecipeChoice { Epochs = 40 } });
        var asked = TrainJob.Run(folder.Request(pictures) with { Method = auto.Choice!.Picked, Shots = 4, Recipe = new RecipeChoice { Epochs = 40 } });
        Assert.Equal(asked.Adapted, auto.Adapted);
        Assert.Equal((asked.Parameters, asked.Steps), (auto.Parameters, auto.Steps));
        var (one, two) = (ClassifierFile.Read(asked.Classifier), ClassifierFile.Read(auto.Classifier));
        Assert.All(one.Head.Tensors.Zip(two.Head.Tensors), pair => Assert.True(pair.First.Values.SequenceEqual(pair.Second.Values)));
    }

    [Fact]
    public void StoppedWhileChoosingItGoesOnAfterTheLastFinishedFold()
    {
        var pictures = folder.CopyPictures(24);
        var calm = TrainJob.Run(Request(pictures, "ck-coop", "gda"));
        var request = Request(pictures, "ck-coop", "gda");
        using var cancel = new CancellationTokenSource();
        var stopped = new StoppingObserver("CK-CoOp, fold 3", cancel.Cancel);
        Assert.Throws<OperationCanceledException>(() => TrainJob.Run(request, stopped, cancel.Token));
        var kept = Directory.GetFiles(Path.Combine(request.Run!, "choice")).Select(Path.GetFileName).Order(StringComparer.Ordinal).ToArray();
        Assert.Equal(["choice-ck-coop-fold1.json", "choice-ck-coop-fold2.json", "choice-zero-shot-fold1.json"], kept);

        var again = new StoppingObserver("never", () => { });
        var metrics = TrainJob.Run(request, again);
        Assert.DoesNotContain(again.Heard, what => what.StartsWith("CK-CoOp, fold 2", StringComparison.Ordinal));
        Assert.Contains(again.Heard, what => what.StartsWith("CK-CoOp, fold 3, step", StringComparison.Ordinal));
        Assert.Equal(Comparable(calm), Comparable(metrics));
        Assert.True(File.ReadAllBytes(calm.Classifier).AsSpan().SequenceEqual(File.ReadAllBytes(metrics.Classifier)));
    }

    [Fact]
    public void AMeasuringFoldChoosesByItsOwnPictures()
    {
        var metrics = TrainJob.Run(Request(folder.CopyPictures(2), "gda", "linear-probe"));
        Assert.Equal((2, 8), (metrics.KFold!.Folds, metrics.KFold.Adapted.Pictures));
        Assert.Equal((2, 8), (metrics.Choice!.Folds, metrics.Choice.Of));
        // A measuring fold keeps one picture of each class, which leaves nothing to compare there.
        Assert.Contains("Each fold of the k-fold figure made a choice of its own, by its training pictures alone: Zero-shot CLIP in 2 folds.", metrics.Notes);
        Assert.Equal(metrics.KFold.ZeroShot, metrics.KFold.Adapted);
    }

    /// <summary>The same candidates and answers; what is asked of the rule is another thing, and so is the run's folder.</summary>
    [Fact]
    public void TheMostRightCanBePreferred()
    {
        var pictures = folder.CopyPictures(24);
        var (simple, right) = (Request(pictures, "ck-coop", "gda", "linear-probe"), Request(pictures, "ck-coop", "gda", "linear-probe"));
        right.MethodOptions["prefer"] = "most-right";
        var (one, two) = (TrainJob.Run(simple).Choice!, TrainJob.Run(right).Choice!);
        Assert.Equal(one.Candidates, two.Candidates);
        Assert.Equal(two.Candidates[0].Method, two.Picked);
    }

    [Fact]
    public void WithOneShotNothingIsComparedAndThatIsSaid()
    {
        var metrics = TrainJob.Run(Request(folder.CopyPictures(), "ck-coop", "gda") with { Shots = 1 });
        Assert.Equal(("ck-coop", 0), (metrics.Choice!.Picked, metrics.Choice.Folds));
        Assert.Contains(metrics.Notes, note => note.StartsWith("Nothing was compared: ", StringComparison.Ordinal) && note.Contains("Took CK-CoOp unseen", StringComparison.Ordinal));
    }

    /// <summary>ProGrad takes AdamW and 400 epochs, CK-CoOp L-BFGS and 100 steps: each candidate has its own recipe, and where views are fresh, as many as it has epochs.</summary>
    [Fact]
    public void EachCandidateIsTrainedByItsOwnRecipe()
    {
        var candidates = new RecipeChoice();
        var options = Auto.Definition.ReadOptions(new JsonObject { ["candidates"] = new JsonArray("ck-coop", "prograd") });
        Assert.Equal(400, candidates.Resolve(Auto.Definition, options, 16, 100).Epochs);
        Assert.Contains("ProGrad bends its gradient", Assert.Throws<OptionsException>(() => (Request("x", "prograd") with { Recipe = new RecipeChoice { Optimiser = OptimiserKind.Lbfgs } }).Resolve()).Message, StringComparison.Ordinal);

        var metrics = TrainJob.Run(Request(folder.CopyPictures(), "coop", "cocoop") with { Shots = 2, Recipe = new RecipeChoice { Name = "published", Epochs = 2 } });
        Assert.Equal(3, metrics.Choice!.Candidates.Count);
    }

    [Fact]
    public void InAComparisonItIsTheSame()
    {
        var pictures = folder.CopyPictures(24);
        var trained = TrainJob.Run(Request(pictures, "ck-coop", "gda"));
        var request = Request(pictures, "ck-coop", "gda");
        ComparisonRequest Comparison(string place, params MethodChoice[] methods) => new()
        {
            Images = pictures,
            Models = [request.Model],
            Methods = methods,
            Shots = [4],
            Seeds = [1],
            Recipe = request.Recipe,
            Output = Path.Combine(Path.GetDirectoryName(request.Run!)!, place),
            Cache = request.Cache,
        };

        var report = ComparisonJob.Run(Comparison("a", new MethodChoice("auto", request.MethodOptions))).Report;
        var cell = report.Cells.Single(c => c.Shots == 4);
        Assert.Equal(trained.Adapted.Test!.Accuracy, cell.Accuracy);
        Assert.Equal(trained.Choice!.Picked, cell.Picked);
        Assert.Contains(report.Verdict, sentence => sentence.EndsWith($"at 4 pictures of each class took {trained.Choice.Picked} (seed 1).", StringComparison.Ordinal));
        Assert.All(report.Cells.Where(c => c.Shots == 0), c => Assert.Null(c.Picked));

        // The same folder again: the cell is read, with what it took.
        Assert.Equal(report.Cells, ComparisonJob.Run(Comparison("a", new MethodChoice("auto", request.MethodOptions))).Report.Cells);
    }

    [Fact]
    public void AComparisonOfAllMethodsLeavesTheChoiceOut() =>
        Assert.DoesNotContain(new ComparisonRequest { Images = "x" }.Choices, choice => choice.Method == "auto");

    static string Comparable(RunMetrics metrics) => (metrics with { Seconds = new StageSeconds(0, 0, 0), Classifier = "", Run = "", Report = metrics.Report! with { Cost = new ReportedCost(0, 0, 0, 0, 0, 0, null, "", 0, null, null, null) } }).ToJson();

    /// <summary>Does something when it hears a word.</summary>
    sealed class StoppingObserver(string word, Action stop) : IJobObserver
    {
        public List<string> Heard { get; } = [];

        public void Begin(string name, long total, string unit) { }

        public void Advance(long done, string? detail = null)
        {
            Heard.Add(detail ?? "");
            if (detail?.StartsWith(word, StringComparison.Ordinal) == true)
                stop();
        }

        public void End() { }

        public void Note(string message) { }

        public void Warn(string message) { }
    }
}
