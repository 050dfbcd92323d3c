using System.Text.Json.Nodes;
using KronClip.Deployment;
using KronClip.Images;
using KronClip.Jobs;
using KronClip.Testing;

namespace KronClip.Tests.Jobs.Explain;

/// <summary>Maps of pictures from paths and bytes, where they are written, and the check of them; also where the prompt depends on the picture.</summary>
public sealed class PictureExplanationJobTests : IClassFixture<PictureExplanationJobTests.Trained>, IDisposable
{
    /// <summary>Two classifiers and their pictures.</summary>
    public sealed class Trained : IDisposable
    {
        readonly SampleFolder sample = new();

        public Trained()
        {
            Pictures = sample.CopyPictures(3);
            var request = sample.Request(Pictures) with { Method = "gda" };
            TrainJob.Run(request);
            Classifier = request.Output!;
            var perImage = sample.Request(Pictures) with { Method = "cocoop" };
            TrainJob.Run(perImage);
            PerImage = perImage.Output!;
            Picture = Directory.EnumerateFiles(Pictures, "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal).First();
        }

        public string Classifier { get; }
        public string PerImage { get; }
        public string Pictures { get; }
        public string Picture { get; }

        public void Dispose() => sample.Dispose();
    }

    readonly TemporaryFolder folder = TestFiles.Temporary();
    readonly Trained trained;
    readonly LoadedClassifier loaded;

    public PictureExplanationJobTests(Trained trained)
    {
        this.trained = trained;
        loaded = LoadedClassifier.Open(trained.Classifier, cacheFolder: "");
    }

    public void Dispose()
    {
        loaded.Dispose();
        folder.Dispose();
    }

    PictureExplanation Run(PatchQuestion? question = null, string? output = null) => PictureExplanationJob.Run(loaded, trained.Picture, question, output);

    [Fact]
    public void PathAndBytesAgreeAndTheMapIsWritten()
    {
        var output = folder.File("new", "map.png");
        var said = Run(output: output);
        var top = PredictJob.Run(loaded, [trained.Picture]).Single();
        Assert.Equal((top.Label, top.Label, top.Confidence), (said.Label, said.Answer, said.Confidence));
        Assert.Equal(Path.GetFullPath(output), said.Map);
        Assert.True(said.Highest.SequenceEqual(said.Highest.OrderByDescending(p => p.Score)));
        Assert.All(said.Highest, p => Assert.Equal(said.Scores[p.Row][p.Column], p.Score));
        Assert.Equal(said.Scores.Count, said.Scores[0].Count);

        var bytes = PictureExplanationJob.Run(loaded.Classifier, loaded.Model, loaded.Preprocessing, File.ReadAllBytes(trained.Picture), trained.Picture);
        Assert.Equal((said with { Map = null }).ToJson(), bytes.Explanation.ToJson());
        Assert.Equal(File.ReadAllBytes(output), bytes.BesidePicture.Value);
        Assert.True(PictureReader.Read(bytes.Overlay.Value, "map", ImageLimits.Default, Orientation.Apply).Width >= 448);

        var json = JsonNode.Parse(said.ToJson())!;
        Assert.Equal(("windows", "mean"), ((string?)json["masks"], (string?)json["filling"]));
        Run(output: output);                                    // our own map may be written anew
    }

    [Fact]
    public void AnotherLabelHasAnotherMap()
    {
        var answer = Run();
        var other = loaded.Classifier.Classes.First(c => c.Name != answer.Label);
        var said = Run(new PatchQuestion { Label = other.Folder });
        Assert.Equal((other.Name, answer.Answer), (said.Label, said.Answer));
        Assert.NotEqual(answer.Highest, said.Highest);
        var error = Assert.Throws<OptionsException>(() => Run(new PatchQuestion { Label = other.Name + "x" }));
        Assert.Contains($"Did you mean '{other.Name}'?", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void NoPictureIsWrittenOver()
    {
        var photo = folder.File("photo.png");
        File.Copy(trained.Picture, photo);
        var before = File.ReadAllBytes(photo);
        Assert.Contains("is there and is no map", Assert.Throws<OptionsException>(() => Run(output: photo)).Message, StringComparison.Ordinal);
        Assert.Contains("does not end in .png", Assert.Throws<OptionsException>(() => Run(output: folder.File("map.jpg"))).Message, StringComparison.Ordinal);
        Directory.CreateDirectory(folder.File("a.png"));
        Assert.Contains("is a folder", Assert.Throws<OptionsException>(() => Run(output: folder.File("a.png"))).Message, StringComparison.Ordinal);
        Assert.Equal(before, File.ReadAllBytes(photo));
    }

    [Fact]
    public void ABrokenPictureIsSaid()
    {
        File.WriteAllText(folder.File("bad.png"), "no picture");
        Assert.Throws<ImageException>(() => PictureExplanationJob.Run(loaded, folder.File("bad.png"), null, folder.File("map.png")));
        Assert.False(File.Exists(folder.File("map.png")));
        Assert.Throws<ImageException>(() => PictureExplanationJob.Run(loaded, folder.File("none.png")));
    }

    [Fact]
    public void APromptForEachPictureIsExplainedToo()
    {
        using var perImage = LoadedClassifier.Open(trained.PerImage, cacheFolder: "");
        var said = PictureExplanationJob.Run(perImage, trained.Picture);
        Assert.Equal(PredictJob.Run(perImage, [trained.Picture]).Single().Confidence, said.Confidence);
        Assert.Contains(said.Scores.SelectMany(row => row), score => score != 0);
    }

    [Fact]
    public void TheCheckIsTheSameEveryTimeAndSetsBrokenPicturesAside()
    {
        var pictures = folder.File("pictures");
        Directory.CreateDirectory(pictures);
        foreach (var (i, file) in Directory.EnumerateFiles(trained.Pictures, "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal).Take(4).Index())
            File.Copy(file, Path.Combine(pictures, FormattableString.Invariant($"{i:00}.png")));
        File.WriteAllText(Path.Combine(pictures, "00a.png"), "no picture");
        var request = new ExplanationCheckRequest { Images = pictures, Draws = 2, Masks = PatchMaskKind.Single };
        var heard = new ListeningObserver();
        var check = ExplanationCheckJob.Run(loaded, request, heard);
        Assert.Equal(Directory.EnumerateFiles(pictures).Count() - 1, check.Pictures);
        Assert.Contains("00a.png", Assert.Single(check.Unreadable), StringComparison.Ordinal);
        Assert.Single(heard.Warnings);
        Assert.Equal([PatchFilling.Mean, PatchFilling.Grey, PatchFilling.Blur], check.Fillings.Select(f => f.Filling));
        Assert.All(check.Fillings, f =>
        {
            Assert.Equal(f.Random - f.Highest, f.BelowRandom.Value, 1e-9);
            Assert.Equal(f.SameShape - f.Highest, f.BelowSameShape.Value, 1e-9);
            Assert.Equal(f.Centre - f.Highest, f.BelowCentre.Value, 1e-9);
            Assert.InRange(f.BelowRandom.Value, f.BelowRandom.Low, f.BelowRandom.High);
        });
        Assert.Equal(check.Fillings.All(f => f.BelowRandom.Low > 0), check.Passed);
        Assert.Equal(check.ToJson(), ExplanationCheckJob.Run(loaded, request).ToJson());
        Assert.NotEqual(check.Fillings[0].Random, ExplanationCheckJob.Run(loaded, request with { Seed = 2 }).Fillings[0].Random);
        Assert.Equal(1, ExplanationCheckJob.Run(loaded, request with { Limit = 1 }).Pictures);
    }

    [Fact]
    public void ACheckThatCannotBeMeantIsRefused()
    {
        File.WriteAllText(folder.File("bad.png"), "no picture");
        Assert.Throws<OptionsException>(() => ExplanationCheckJob.Run(loaded, new ExplanationCheckRequest { Images = trained.Pictures, Limit = 0 }));
        Assert.Throws<OptionsException>(() => ExplanationCheckJob.Run(loaded, new ExplanationCheckRequest { Images = trained.Pictures, Draws = 0 }));
        Assert.Throws<DataException>(() => ExplanationCheckJob.Run(loaded, new ExplanationCheckRequest { Images = folder.File("none") }));
        Assert.Contains("no picture could be read", Assert.Throws<DataException>(() => ExplanationCheckJob.Run(loaded, new ExplanationCheckRequest { Images = folder.File("bad.png") })).Message, StringComparison.Ordinal);
    }
}
