using System.Text.Json.Nodes;
using KronClip.Classifiers;
using KronClip.Jobs;
using KronClip.Methods;
using KronClip.Testing;

namespace KronClip.Tests.Jobs;

/// <summary>Training with unlabelled pictures beside the labelled ones, and without any that are labelled.</summary>
public sealed class SelfTrainingTests(SampleFolder folder) : IClassFixture<SampleFolder>
{
    /// <summary>The sample under train/ and test/: 12 and 4 of each of four classes.</summary>
    string Parts()
    {
        var (from, to) = (folder.CopyPictures(perClass: 16), folder.CopyPictures(perClass: 0));
        foreach (var name in folder.Sample.Classes)
        {
            Directory.Delete(Path.Combine(to, name));
            foreach (var (number, file) in Directory.EnumerateFiles(Path.Combine(from, name)).Order(StringComparer.Ordinal).Index())
                Move(file, Path.Combine(to, number < 12 ? "train" : "test", name, Path.GetFileName(file)));
        }
        return to;
    }

    static void Move(string file, string to)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(to)!);
        File.Move(file, to);
    }

    TrainRequest Request(string pictures, string unlabelled, int rounds = 2) =>
        folder.Request(pictures) with { Unlabelled = new UnlabelledOptions { Pictures = unlabelled, Rounds = rounds } };

    [Theory]
    [InlineData("coop")]
    [InlineData("cocoop")]
    [InlineData("tip-adapter")]
    public void WhatTheDrawLeavesOverTeachesAnyMethod(string method)
    {
        var pictures = Parts();
        var metrics = TrainJob.Run(Request(pictures, "rest") with { Method = method });
        var figures = metrics.Unlabelled!;
        Assert.Equal((32, 32, 0, 4), (figures.Pictures, figures.Known, figures.LeftOut.Sum, figures.PerClass));     // 12 − 2 shots − 2 validation, of four
        Assert.Equal([1, 2], figures.Rounds.Select(r => r.Round));
        Assert.All(figures.Rounds, round =>
        {
            Assert.Equal(round.Chosen, round.PerClass.Sum());
            Assert.All(round.PerClass, count => Assert.InRange(count, 0, 4));
            Assert.Equal(round.Chosen, round.Known);
            Assert.InRange(round.Right!.Value, 0, round.Chosen);
            Assert.InRange(round.Agreed, round.Chosen, 32);
        });
        Assert.Equal((8, 16), (figures.LabelledOnly!.Validation!.Pictures, figures.LabelledOnly.Test!.Pictures));
        Assert.Equal(16, metrics.Adapted.Test!.Pictures);
        Assert.Equal(32, figures.OnThemselves!.Adapted.Pictures);

        // The classifier of the labelled pictures is the one that a training without unlabelled pictures makes.
        var plain = TrainJob.Run(folder.Request(pictures) with { Method = method });
        Assert.Equal(plain.Adapted, figures.LabelledOnly);
        var (own, before) = (ClassifierFile.Read(metrics.Classifier), ClassifierFile.Read(plain.Classifier));
        Assert.NotEqual(before.Document.DataFingerprint, own.Document.DataFingerprint);
        Assert.Superset(before.Document.TrainedOn.ToHashSet(), own.Document.TrainedOn.ToHashSet());
        Assert.InRange(own.Document.TrainedOn.Count, 8 + figures.Rounds.Max(r => r.Chosen), 8 + figures.Rounds.Sum(r => r.Chosen));
        Assert.Contains(own.Document.Provenance, line => line.Contains("32 unlabelled pictures, 2 rounds", StringComparison.Ordinal));
        Assert.Null(plain.Unlabelled);
    }

    [Fact]
    public void APictureThatIsLabelledOrATestPictureIsLeftOutWhateverItsName()
    {
        var (pictures, pile) = (Parts(), folder.CopyPictures(perClass: 0));
        foreach (var name in folder.Sample.Classes)
            Directory.Delete(Path.Combine(pile, name));
        var number = 0;
        foreach (var file in Directory.EnumerateFiles(pictures, "*.png", SearchOption.AllDirectories).Order(StringComparer.Ordinal))
            File.Copy(file, Path.Combine(pile, $"{number++}.png"));
        File.Copy(Path.Combine(pile, "63.png"), Path.Combine(pile, "63 again.png"));
        File.WriteAllText(Path.Combine(pile, "no picture.png"), "no picture");
        var observer = new ListeningObserver();
        var figures = TrainJob.Run(Request(pictures, pile, rounds: 1), observer).Unlabelled!;
        Assert.Equal(new LeftOutFigures(Train: 8, Validation: 8, Test: 16, Parts: 0, Copies: 1, Unreadable: 1), figures.LeftOut);
        Assert.Equal((32, 0), (figures.Pictures, figures.Known));       // a flat folder tells nothing
        Assert.All(figures.Rounds, round => Assert.Equal((0, null, null), (round.Known, round.Right, round.AgreedRight)));
        Assert.Null(figures.OnThemselves);
        Assert.Contains(observer.Warnings, warning => warning.Contains("no picture.png", StringComparison.Ordinal));
        Assert.Contains(observer.Notes, note => note.Contains("16 also a test picture", StringComparison.Ordinal));
    }

    /// <summary>The folders of the unlabelled pictures may lie: only the report changes.</summary>
    [Fact]
    public void TheTruthTeachesNothing()
    {
        var pictures = Parts();
        float[] Learned(bool honest)
        {
            var pile = folder.CopyPictures(perClass: 24);
            var classes = folder.Sample.Classes;
            var turned = classes.Index().ToDictionary(c => c.Item, c => classes[(c.Index + 1) % classes.Count]);
            foreach (var name in classes)
                Directory.Move(Path.Combine(pile, name), Path.Combine(pile, "." + name));
            foreach (var name in classes)
                Directory.Move(Path.Combine(pile, "." + name), Path.Combine(pile, honest ? name : turned[name]));
            var metrics = TrainJob.Run(Request(pictures, pile));
            var round = metrics.Unlabelled!.Rounds[^1];
            right.Add(round.Right!.Value);
            return ClassifierFile.Read(metrics.Classifier).Learned.SelectMany(t => t.Values.ToArray()).ToArray();
        }

        Assert.Equal(Learned(honest: true), Learned(honest: false));
        Assert.NotEqual(right[0], right[1]);
    }

    readonly List<int> right = [];

    [Theory]
    [InlineData("encoding", "coop")]
    [InlineData("training, round 0", "coop")]
    [InlineData("training, round 1", "coop")]
    [InlineData("training, round 2", "coop")]
    [InlineData("training, round 2", "cocoop")]
    public void ARunThatWasStoppedGoesOnToTheSameBits(string stage, string method)
    {
        var pictures = Parts();
        var calm = TrainJob.Run(Request(pictures, "rest") with { Method = method });
        var request = Request(pictures, "rest") with { Method = method };
        using var stop = new CancellationTokenSource();
        Assert.ThrowsAny<OperationCanceledException>(() => TrainJob.Run(request, new ListeningObserver(began =>
        {
            if (began == stage)
                stop.Cancel();
        }), stop.Token));
        Same(calm, TrainJob.Run(request));
    }

    /// <summary>What a killed run leaves may be less than what it wrote: a choice, or the classifier before it, can be lost.</summary>
    [Theory]
    [InlineData("pseudo-labels-1.json", "{}")]
    [InlineData("pseudo-labels-1.json", """{"round":1}""")]
    [InlineData("labelled-only.kronclip", "{}")]
    public void ARunThatLostAFileBeginsAgain(string file, string left)
    {
        var pictures = Parts();
        var calm = TrainJob.Run(Request(pictures, "rest"));
        var request = Request(pictures, "rest");
        var again = TrainJob.Run(request);
        File.Delete(Path.Combine(again.Run, "metrics.json"));
        File.WriteAllText(Path.Combine(again.Run, file), left);
        var observer = new ListeningObserver();
        Same(calm, TrainJob.Run(request, observer));
        Assert.Contains(observer.Notes, note => note.Contains("starts again from the beginning", StringComparison.Ordinal));
    }

    static void Same(RunMetrics expected, RunMetrics actual)
    {
        Assert.Equal(File.ReadAllBytes(expected.Classifier), File.ReadAllBytes(actual.Classifier));
        Assert.Equal(File.ReadAllText(Path.Combine(expected.Run, "log.jsonl")), File.ReadAllText(Path.Combine(actual.Run, "log.jsonl")));
        Assert.Equal(JsonNode.Parse(expected.ToJson())!["unlabelled"]!.ToJsonString(), JsonNode.Parse(actual.ToJson())!["unlabelled"]!.ToJsonString());
        Assert.Equal(expected.Adapted, actual.Adapted);
    }

    [Fact]
    public void ATrainingIsReproduced()
    {
        var metrics = TrainJob.Run(Request(Parts(), "rest"));
        var repro = ReproJob.Run(metrics.Run);
        Assert.True(repro.Same, string.Join('\n', repro.Differences));
        Assert.NotNull(repro.After.Unlabelled);
    }

    [Fact]
    public void OtherUnlabelledPicturesAreAnotherRun()
    {
        var request = Request(Parts(), "rest");
        TrainJob.Run(request);
        Assert.Contains("unlabelled.rounds", Assert.Throws<TrainingException>(() => TrainJob.Run(request with { Unlabelled = request.Unlabelled! with { Rounds = 3 } })).Message, StringComparison.Ordinal);
        Assert.Contains("unlabelled", Assert.Throws<TrainingException>(() => TrainJob.Run(request with { Unlabelled = null })).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void FoldsHaveTheirOwnRounds()
    {
        var pictures = folder.CopyPictures(perClass: 3);
        foreach (var name in folder.Sample.Classes)
            File.Delete(Directory.EnumerateFiles(Path.Combine(pictures, name)).Order(StringComparer.Ordinal).Last());
        var metrics = TrainJob.Run(Request(pictures, folder.CopyPictures(perClass: 24), rounds: 1));
        Assert.Equal(("k-fold", 2, 8), (metrics.Split.TestKind, metrics.KFold!.Folds, metrics.KFold.Adapted.Pictures));
        Assert.Equal(8, metrics.Unlabelled!.LabelledOnlyFolds!.Pictures);
        Assert.Equal(8, metrics.Unlabelled.LeftOut.Train);
        Assert.Equal(TrainJob.Run(folder.Request(pictures)).KFold!.Adapted, metrics.Unlabelled.LabelledOnlyFolds);
    }

    [Fact]
    public void FreshViewsOfPseudoLabelledPicturesAreMadeToo()
    {
        var request = Request(Parts(), "rest") with { Method = "coop" };
        var metrics = TrainJob.Run(request with { Recipe = new RecipeChoice { Name = "published", Epochs = 2 } });
        Assert.Equal(0, metrics.Recipe!.Views);
        Assert.NotNull(metrics.Unlabelled!.LabelledOnly!.Test);
    }

    [Fact]
    public void NamesAloneMakeAClassifierThatTheTestPartMeasures()
    {
        var metrics = TrainJob.Run(Request("", Parts()) with { Names = ["blue square", "green triangle", "red circle", "yellow stripes"] });
        Assert.Equal((0, 0, 0, 16, "given"), (metrics.Shots, metrics.Split.Train, metrics.Split.Validation, metrics.Split.Test, metrics.Split.TestKind));
        Assert.Equal((48, 16, 48), (metrics.Unlabelled!.Pictures, metrics.Unlabelled.LeftOut.Parts, metrics.Unlabelled.Known));
        Assert.Null(metrics.Unlabelled.LabelledOnly);
        Assert.Equal(48, metrics.Unlabelled.Rounds[0].Agreed);                      // the zero-shot classifier agrees with itself
        Assert.Equal(16, metrics.Adapted.Test!.Pictures);
        Assert.Null(metrics.Adapted.Validation);
        Assert.Equal(0, ClassifierFile.Read(metrics.Classifier).Document.Shots);
        var repro = ReproJob.Run(metrics.Run);
        Assert.True(repro.Same, string.Join('\n', repro.Differences));
    }

    [Fact]
    public void WithoutLabelsAnywhereThereIsNoFigureAndItSaysSo()
    {
        var pile = folder.CopyPictures(perClass: 24);
        foreach (var name in folder.Sample.Classes)
            Directory.Move(Path.Combine(pile, name), Path.Combine(pile, "x" + name));
        using var words = TestFiles.Temporary();
        File.WriteAllText(words.File("classes.json"), """{"version":1,"classes":{"a":{"words":"blue square"},"b":{"words":"red circle"}}}""");
        var observer = new ListeningObserver();
        var metrics = TrainJob.Run(Request("", pile) with { ClassFile = words.File("classes.json") }, observer);
        Assert.Equal(["a", "b"], metrics.Classes.Select(c => c.Folder));
        Assert.Equal("blue square", metrics.Classes[0].Words);
        Assert.Equal((new PartFigures(null, null), new PartFigures(null, null), "none"), (metrics.ZeroShot, metrics.Adapted, metrics.Split.TestKind));
        Assert.Null(metrics.Unlabelled!.OnThemselves);
        Assert.Contains(observer.Notes, note => note.Contains("nothing can measure", StringComparison.Ordinal));
    }

    [Fact]
    public void AProbeNeedsAPseudoLabelOfEveryClassAndAPromptOne()
    {
        var pile = folder.CopyPictures(perClass: 1);
        foreach (var name in folder.Sample.Classes.Skip(1))
            Directory.Delete(Path.Combine(pile, name), recursive: true);
        TrainRequest Named(string method) => Request("", pile) with { Names = ["blue square", "green triangle", "red circle", "yellow stripes"], Method = method };
        Assert.Contains("needs a picture of each class", Assert.Throws<DataException>(() => TrainJob.Run(Named("tip-adapter"))).Message, StringComparison.Ordinal);
        Assert.Equal(1, TrainJob.Run(Named("coop")).Unlabelled!.Rounds[0].Agreed);
        var unsure = Named("coop");
        Assert.Contains("None of the 1 unlabelled pictures", Assert.Throws<DataException>(() => TrainJob.Run(unsure with { Unlabelled = unsure.Unlabelled! with { Confidence = 0.999999 } })).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void WhatCannotBeIsRefused()
    {
        var pictures = folder.CopyPictures();
        void Refused<T>(TrainRequest request, string sentence) where T : KronClipException =>
            Assert.Contains(sentence, Assert.Throws<T>(() => TrainJob.Run(request)).Message, StringComparison.Ordinal);
        Refused<OptionsException>(Request(pictures, "rest"), "All pictures beyond the shots are the test set");
        Refused<OptionsException>(Request(pictures, pictures) with { Method = "zero-shot" }, "learns nothing");
        Refused<OptionsException>(Request("", "rest") with { Names = ["a", "b"] }, "there are none. Name a folder");
        Refused<OptionsException>(Request("", pictures), "--names");
        Refused<OptionsException>(Request(pictures, pictures) with { Names = ["a", "b"] }, "the folders name the classes");
        Refused<OptionsException>(folder.Request(""), "neither labelled nor unlabelled");
        Refused<OptionsException>(Request(pictures, pictures, rounds: 0), "rounds is 0");
        Refused<DataException>(Request("", pictures) with { Names = ["a"] }, "Only one class is named");
        Refused<DataException>(Request("", pictures) with { Names = ["a", "A"] }, "cannot be told apart");
        Refused<DataException>(Request(pictures, pictures + "/nowhere"), "does not exist");
        Refused<DataException>(Request(folder.CopyPictures(perClass: 4), folder.CopyPictures(perClass: 4)), "no unlabelled picture is left");
    }

    [Fact]
    public void AFolderOfTestPicturesAloneIsNotLearnedFrom()
    {
        var parts = Parts();
        Directory.Delete(Path.Combine(parts, "train"), recursive: true);
        Assert.Contains("never learned from", Assert.Throws<DataException>(() => TrainJob.Run(Request(folder.CopyPictures(), parts))).Message, StringComparison.Ordinal);
        Assert.Equal(16, TrainJob.Run(Request(folder.CopyPictures(perClass: 8), parts + "/test", rounds: 1)).Unlabelled!.Pictures);
    }
}
