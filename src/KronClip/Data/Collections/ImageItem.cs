namespace KronClip.Data;

/// <summary>A picture file and its class.</summary>
/// <param name="Path">Absolute path, in the form in which the file system gave it.</param>
/// <param name="RelativePath">Path below the collection's root with '/' between folders; Unicode form untouched. The name in records and splits.</param>
/// <param name="Label">Index into the collection's classes.</param>
public sealed record ImageItem(string Path, string RelativePath, int Label);

/// <summary>The part of a split that a person assigned a picture to.</summary>
public enum SplitPart
{
    /// <summary>Nobody assigned it; the split is ours to draw.</summary>
    Unassigned,
    /// <summary>May be drawn for training.</summary>
    Train,
    /// <summary>May be drawn for choosing hyper-parameters.</summary>
    Validation,
    /// <summary>Measured once, at the end; training never sees it.</summary>
    Test,
}

/// <summary>A picture and the part it was given.</summary>
public readonly record struct AssignedImage(ImageItem Item, SplitPart Part);

/// <summary>A picture that was listed but cannot be used, and why (deleted since, no permission, empty).</summary>
public sealed record UnusableImage(ImageItem Item, string Reason);
