using KronClip.Deployment;
using KronClip.Evaluation;

namespace KronClip.Jobs;

/// <summary>What is checked.</summary>
public sealed record ExplanationCheckRequest
{
    /// <summary>Most pictures, unless asked otherwise.</summary>
    public const int UsualLimit = 200;

    /// <summary>The pictures: one, a folder or a set of the workshop. They need no labels.</summary>
    public required string Images { get; init; }

    /// <summary>Most pictures, taken evenly from all; 1 or more.</summary>
    public int Limit { get; init; } = UsualLimit;

    /// <summary>Random draws for each picture; 1 or more.</summary>
    public int Draws { get; init; } = 10;

    /// <summary>Seed of the draws.</summary>
    public long Seed { get; init; } = 1;

    /// <summary>The copies that the maps are made of.</summary>
    public PatchMaskKind Masks { get; init; } = PatchMaskKind.Windows;

    /// <summary>What hides a patch in them.</summary>
    public PatchFilling Filling { get; init; } = PatchFilling.Mean;

    /// <summary>Checks the request and returns it.</summary>
    /// <exception cref="OptionsException">A number is not possible.</exception>
    public ExplanationCheckRequest Validate()
    {
        if (Limit < 1)
            throw new OptionsException(FormattableString.Invariant($"limit is {Limit}; give 1 or more pictures to check on."));
        if (Draws < 1)
            throw new OptionsException(FormattableString.Invariant($"draws is {Draws}; give 1 or more."));
        return this;
    }
}

/// <summary>The label's mean probability where a fifth of the patches is hidden in one way; all hide equally many.</summary>
/// <param name="Filling">What hid them.</param>
/// <param name="Highest">Those that the map has highest.</param>
/// <param name="Random">Patches at random, mean of the draws.</param>
/// <param name="SameShape">The highest, moved together to another place at random (round the edges), mean of the draws: as much hidden in one piece.</param>
/// <param name="Centre">Those nearest to the centre, where pictures have their subject: a map that looks at nothing.</param>
/// <param name="Lowest">Those that the map has lowest.</param>
/// <param name="BelowRandom">How much lower the highest bring it than random ones, with the 95 % interval over pictures.</param>
/// <param name="BelowSameShape">The same against the same shape elsewhere.</param>
/// <param name="BelowCentre">The same against the centre.</param>
/// <param name="Won">Share of pictures in which the highest bring it lower than random ones.</param>
public sealed record CheckedFilling(
    PatchFilling Filling, double Highest, double Random, double SameShape, double Centre, double Lowest, Interval BelowRandom, Interval BelowSameShape, Interval BelowCentre, double Won);

/// <summary>Whether maps show what a classifier goes by: hiding the highest patches must lower the label's probability more than hiding random ones.</summary>
public sealed record ExplanationCheck
{
    /// <summary>The classifier file.</summary>
    public required string Classifier { get; init; }

    /// <summary>Its method.</summary>
    public required string Method { get; init; }

    /// <summary>Its base model.</summary>
    public required string Model { get; init; }

    /// <summary>The pictures, as they were named.</summary>
    public required string Images { get; init; }

    /// <summary>How many were checked.</summary>
    public required int Pictures { get; init; }

    /// <summary>Patches of a picture.</summary>
    public required int Patches { get; init; }

    /// <summary>Patches that are hidden.</summary>
    public required int Hidden { get; init; }

    /// <summary>Random draws for each picture.</summary>
    public required int Draws { get; init; }

    /// <summary>Seed of the draws.</summary>
    public required long Seed { get; init; }

    /// <summary>The copies that the maps are made of.</summary>
    public required PatchMaskKind Masks { get; init; }

    /// <summary>What hides a patch in them. The check's figure with the same filling flatters; the others share nothing with the maps.</summary>
    public required PatchFilling Filling { get; init; }

    /// <summary>Copies for a map.</summary>
    public required int Copies { get; init; }

    /// <summary>Mean probability of the label, the likeliest of each whole picture.</summary>
    public required double Whole { get; init; }

    /// <summary>The figures, one for each filling.</summary>
    public required IReadOnlyList<CheckedFilling> Fillings { get; init; }

    /// <summary>Whether with every filling the whole interval of the difference to random patches is above 0.</summary>
    public required bool Passed { get; init; }

    /// <summary>Pictures that could not be read, with the reason.</summary>
    public required IReadOnlyList<string> Unreadable { get; init; }

    /// <summary>The document as text.</summary>
    public string ToJson() => ExplainJson.Write(this, ExplainJson.Context.ExplanationCheck);
}
