using KronClip.Classifiers;

namespace KronClip.Methods;

/// <summary>What a fit gives. Immutable.</summary>
/// <param name="Head">The head, as it is shipped and measured.</param>
public sealed record FittedHead(ClassifierHead Head)
{
    /// <summary>What a reader should know, one sentence each: what was chosen, on which pictures, of which grid.</summary>
    public IReadOnlyList<string> Notes { get; init; } = [];

    /// <summary>Steps of an iterative fit; 0 for a closed form.</summary>
    public int Steps { get; init; }
}
