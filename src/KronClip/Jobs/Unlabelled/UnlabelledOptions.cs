using System.Globalization;

namespace KronClip.Jobs;

/// <summary>Unlabelled pictures for a training, and how their pseudo-labels are chosen. Immutable; command line and JSON bind to this record.</summary>
public sealed record UnlabelledOptions
{
    /// <summary>In place of a path: the training pictures that the draw leaves over.</summary>
    public const string Rest = "rest";

    /// <summary>Where they are: a folder with pictures in whatever folders, a manifest, a set of the workshop, or <see cref="Rest"/>.</summary>
    public required string Pictures { get; init; }

    /// <summary>How often pseudo-labels are chosen; each time the method is fitted anew to the labelled pictures and the chosen ones.</summary>
    public int Rounds { get; init; } = 3;

    /// <summary>Most pseudo-labels of a class; null takes half of the pictures that a class would have if all had the same number, and at most 16.</summary>
    public int? PerClass { get; init; }

    /// <summary>Least confidence of the adapted classifier in a pseudo-label.</summary>
    public double Confidence { get; init; }

    /// <summary>How many pictures with a pseudo-label a labelled picture counts for.</summary>
    public int LabelledWeight { get; init; } = 1;

    /// <summary>Whether the pictures are those that the draw leaves over.</summary>
    [System.Text.Json.Serialization.JsonIgnore]
    public bool AreRest => Pictures == Rest;

    /// <summary>Most pseudo-labels of a class, for a number of pictures and of classes.</summary>
    public int MostPerClass(int pictures, int classes) => PerClass ?? Math.Clamp((int)Math.Ceiling(pictures / (2.0 * classes)), 1, 16);

    /// <summary>Checks every value.</summary>
    /// <exception cref="OptionsException">A value is out of range; the message names it.</exception>
    public void Validate()
    {
        if (string.IsNullOrWhiteSpace(Pictures))
            throw new OptionsException("--unlabelled names no folder; give one with pictures.");
        if (Rounds is < 1 or > 100)
            throw new OptionsException($"The number of rounds is {Rounds}; give 1 to 100.");
        if (PerClass is < 1)
            throw new OptionsException($"The number of pseudo-labels per class is {PerClass}; give 1 or more.");
        if (Confidence is not (>= 0 and < 1))
            throw new OptionsException(string.Create(CultureInfo.InvariantCulture, $"The least confidence of a pseudo-label is {Confidence}; give a number from 0 up to, but not including, 1."));
        if (LabelledWeight is < 1 or > 1000)
            throw new OptionsException($"The weight of a labelled picture is {LabelledWeight}; give 1 to 1000.");
    }
}
