using KronClip.Data;
using KronClip.Workshop;

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

    /// <summary>The model in the box, and the sets of the workshop, which are rendered into the cache folder where they are missing.</summary>
    /// <param name="cache">As in <see cref="TrainRequest.Cache"/>.</param>
    /// <param name="observer">Hears how it goes.</param>
    /// <param name="cancel">Stops between pictures.</param>
    /// <exception cref="StorageException">The place for them cannot be written.</exception>
    /// <exception cref="CheckpointException">The model is not beside the program.</exception>
    public static DemoSources Prepare(string? cache, IJobObserver observer, CancellationToken cancel)
    {
        var model = BoxedModels.Find(BoxedModels.KronMini) ?? throw new CheckpointException(
            $"The model {BoxedModels.KronMini} belongs beside the program, in '{BoxedModels.Folder}', and is not there. Install or build KronClip again.");
        NamedPictures Pictures(string set) => new(PicturePlace.Spelled(set), PicturePlace.Render(WorkshopSets.Find(set)!, cache, observer, cancel));
        return new DemoSources
        {
            Model = model,
            ModelName = BoxedModels.KronMini,
            ModelArgument = BoxedModels.KronMini,
            Source = Pictures("parts"),
            Shifts = [Pictures("parts-night"), Pictures("parts-drawing")],
            Tasks = [Pictures("defects")],
        };
    }
}
