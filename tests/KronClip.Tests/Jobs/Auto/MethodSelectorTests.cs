using System.Text.Json.Nodes;
using KronClip.Clip;
using KronClip.Compute;
using KronClip.Data;
using KronClip.Evaluation;
using KronClip.Jobs;
using KronClip.Methods;
using KronClip.Testing;
using KronClip.Training;

namespace KronClip.Tests.Jobs;

/// <summary>The choice itself, on embeddings of one's own: which pictures a fold's fit sees, and what becomes of the answers.</summary>
public sealed class MethodSelectorTests(SampleFolder folder) : IClassFixture<SampleFolder>, IDisposable
{
    readonly ClipModel model = ClipModel.Load(folder.Sample.ModelFolder);
    readonly TemporaryFolder place = TestFiles.Temporary();

    public void Dispose()
    {
        model.Dispose();
        place.Dispose();
    }

    ClassPrompts Prompts(int classes) =>
        ClassPrompts.From(model, [.. folder.Sample.Classes.Take(classes).Select(name => new ClassDefinition { Folder = name, Name = name, Words = name.Replace('_', ' ') })], [ZeroShot.DefaultTemplate], 4);

    IReadOnlyList<MethodPlan> Candidates(int classes, int pictures, params string[] names) =>
        MethodPlan.Of(new MethodChoice("auto", new JsonObject { ["candidates"] = new JsonArray([.. names.Select(n => JsonValue.Create(n))]) }),
            new RecipeChoice { Epochs = 2 }, 4, model, classes, pictures).Candidates;

    (MethodPlan Pick, MethodSelection Selection) Select(IReadOnlyList<MethodPlan> candidates, FitData data, int classes, AnswerFiles? files = null, Action<int, string>? progress = null) =>
        new MethodSelector(model, Caches.Dictionaries("", model.ContentHash), Prompts(classes), 1, CancellationToken.None).Select(candidates, data, files ?? AnswerFiles.None, progress ?? ((_, _) => { }));

    /// <summary>Two classes far apart along the first axis, with a little of their own on other axes.</summary>
    FitData Data(int[] labels, Func<int, float>? sign = null)
    {
        Matrix Features(int[] of)
        {
            var features = new Matrix(of.Length, model.Config.EmbeddingWidth);
            for (var i = 0; i < of.Length; i++)
            {
                features[i, 0] = sign?.Invoke(i) ?? (of[i] == 0 ? 1 : -1);
                features[i, 1] = 0.5f;
                features[i, 2 + i % 5] = 0.1f;
            }
            return features;
        }
        var train = Features(labels);
        return new FitData(new TrainingFeatures([train], false, labels), new LabelledFeatures(train, labels), new LabelledFeatures(new Matrix(0, train.Columns), []));
    }

    [Fact]
    public void TheFoldsCoverEveryPictureOnceAndEveryClassIsLeftInEach()
    {
        int[] labels = [0, 0, 0, 0, 0, 0, 0, 1, 1, 1];
        Assert.Equal(3, FoldDeal.Count(labels, 2));
        Assert.Equal(5, FoldDeal.Count([.. Enumerable.Repeat(0, 9), .. Enumerable.Repeat(1, 9)], 2));
        Assert.Equal(0, FoldDeal.Count(labels, 3));
        var folds = FoldDeal.Of(labels, 3);
        Assert.Equal(Enumerable.Range(0, 10), folds.SelectMany(f => f.Held).Order());
        Assert.All(folds, fold => Assert.Equal(Enumerable.Range(0, 10), fold.Train.Concat(fold.Held).Order()));
        Assert.All(folds, fold => Assert.Equal([0, 1], fold.Train.Select(i => labels[i]).Distinct()));
        Assert.Equal([0, 3, 6, 9], folds[0].Held);              // n-th of class c in (n + c) mod 3: 0, 3, 6 of class 0, and the third of class 1
    }

    /// <summary>Each picture is its own class's opposite on the axis that tells the classes apart for one picture: only a fit that has seen it could be right on it.</summary>
    [Fact]
    public void AHeldOutPictureIsJudgedByAFitThatDidNotSeeIt()
    {
        int[] labels = [0, 0, 0, 0, 1, 1, 1, 1];
        var data = Data(labels, i => (labels[i] == 0 ? 1 : -1) * (i == 2 ? -1 : 1));
        var candidates = Candidates(2, 8, "tip-adapter");
        var selection = Select(candidates, data, 2).Selection;

        var folds = FoldDeal.Of(labels, 4);
        var expected = 0;
        foreach (var (train, held) in folds)
        {
            var plan = candidates.Single(c => c.Definition.Name == "tip-adapter");
            var answers = new HeldOutAnswers(model, Caches.Dictionaries("", model.ContentHash), Prompts(2), 1, default).Of(plan, data.Pictures(train), data.Train.Select(held), () => { });
            expected += answers.Zip(held, (answer, place) => answer == labels[place]).Count(right => right);
        }
        Assert.Equal((8, 4), (selection.Of, selection.Folds));
        var tip = selection.Candidates.Single(c => c.Method == "tip-adapter");
        Assert.Equal(expected, tip.Right);
        Assert.Equal(7, tip.Right);                             // the odd one out is taken for the other class, as no fit that judges it has seen it
    }

    [Fact]
    public void WhatLearnsNothingIsJudgedOnceOnAllPictures()
    {
        int[] labels = [0, 0, 0, 1, 1, 1];
        var fits = new List<int>();
        var candidates = Candidates(2, 6, "linear-probe");
        var selection = Select(candidates, Data(labels), 2, progress: (done, _) => fits.Add(done)).Selection;

        Assert.Equal(["linear-probe", "zero-shot"], selection.Candidates.Select(c => c.Method).Order(StringComparer.Ordinal));
        Assert.Equal(4, fits.Max());                            // one for zero-shot, three folds of the probe
        Assert.Equal(4, MethodSelector.Fits(candidates, Data(labels), 2));
        Assert.Equal(6, selection.Candidates.Single(c => c.Method == "linear-probe").Right);
    }

    [Fact]
    public void AClassWithASinglePictureLeavesNothingToCompare()
    {
        var (pick, selection) = Select(Candidates(2, 4, "gda", "ck-coop"), Data([0, 0, 0, 1]), 2);
        Assert.Equal("ck-coop", pick.Definition.Name);
        Assert.Equal((0, 0), (selection.Folds, selection.Of));
        Assert.Contains($"'{Prompts(2).Names[1]}' has a single training picture", selection.Sentences[0], StringComparison.Ordinal);
        Assert.Equal("zero-shot", Select(Candidates(2, 4, "gda"), Data([0, 0, 0, 1]), 2).Pick.Definition.Name);
    }

    /// <summary>Files of finished folds are taken as they are; one that is damaged, of other options or of other pictures is made again.</summary>
    [Fact]
    public void FinishedFoldsAreKept()
    {
        int[] labels = [0, 0, 0, 1, 1, 1];
        var (candidates, data) = (Candidates(2, 6, "linear-probe"), Data(labels));
        AnswerFiles Files(string key = "key") => new(place.File("choice"), key, "choice");
        var first = Select(candidates, data, 2, Files()).Selection;
        var file = place.File("choice", "choice-linear-probe-fold2.json");
        Assert.Equal(4, Directory.GetFiles(place.File("choice")).Length);

        // The probe is right on all; a file that says otherwise shows that it is read.
        var text = File.ReadAllText(file);
        var held = FoldDeal.Of(labels, 3)[1].Held;
        Files().Write("linear-probe", 1, [.. held.Select(i => 1 - labels[i])]);
        Assert.Equal(6 - held.Length, Select(candidates, data, 2, Files()).Selection.Candidates.Single(c => c.Method == "linear-probe").Right);
        Assert.Equal(6, Select(candidates, data, 2, Files("other")).Selection.Candidates.Single(c => c.Method == "linear-probe").Right);

        foreach (var damage in new[] { "", "{}", "[1]", text[..^9], text.Replace("\"answers\": [", "\"answers\": [7,", StringComparison.Ordinal), "{\"key\":1,\"answers\":\"a\"}" })
        {
            File.WriteAllText(file, damage);
            Assert.Null(Files().Read("linear-probe", 1, held.Length, 2));
        }
        Assert.Equal(first.Candidates, Select(candidates, data, 2, Files()).Selection.Candidates);
    }
}
