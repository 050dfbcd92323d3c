using System.Globalization;

namespace KronClip.Jobs;

/// <summary>Everything that <see cref="ExtendJob"/> needs to know. Immutable.</summary>
public sealed record ExtendRequest
{
    /// <summary>The classifier to go on from; it is only read.</summary>
    public required string Classifier { get; init; }

    /// <summary>Pictures of new classes, of old ones, or both; as in <see cref="TrainRequest.Images"/>, but one class is enough.</summary>
    public required string Images { get; init; }

    /// <summary>The base model; null takes the one that the classifier remembers.</summary>
    public string? Model { get; init; }

    /// <summary>Where the earlier pictures are: the run folder of the classifier, or the pictures themselves; null looks for the run under runs/ here and beside the classifier.</summary>
    public string? Earlier { get; init; }

    /// <summary>Which earlier training pictures are trained on again.</summary>
    public ReplayChoice Replay { get; init; } = ReplayChoice.All;

    /// <summary>Trains nothing: new classes are named by the learned prompt, and what the classifier says of old classes among themselves stays bit for bit the same.</summary>
    public bool Freeze { get; init; }

    /// <summary>Puts the words of the new classes into CK-CoOp's dictionary.</summary>
    public bool RefreshDictionary { get; init; }

    /// <summary>New training pictures per class; null takes the classifier's number.</summary>
    public int? Shots { get; init; }

    /// <summary>Seed of the draw and the batches; null takes the classifier's.</summary>
    public long? Seed { get; init; }

    /// <summary>Optimiser, rate, epochs, views. Pictures are prepared as the classifier asks, whatever the recipe.</summary>
    public RecipeChoice Recipe { get; init; } = new();

    /// <summary>A classes.json with the words of the folders, or null.</summary>
    public string? ClassFile { get; init; }

    /// <summary>Where the new classifier goes; null names it after the old one and the number of its stages, in the current folder.</summary>
    public string? Output { get; init; }

    /// <summary>The run folder of the training; null makes one under runs/.</summary>
    public string? Run { get; init; }

    /// <summary>As in <see cref="TrainRequest.Cache"/>.</summary>
    public string? Cache { get; init; }

    /// <summary>As in <see cref="TrainRequest.CheckpointSeconds"/>.</summary>
    public double CheckpointSeconds { get; init; } = 5;

    /// <summary>Checks what can be checked before anything is read.</summary>
    /// <exception cref="OptionsException">A value is out of range, or two contradict each other.</exception>
    public void Validate()
    {
        if (Shots < 1)
            throw new OptionsException($"shots is {Shots}; give 1 or more pictures per class.");
        if (!(CheckpointSeconds >= 0))
            throw new OptionsException(string.Create(CultureInfo.InvariantCulture, $"The time between two checkpoints is {CheckpointSeconds} seconds; give 0 (after every epoch) or more."));
        if (Freeze && (Recipe.IsPublished ? ["--recipe", .. Recipe.Given] : Recipe.Given) is { Count: > 0 } given)
            throw new OptionsException($"--freeze trains nothing, so {string.Join(", ", given)} cannot be heeded. Leave one of both away.");
        if (Freeze && Replay is { PerClass: not null })
            throw new OptionsException("--freeze trains nothing, so --replay cannot be heeded. Leave one of both away.");
    }
}
