namespace KronClip.Evaluation;

/// <summary>A figure that somebody published. Immutable.</summary>
/// <param name="Name">The method as it was published: "CoOp", "CoOp (re-tuned by DePT)".</param>
/// <param name="Protocol">What was asked.</param>
/// <param name="Set">The data set, or <see cref="PublishedFigure.Average"/>.</param>
/// <param name="Part">The part of a <see cref="BenchmarkColumn"/>: "test", "base", "new" or "h".</param>
/// <param name="Shots">Training pictures of each class; null where nothing was learned.</param>
/// <param name="Backbone">OpenAI's CLIP with these towers: "ViT-B/16".</param>
/// <param name="Value">Accuracy, as a fraction.</param>
/// <param name="Source">Where it was printed.</param>
/// <param name="Note">What the collection notes of it; null where nothing is noted.</param>
public sealed record PublishedFigure(string Name, ProtocolKind Protocol, string Set, string Part, int? Shots, string Backbone, double Value, string Source, string? Note)
{
    /// <summary>The average over the data sets of the protocol (<see cref="PublishedNumbers.Averaged"/>).</summary>
    public const string Average = "Average";
}
