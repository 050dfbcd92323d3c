using KronClip.Deployment;

namespace KronClip.Jobs;

/// <summary>How patches are explained.</summary>
public sealed record PatchQuestion
{
    /// <summary>The class to explain, by folder or name; null for the likeliest.</summary>
    public string? Label { get; init; }

    /// <summary>The copies of the picture that are looked at.</summary>
    public PatchMaskKind Masks { get; init; } = PatchMaskKind.Windows;

    /// <summary>What hides a patch in them.</summary>
    public PatchFilling Filling { get; init; } = PatchFilling.Mean;
}

/// <summary>A patch, and how much it speaks for the label.</summary>
/// <param name="Row">Its row, from 0 at the top.</param>
/// <param name="Column">Its column, from 0 at the left.</param>
/// <param name="Score">As in <see cref="PictureExplanation.Scores"/>.</param>
public sealed record ScoredPatch(int Row, int Column, double Score);

/// <summary>Which patches of a picture speak for a label.</summary>
public sealed record PictureExplanation
{
    /// <summary>The picture.</summary>
    public required string Picture { get; init; }

    /// <summary>The class that is explained.</summary>
    public required string Label { get; init; }

    /// <summary>Its confidence.</summary>
    public required double Confidence { get; init; }

    /// <summary>log p/(1-p) of that confidence, before it is rounded.</summary>
    public required double LogOdds { get; init; }

    /// <summary>The likeliest class.</summary>
    public required string Answer { get; init; }

    /// <summary>The copies of the picture.</summary>
    public required PatchMaskKind Masks { get; init; }

    /// <summary>What hid a patch in them.</summary>
    public required PatchFilling Filling { get; init; }

    /// <summary>How many copies were looked at.</summary>
    public required int Copies { get; init; }

    /// <summary>Side of the picture as the model sees it, in pixels; the patches divide it evenly.</summary>
    public required int ImageSize { get; init; }

    /// <summary>For each row of patches, from the top, each patch from the left: by how much the log-odds fall where it is hidden. Above 0 it speaks for the label.</summary>
    public required IReadOnlyList<IReadOnlyList<double>> Scores { get; init; }

    /// <summary>The patches that speak most for the label, a fifth of all.</summary>
    public required IReadOnlyList<ScoredPatch> Highest { get; init; }

    /// <summary>The picture with the map, in full; null where none was written.</summary>
    public string? Map { get; init; }

    /// <summary>The document as text.</summary>
    public string ToJson() => ExplainJson.Write(this, ExplainJson.Context.PictureExplanation);
}

/// <summary>An explanation with its picture.</summary>
/// <param name="Explanation">The numbers.</param>
/// <param name="Overlay">The map over the picture, a PNG file.</param>
/// <param name="BesidePicture">The same beside the picture itself, a PNG file.</param>
public sealed record ExplainedPicture(PictureExplanation Explanation, Lazy<byte[]> Overlay, Lazy<byte[]> BesidePicture);
