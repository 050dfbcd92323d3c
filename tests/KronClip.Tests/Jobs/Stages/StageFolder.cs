using KronClip.Jobs;
using KronClip.Testing;

namespace KronClip.Tests.Jobs;

/// <summary>The sample's classes in two halves: two that a classifier is trained on, two that come later.</summary>
public sealed class StageFolder : IDisposable
{
    readonly SampleFolder sample = new();
    readonly TemporaryFolder folder = TestFiles.Temporary();
    int places;

    public StageFolder()
    {
        (Old, New) = (folder.File("old"), folder.File("new"));
        foreach (var (i, name) in sample.Sample.Classes.Order(StringComparer.Ordinal).Index())
            Copy(name, Path.Combine(i < 2 ? Old : New, name), 0, 8);
    }

    public string Old { get; }

    public string New { get; }

    public string Model => sample.Sample.ModelFolder;

    public SampleFolder Sample => sample;

    public string Cache => folder.File("cache");

    public string NewPlace() => folder.File($"place-{++places}");

    /// <summary>Some pictures of a class.</summary>
    public void Copy(string name, string to, int from, int count)
    {
        Directory.CreateDirectory(to);
        foreach (var file in Directory.EnumerateFiles(Path.Combine(sample.Sample.PicturesFolder, name)).Order(StringComparer.Ordinal).Skip(from).Take(count))
            File.Copy(file, Path.Combine(to, Path.GetFileName(file)));
    }

    /// <summary>A classifier of the old classes, in a run folder; 8 pictures of each: 3 train, 3 validate, 2 test.</summary>
    public RunMetrics Train(string method = "ck-coop", System.Text.Json.Nodes.JsonObject? options = null, string? pictures = null, string? output = null)
    {
        var place = NewPlace();
        return TrainJob.Run(new TrainRequest
        {
            Images = pictures ?? Old,
            Model = Model,
            Method = method,
            MethodOptions = options ?? [],
            Shots = 3,
            Recipe = new RecipeChoice { Epochs = 4 },
            Run = Path.Combine(place, "runs", "first"),
            Output = output ?? Path.Combine(place, "old.kronclip"),
            Cache = Cache,
        });
    }

    /// <summary>So many that L-BFGS, which takes back its first steps from a learned prompt, gets on.</summary>
    public const int Epochs = 12;

    /// <summary>An extension by the new classes.</summary>
    public ExtendRequest Extend(string classifier, string? images = null)
    {
        var place = NewPlace();
        return new ExtendRequest
        {
            Classifier = classifier,
            Images = images ?? New,
            Recipe = new RecipeChoice { Epochs = Epochs },
            Run = Path.Combine(place, "run"),
            Output = Path.Combine(place, "more.kronclip"),
            Cache = Cache,
        };
    }

    public void Dispose()
    {
        sample.Dispose();
        folder.Dispose();
    }
}
