namespace KronClip.Jobs;

/// <summary>How many pictures of the unlabelled place were left out, and why.</summary>
/// <param name="Train">The same bytes as a labelled training picture.</param>
/// <param name="Validation">As a validation picture.</param>
/// <param name="Test">As a test picture.</param>
/// <param name="Parts">They lie in a validation or test part of the place, which is never learned from.</param>
/// <param name="Copies">The same bytes as another unlabelled picture, which was kept.</param>
/// <param name="Unreadable">They could not be read.</param>
public sealed record LeftOutFigures(int Train, int Validation, int Test, int Parts, int Copies, int Unreadable)
{
    /// <summary>All of them.</summary>
    [System.Text.Json.Serialization.JsonIgnore]
    public int Sum => Train + Validation + Test + Parts + Copies + Unreadable;
}

/// <summary>One choice of pseudo-labels.</summary>
/// <param name="Round">From 1.</param>
/// <param name="Agreed">Pictures for which the zero-shot and the adapted classifier have the same likeliest class.</param>
/// <param name="AgreedKnown">How many of these have a true class that is known.</param>
/// <param name="AgreedRight">For how many of those it is the likeliest class; null where none is known.</param>
/// <param name="Chosen">Pseudo-labels.</param>
/// <param name="Known">Pseudo-labels of pictures whose true class is known.</param>
/// <param name="Right">How many of these are right; null where none is known.</param>
/// <param name="PerClass">Pseudo-labels of each class, in label order.</param>
public sealed record RoundFigures(int Round, int Agreed, int AgreedKnown, int? AgreedRight, int Chosen, int Known, int? Right, IReadOnlyList<int> PerClass);

/// <summary>Figures on the unlabelled pictures whose true class is known: what the classifiers say of pictures that (without their labels) were learned from. Not a test.</summary>
/// <param name="ZeroShot">The zero-shot classifier.</param>
/// <param name="LabelledOnly">The method fitted to the labelled pictures alone; null where there are none.</param>
/// <param name="Adapted">The classifier that was made.</param>
public sealed record OwnFigures(Figures ZeroShot, Figures? LabelledOnly, Figures Adapted);

/// <summary>What a training did with unlabelled pictures.</summary>
public sealed record UnlabelledFigures
{
    /// <summary>What they are called: "rest", or the name of the place.</summary>
    public required string Source { get; init; }

    /// <summary>Pictures that pseudo-labels could be chosen of.</summary>
    public required int Pictures { get; init; }

    /// <summary>Pictures that were left out.</summary>
    public required LeftOutFigures LeftOut { get; init; }

    /// <summary>How many have a true class that is known, from their folder; it is used for this report alone.</summary>
    public required int Known { get; init; }

    /// <summary>Most pseudo-labels of a class.</summary>
    public required int PerClass { get; init; }

    /// <summary>Least confidence of a pseudo-label.</summary>
    public required double Confidence { get; init; }

    /// <summary>How many pictures with a pseudo-label a labelled one counted for.</summary>
    public required int LabelledWeight { get; init; }

    /// <summary>Every choice.</summary>
    public required IReadOnlyList<RoundFigures> Rounds { get; init; }

    /// <summary>The method fitted to the labelled pictures alone, measured on the same pictures; null where there are none.</summary>
    public required PartFigures? LabelledOnly { get; init; }

    /// <summary>The same by cross-validation, where there is no test set.</summary>
    public required Figures? LabelledOnlyFolds { get; init; }

    /// <summary>Figures on the unlabelled pictures themselves; null where no true class is known.</summary>
    public required OwnFigures? OnThemselves { get; init; }
}
