namespace KronClip.Data;

/// <summary>How a collection of pictures is opened.</summary>
public sealed record CollectionOptions
{
    /// <summary>The default: for training, links that lead out of the root are skipped.</summary>
    public static CollectionOptions Default { get; } = new();

    /// <summary>Follow symbolic links that lead out of the root. Off by default, as such a link may point anywhere on the machine.</summary>
    public bool AllowOutsideLinks { get; init; }

    /// <summary>
    /// True (default) where a classifier is to be trained: at least two classes, each with training pictures.
    /// False for measuring a finished classifier: one class is enough, and a train folder is not asked for.
    /// </summary>
    public bool ForTraining { get; init; } = true;
}
