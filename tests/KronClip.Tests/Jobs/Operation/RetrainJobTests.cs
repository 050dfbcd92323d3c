using KronClip.Classifiers;
using KronClip.Jobs;
using KronClip.Testing;

namespace KronClip.Tests.Jobs.Operation;

/// <summary>Retraining: like the classifier in use, compared on pictures neither saw, and never a silent regression.</summary>
public sealed class RetrainJobTests(TrainedSample trained) : IClassFixture<TrainedSample>, IDisposable
{
    readonly TemporaryFolder folder = TestFiles.Temporary();

    public void Dispose() => folder.Dispose();

    RetrainRequest Request(string pictures)
    {
        var inUse = folder.File("parts.kronclip");
        if (!File.Exists(inUse))
            File.Copy(trained.Classifier, inUse);
        return new RetrainRequest { Classifier = inUse, Images = pictures, Run = folder.File("retrained"), Cache = trained.Request.Cache };
    }

    RetrainResult Run(RetrainRequest request) => RetrainJob.Run(request, cancel: TestContext.Current.CancellationToken);

    [Fact]
    public void TheNewOneIsMadeLikeTheOldOneAndTakesItsPlaceWhereItIsNotWorse()
    {
        var request = Request(trained.Pictures);
        var before = File.ReadAllBytes(request.Classifier);
        var result = Run(request);
        Assert.False(result.Replaced);
        Assert.False(result.Refused);
        Assert.Equal(before, File.ReadAllBytes(request.Classifier));
        Assert.Equal(folder.File("parts.new.kronclip"), result.New);
        var (old, made) = (ClassifierFile.Read(request.Classifier).Document, ClassifierFile.Read(result.New).Document);
        Assert.Equal((old.Method.Name, old.Method.Options.GetRawText(), old.BaseModel.ContentHash, old.Preprocessing.Hash, old.Seed),
            (made.Method.Name, made.Method.Options.GetRawText(), made.BaseModel.ContentHash, made.Preprocessing.Hash, made.Seed));
        Assert.Equal(old.Classes.Select(c => (c.Folder, c.Name, c.Words)), made.Classes.Select(c => (c.Folder, c.Name, c.Words)));
        Assert.True(made.TrainedOn.Count > old.TrainedOn.Count);
        Assert.True(result.Comparison.Pictures >= 20, result.Comparison.Sentence);
        Assert.True(result.Comparison.Allows, result.Comparison.Sentence);

        var replaced = Run(request with { Replace = true });
        Assert.True(replaced.Replaced);
        Assert.Equal(result.To, replaced.To);
        Assert.Equal(before, File.ReadAllBytes(folder.File($"parts.{result.From[..12]}.kronclip")));
        Assert.Equal(File.ReadAllBytes(result.New), File.ReadAllBytes(request.Classifier));
        var trail = AuditTrail.Of(request.Classifier);
        Assert.True(trail.Verify().Whole);
        Assert.Equal(["retrained", "replaced"], trail.Read().Select(e => e.What));
        Assert.Equal((result.From, result.To), ((string?)trail.Read()[1].Details["from"], (string?)trail.Read()[1].Details["to"]));
    }

    /// <summary>Corrections that are wrong make a worse classifier: it is refused, and put in place only where somebody insists.</summary>
    [Fact]
    public void AWorseOneIsRefusedUnlessSomebodyInsists()
    {
        var mixed = folder.File("mixed");
        string[] classes = [.. trained.Sample.Sample.Classes];
        foreach (var (i, file) in trained.Files.Index())
        {
            var own = Path.GetFileName(Path.GetDirectoryName(file)!);
            var target = Path.Combine(mixed, classes[(Array.IndexOf(classes, own) + 1) % classes.Length]);      // every label is wrong
            Directory.CreateDirectory(target);
            File.Copy(file, Path.Combine(target, FormattableString.Invariant($"{i}.png")));
        }
        var request = Request(mixed) with { HeldOut = trained.Pictures, Replace = true, Shots = 2 };
        // The right pictures are the measure; those of them that the wrong ones copy would be left out of the training, so the training gets other bytes.
        foreach (var file in Directory.EnumerateFiles(mixed, "*", SearchOption.AllDirectories))
            File.AppendAllText(file, " ");
        var before = File.ReadAllBytes(request.Classifier);
        var result = Run(request);
        Assert.Equal(ReplacementVerdict.Worse, result.Comparison.Verdict);
        Assert.True(result.Refused);
        Assert.Equal(before, File.ReadAllBytes(request.Classifier));
        var insisted = Run(request with { ReplaceAnyway = true });
        Assert.True(insisted.Replaced);
        Assert.NotEqual(before, File.ReadAllBytes(request.Classifier));
        Assert.Equal(["replacement-refused", "replaced-anyway"], AuditTrail.Of(request.Classifier).Read().Select(e => e.What));
        Assert.Equal("worse", (string?)AuditTrail.Of(request.Classifier).Read()[1].Details["verdict"]);
    }

    [Fact]
    public void AForgottenClassAndAWrongPlaceAreRefused()
    {
        var fewer = trained.Sample.CopyPictures(4);
        Directory.Delete(Path.Combine(fewer, trained.Sample.Sample.Classes[0]), recursive: true);
        Assert.Contains(trained.Sample.Sample.Classes[0], Assert.Throws<DataException>(() => Run(Request(fewer))).Message, StringComparison.Ordinal);
        var request = Request(trained.Pictures);
        Assert.Throws<OptionsException>(() => Run(request with { Output = request.Classifier }));
        Assert.Throws<OptionsException>(() => Run(request with { Shots = 0 }));
    }

    [Fact]
    public void ARecipeIsFoundInTheDocument()
    {
        var recipe = System.Text.Json.JsonElement.Parse("""{"epochs":7,"batchSize":4,"views":0,"optimiser":{"kind":"adam-w","learningRate":0.25}}""");
        var choice = RetrainPlan.OfDocument(recipe);
        Assert.Equal((7, 4, 0, 0.25, KronClip.Training.OptimiserKind.AdamW), (choice.Epochs, choice.BatchSize, choice.Views, choice.LearningRate, choice.Optimiser));
        Assert.Equal(new RecipeChoice(), RetrainPlan.OfDocument(ClassifierDocument.EmptyObject));
    }
}
