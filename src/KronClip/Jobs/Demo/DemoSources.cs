using KronClip.Data;

namespace KronClip.Jobs;

/// <summary>What the demo works on: a model, pictures to learn from, the same classes in other pictures, and other tasks.</summary>
public sealed record DemoSources
{
    /// <summary>The model folder.</summary>
    public required string Model { get; init; }

    /// <summary>What tables call the model.</summary>
    public required string ModelName { get; init; }

    /// <summary>What to give to <c>--model</c> to get the same model.</summary>
    public required string ModelArgument { get; init; }

    /// <summary>The pictures that are trained on.</summary>
    public required NamedPictures Source { get; init; }

    /// <summary>The same classes in pictures of another kind.</summary>
    public IReadOnlyList<NamedPictures> Shifts { get; init; } = [];

    /// <summary>Pictures of other classes.</summary>
    public IReadOnlyList<NamedPictures> Tasks { get; init; } = [];

    /// <summary>Makes the demo's own model and pictures ready.</summary>
    /// <param name="cache">As in <see cref="TrainRequest.Cache"/>.</param>
    /// <param name="observer">Hears how it goes.</param>
    /// <param name="cancel">Stops between pictures.</param>
    /// <exception cref="StorageException">The place for them cannot be written.</exception>
    public static DemoSources Prepare(string? cache, IJobObserver observer, CancellationToken cancel)
    {
        cancel.ThrowIfCancellationRequested();
        var folder = Path.Combine(cache switch { null => CacheFolder.Default(), "" => Path.GetTempPath(), _ => cache }, "kronclip-demo");
        var (first, second) = (SampleJob.Run(Path.Combine(folder, "sample"), 1, observer), SampleJob.Run(Path.Combine(folder, "shifted"), 2, observer));
        return new DemoSources
        {
            Model = first.ModelFolder,
            ModelName = "random-tiny",
            ModelArgument = first.ModelFolder,
            Source = new NamedPictures("shapes", first.PicturesFolder),
            Shifts = [new NamedPictures("other shapes", second.PicturesFolder)],
            Tasks = [new NamedPictures("shapes as a task", second.PicturesFolder)],
        };
    }
}
