using KronClip.Jobs;
using KronClip.Testing;

namespace KronClip.Tests.Jobs;

/// <summary>One sample for all tests of a class, and small copies of its pictures that a test may damage.</summary>
public sealed class SampleFolder : IDisposable
{
    readonly TemporaryFolder folder = TestFiles.Temporary();
    int copies;

    public SampleFolder() => Sample = SampleJob.Run(folder.File("sample"));

    public SampleResult Sample { get; }

    /// <summary>A copy of the first pictures of each class.</summary>
    public string CopyPictures(int perClass = 8)
    {
        var target = folder.File($"pictures-{++copies}");
        foreach (var name in Sample.Classes)
        {
            Directory.CreateDirectory(Path.Combine(target, name));
            foreach (var file in Directory.EnumerateFiles(Path.Combine(Sample.PicturesFolder, name)).Order(StringComparer.Ordinal).Take(perClass))
                File.Copy(file, Path.Combine(target, name, Path.GetFileName(file)));
        }
        return target;
    }

    /// <summary>A copy of the model.</summary>
    public string CopyModel()
    {
        var target = folder.File($"model-{++copies}");
        Directory.CreateDirectory(target);
        foreach (var file in Directory.EnumerateFiles(Sample.ModelFolder))
            File.Copy(file, Path.Combine(target, Path.GetFileName(file)));
        return target;
    }

    /// <summary>A short training whose run, classifier and cache lie in a folder of their own.</summary>
    public TrainRequest Request(string pictures, string? cache = null)
    {
        var place = folder.File($"work-{++copies}");
        return new TrainRequest
        {
            Images = pictures,
            Model = Sample.ModelFolder,
            Shots = 2,
            Recipe = new RecipeChoice { Epochs = 3 },
            Run = Path.Combine(place, "run"),
            Output = Path.Combine(place, "result.kronclip"),
            Cache = cache ?? Path.Combine(place, "cache"),
        };
    }

    public void Dispose() => folder.Dispose();
}

/// <summary>Keeps what a job says, and does something when a stage begins.</summary>
sealed class ListeningObserver(Action<string>? onBegin = null) : IJobObserver
{
    public List<string> Warnings { get; } = [];

    public List<string> Notes { get; } = [];

    public void Begin(string name, long total, string unit) => onBegin?.Invoke(name);

    public void Advance(long done, string? detail = null) { }

    public void End() { }

    public void Note(string message) => Notes.Add(message);

    public void Warn(string message) => Warnings.Add(message);
}
