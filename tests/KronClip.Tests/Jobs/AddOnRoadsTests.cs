using System.Text.Json.Nodes;
using KronClip.Classifiers;
using KronClip.Jobs;
using KronClip.Methods;

namespace KronClip.Tests.Jobs;

/// <summary>The add-ons on the sample's tiny model, on the roads that a training takes.</summary>
public class AddOnRoadsTests(ProtocolFolder folder) : IClassFixture<ProtocolFolder>
{
    static readonly JsonObject Everything = new() { ["fusion"] = true, ["consistency"] = 25, ["averaging"] = true, ["closedForm"] = "gda", ["closedFormWeight"] = 0.3 };

    /// <summary>New classes are the prompt's alone: a closed form changes no figure there, and every one of them where it was fitted may.</summary>
    [Fact]
    public void AClosedFormServesTheClassesThatItWasFittedToAndNoOthers()
    {
        using var outcome = Run(new("coop"), new("coop", new JsonObject { ["closedForm"] = "gda", ["closedFormWeight"] = 1000 }));
        var rows = outcome.Rows.Select(r => r.Id).ToArray();
        ILookup<string, string> found = outcome.Cells.ToLookup(c => $"{c.Row} {c.Part}", c => $"{c.Seed} {c.Correct} {c.MacroF1:R}");
        foreach (var part in new[] { "new", "task" })
            Assert.Equal(found[$"{rows[0]} {part}"], found[$"{rows[1]} {part}"]);
        Assert.NotEqual(found[$"{rows[0]} test"], found[$"{rows[1]} test"]);
        Assert.IsType<BlendedHead>(outcome.Classifiers[rows[1]].Head);
        Assert.Equal(outcome.Rows[0].Parameters + 4 * 33, outcome.Rows[1].Parameters);
    }

    /// <summary>The head that names the trained classes is the prompt's and zero-shot CLIP's, and so is that of new ones.</summary>
    [Fact]
    public void FusionMixesTheZeroShotEmbeddingsOfWhateverClassesAreNamed()
    {
        using var outcome = Run(new("zero-shot"), new("coop", new JsonObject { ["fusion"] = true }), new("coop", new JsonObject { ["fusion"] = "zero-shot-normalised" }));
        var zeroShot = outcome.Classifiers[outcome.Rows[0].Id].Head;
        var (raw, unit) = (Rows(outcome.Classifiers[outcome.Rows[1].Id].Head, 1), Rows(outcome.Classifiers[outcome.Rows[2].Id].Head, 1));
        for (var c = 0; c < 4; c++)
        {
            var text = Rows(zeroShot, 0)[c];
            var length = Math.Sqrt(raw[c].Sum(x => x * (double)x));
            Assert.NotEqual(1, length, 1e-3);
            Assert.All(text.Zip(raw[c]), pair => Assert.Equal(pair.First, pair.Second / length, 1e-6));
            Assert.All(text.Zip(unit[c]), pair => Assert.Equal(pair.First, pair.Second, 1e-6));
        }
        static float[][] Rows(ClassifierHead head, int tensor) => [.. head.Tensors[tensor].Values.ToArray().Chunk(head.Width)];
    }

    [Fact]
    public void AllTogetherTrainsAndItsFileSaysTheSame()
    {
        var place = folder.NewPlace();
        var metrics = TrainJob.Run(Request(place, "ck-coop", Everything));
        Assert.Contains(metrics.Notes, n => n.Contains("held to the mean of 30 sentences", StringComparison.Ordinal));
        Assert.Contains(metrics.Notes, n => n.EndsWith("beta = 0.3: as given.", StringComparison.Ordinal));
        using var loaded = LoadedClassifier.Open(metrics.Classifier, null, folder.Cache);
        Assert.IsType<FusedHead>(Assert.IsType<BlendedHead>(loaded.Classifier.Head).First);
        Assert.All(metrics.Notes.Where(n => n.Contains("beta", StringComparison.Ordinal)), n => Assert.Contains(n, loaded.Classifier.Document.Provenance));
        var again = EvalJob.Run(metrics.Classifier, folder.Source, cache: folder.Cache);
        Assert.InRange(again.Figures.Accuracy, 0, 1);
    }

    /// <summary>CoCoOp's head needs the text tower, with a closed form beside it too.</summary>
    [Fact]
    public void APromptPerPictureMayHaveAClosedFormBesideIt()
    {
        var metrics = TrainJob.Run(Request(folder.NewPlace(), "cocoop", new JsonObject { ["closedForm"] = "ridge", ["closedFormWeight"] = 0.5, ["averaging"] = true }));
        var file = ClassifierFile.Read(metrics.Classifier);
        Assert.True(file.Head.NeedsTextTower);
        Assert.Throws<ClassifierException>(() => file.Logits(new float[file.Head.Width].Select((_, i) => (float)(i + 1)).ToArray()));
        using var loaded = LoadedClassifier.Open(metrics.Classifier, null, folder.Cache);
        Assert.False(loaded.Classifier.Head.NeedsTextTower);
        var figures = PredictJob.Run(loaded, [folder.Source], top: 4).ToArray();
        Assert.NotEmpty(figures);
        Assert.All(figures, picture => Assert.Equal(1, picture.Top.Sum(guess => guess.Confidence), 1e-5));
        Assert.Equal(ClassifierFile.ToBytes(file), ClassifierFile.ToBytes(loaded.Classifier));
    }

    /// <summary>A training that was stopped in its midst goes on with the mean that it had.</summary>
    [Fact]
    public void AStoppedTrainingThatAveragesEndsWithTheSameBits()
    {
        var request = Request(folder.NewPlace(), "ck-coop", new JsonObject { ["averaging"] = true }) with { Recipe = new RecipeChoice { Epochs = 12 }, CheckpointSeconds = 0 };
        using var stop = new CancellationTokenSource();
        Assert.ThrowsAny<OperationCanceledException>(() => TrainJob.Run(request, new StepObserver(done => { if (done == 8) stop.Cancel(); }), stop.Token));
        var resumed = TrainJob.Run(request);
        var calm = TrainJob.Run(request with { Run = folder.NewPlace(), Output = folder.NewPlace() + ".kronclip" });
        Assert.Equal(Tensors(calm), Tensors(resumed));
        var plain = TrainJob.Run(request with { MethodOptions = [], Run = folder.NewPlace(), Output = folder.NewPlace() + ".kronclip" });
        Assert.NotEqual(Tensors(plain), Tensors(calm));
        static float[] Tensors(RunMetrics metrics) => [.. ClassifierFile.Read(metrics.Classifier).Learned.SelectMany(t => t.Values.ToArray())];
    }

    ProtocolOutcome Run(params MethodChoice[] methods) =>
        ProtocolJob.Run(folder.Request() with { Shifts = [], Methods = methods, Recipe = new RecipeChoice { Epochs = 3 } }, SilentObserver.Instance, CancellationToken.None);

    TrainRequest Request(string place, string method, JsonObject options) => new()
    {
        Images = folder.Source,
        Model = folder.Model,
        Method = method,
        MethodOptions = options.DeepClone().AsObject(),
        Shots = 2,
        Recipe = new RecipeChoice { Epochs = 3 },
        Run = Path.Combine(place, "run"),
        Output = Path.Combine(place, "result.kronclip"),
        Cache = folder.Cache,
    };

    sealed class StepObserver(Action<long> onStep) : IJobObserver
    {
        bool training;

        public void Begin(string name, long total, string unit) => training = name == "training";

        public void Advance(long done, string? detail = null)
        {
            if (training)
                onStep(done);
        }

        public void End() => training = false;

        public void Note(string message) { }

        public void Warn(string message) { }
    }
}
