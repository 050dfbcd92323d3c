using System.Text.Json.Nodes;
using KronClip.Jobs;
using KronClip.Testing;

namespace KronClip.Tests.Jobs;

/// <summary>The sample's model with its four classes as source, shift and task, and short trainings on them.</summary>
public sealed class ProtocolFolder : IDisposable
{
    readonly SampleFolder sample = new();
    readonly TemporaryFolder folder = TestFiles.Temporary();
    int places;

    public ProtocolFolder()
    {
        Source = sample.CopyPictures();
        Other = SampleJob.Run(folder.File("other"), seed: 2).PicturesFolder;
    }

    public string Model => sample.Sample.ModelFolder;

    public string Source { get; }

    /// <summary>Other pictures of the same classes.</summary>
    public string Other { get; }

    public string Cache => folder.File("cache");

    public string NewPlace() => folder.File($"place-{++places}");

    /// <summary>Some classes of <see cref="Other"/>, under names of one's own.</summary>
    public string Classes(params (string From, string To)[] names)
    {
        var place = NewPlace();
        foreach (var (from, to) in names)
        {
            Directory.CreateDirectory(Path.Combine(place, to));
            foreach (var file in Directory.EnumerateFiles(Path.Combine(Other, from)).Order(StringComparer.Ordinal).Take(6))
                File.Copy(file, Path.Combine(place, to, Path.GetFileName(file)));
        }
        return place;
    }

    public static IReadOnlyList<MethodChoice> Methods { get; } = [new("zero-shot"), new("coop", new JsonObject { ["contextWords"] = 4 }), new("ck-coop")];

    public ProtocolRequest Request() => new()
    {
        Model = Model,
        Source = new NamedPictures("source", Source),
        Shifts = [new NamedPictures("shift", Other)],
        Tasks = [new NamedPictures("task", Other)],
        Methods = Methods,
        Shots = 2,
        Seeds = [1, 2],
        Recipe = new RecipeChoice { Epochs = 4 },
        Cache = Cache,
    };

    public DemoRequest Demo() => new()
    {
        Sources = new DemoSources
        {
            Model = Model,
            ModelName = "tiny",
            ModelArgument = Model,
            Source = new NamedPictures("source", Source),
            Shifts = [new NamedPictures("shift", Other)],
            Tasks = [new NamedPictures("task", Other)],
        },
        Methods = Methods,
        Shots = 2,
        Seeds = [1, 2],
        Recipe = new RecipeChoice { Epochs = 4 },
        Output = NewPlace(),
        Cache = Cache,
    };

    public void Dispose()
    {
        sample.Dispose();
        folder.Dispose();
    }
}
