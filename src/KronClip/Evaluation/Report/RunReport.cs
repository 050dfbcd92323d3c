namespace KronClip.Evaluation;

/// <summary>
/// All that the report of a run shows: <c>report</c> in metrics.json, from which page and model card are drawn and to which they add no number. All rates are fractions,
/// all intervals 95 %. Of two runs of the same job only <see cref="Cost"/> differs, and paths in <see cref="Warnings"/> where the pictures lie elsewhere. Immutable.
/// </summary>
public sealed record RunReport
{
    /// <summary>What the pictures are called.</summary>
    public required string Pictures { get; init; }

    /// <summary>The classes, in label order.</summary>
    public required IReadOnlyList<ReportClass> Classes { get; init; }

    /// <summary>How the figures came about; see <c>TestKinds</c>: "held-out", "given", "k-fold" (each training picture measured once by a classifier that did not see it), "none".</summary>
    public required string TestKind { get; init; }

    /// <summary>Pictures measured; 0 where there was nothing to measure, and then <see cref="Adapted"/> and all that depends on it is null or empty.</summary>
    public required int Measured { get; init; }

    /// <summary>Zero-shot CLIP, the classifier that was made, and a probe of the image embeddings, in this order; a role that was not measured is absent.</summary>
    public required IReadOnlyList<ReportedClassifier> Classifiers { get; init; }

    /// <summary>The classifier that was made against each of the others, on the same pictures.</summary>
    public required IReadOnlyList<ReportedDifference> Differences { get; init; }

    /// <summary>The classifier that was made, class by class, in label order.</summary>
    public required IReadOnlyList<ReportedClass> PerClass { get; init; }

    /// <summary>Its confusion: pictures by true class (outer) and predicted class (inner). Empty where nothing was measured.</summary>
    public required IReadOnlyList<IReadOnlyList<int>> Confusion { get; init; }

    /// <summary>How far its confidences can be believed; null where there were no pictures to fit or measure on.</summary>
    public required ReportedCalibration? Calibration { get; init; }

    /// <summary>What asking for a least confidence would give; null as for <see cref="Calibration"/>.</summary>
    public required ReportedThreshold? Threshold { get; init; }

    /// <summary>Wrong answers that it was surest of, the surest first; at most 20.</summary>
    public required IReadOnlyList<ReportedMistake> Mistakes { get; init; }

    /// <summary>Accuracy by number of training pictures; null where it was not asked for.</summary>
    public required ReportedCurve? Curve { get; init; }

    /// <summary>What a class may expect that is added by its name alone; null where it was not asked for, or not measured.</summary>
    public ReportedNamedClasses? NamedClasses { get; init; }

    /// <summary>The learned context in words; null where the method has no context that all classes share.</summary>
    public required ReportedContext? Context { get; init; }

    /// <summary>What was asked for before the run, and whether it was met; empty where nothing was.</summary>
    public required IReadOnlyList<ReportedCriterion> Acceptance { get; init; }

    /// <summary>What it took.</summary>
    public required ReportedCost Cost { get; init; }

    /// <summary>Where the figures come from.</summary>
    public required ReportedOrigin Origin { get; init; }

    /// <summary>What a reader should know of these figures: how the pictures were divided, and what the confidences rest on.</summary>
    public required IReadOnlyList<string> Notes { get; init; }

    /// <summary>What a reader should look at: the warnings of the run.</summary>
    public required IReadOnlyList<string> Warnings { get; init; }

    /// <summary>The classifier that was made; null where nothing was measured.</summary>
    [System.Text.Json.Serialization.JsonIgnore]
    public ReportedClassifier? Adapted => Classifiers.FirstOrDefault(c => c.Role == ReportedRole.Adapted);
}

/// <summary>A class as the report names it.</summary>
/// <param name="Folder">Folder or label.</param>
/// <param name="Name">Name for people.</param>
/// <param name="Words">Words in the prompt.</param>
/// <param name="Train">Training pictures.</param>
/// <param name="Validation">Validation pictures.</param>
public sealed record ReportClass(string Folder, string Name, string Words, int Train, int Validation);

/// <summary>A figure with its 95 % interval, as fractions.</summary>
/// <param name="Value">The figure.</param>
/// <param name="Low">Lower end.</param>
/// <param name="High">Upper end.</param>
public sealed record Interval(double Value, double Low, double High);
