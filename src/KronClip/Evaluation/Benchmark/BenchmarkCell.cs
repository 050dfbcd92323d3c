namespace KronClip.Evaluation;

/// <summary>
/// One measurement of a benchmark: a method on a model, trained on pictures of one set with one seed, asked for the pictures of one part of a set. Which pictures were
/// recognised is kept one by one, so that methods can be compared on the same pictures afterwards. Tables are drawn from cells and add nothing to them. Immutable.
/// </summary>
public sealed record BenchmarkCell
{
    /// <summary>What was asked.</summary>
    public required ProtocolKind Protocol { get; init; }

    /// <summary>The model, as tables call it.</summary>
    public required string Model { get; init; }

    /// <summary>The <see cref="MethodRow.Id"/>.</summary>
    public required string Row { get; init; }

    /// <summary>The set that was trained on; a data set's name in the catalogue, or what a folder is called.</summary>
    public required string Source { get; init; }

    /// <summary>The set that was measured; <see cref="Source"/> itself but for domain and cross-task.</summary>
    public required string Set { get; init; }

    /// <summary>
    /// "test" (all classes), "base" and "new" (each half against its own names), or "joint" (base and new pictures against all names at once, after a training on the base
    /// half; the order is that of the base pictures, then the new ones).
    /// </summary>
    public required string Part { get; init; }

    /// <summary>Training pictures per class; 0 for a method that learns nothing.</summary>
    public required int Shots { get; init; }

    /// <summary>Seed of the draw, the start and the batches.</summary>
    public required long Seed { get; init; }

    /// <summary>Names that the pictures were measured against.</summary>
    public required int Classes { get; init; }

    /// <summary>Hash over the measured pictures with their labels, in order: cells with the same one were measured on the same pictures.</summary>
    public required string TestFingerprint { get; init; }

    /// <summary>The measured pictures in the order of <see cref="TestFingerprint"/>: whether each was recognised.</summary>
    public required Hits Hits { get; init; }

    /// <summary>Mean F1 over the classes that have pictures, as a fraction.</summary>
    public required double MacroF1 { get; init; }

    /// <summary>Wall clock of the fit; the one thing that differs between two runs. 0 for a method that learns nothing.</summary>
    public required double Seconds { get; init; }

    /// <summary>Part of base-to-new with <c>--join</c>: base and new classes in one label space.</summary>
    public const string Joint = "joint";

    /// <summary>Share of the pictures that were recognised, as a fraction.</summary>
    public double Accuracy => (double)Hits.Count / Hits.Pictures;
}
