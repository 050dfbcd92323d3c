namespace KronClip.Data;

/// <summary>What a reader of one layout (folders, manifest, split file) found, before classes are named and checked.</summary>
/// <param name="Root">Absolute path of the folder that relative paths refer to.</param>
/// <param name="Folders">Class labels in class order, classes without pictures included.</param>
/// <param name="Pictures">The pictures with the index of their class in <paramref name="Folders"/>.</param>
/// <param name="Warnings">What a person should look at.</param>
/// <param name="Notes">What was passed over and is probably meant so.</param>
sealed record FoundPictures(
    string Root, IReadOnlyList<string> Folders, IReadOnlyList<AssignedImage> Pictures, IReadOnlyList<string> Warnings, IReadOnlyList<string> Notes)
{
    /// <summary>Definitions that the source itself carries (a split file of ours, a data set with names for its labels), in the order of <see cref="Folders"/>; else null.</summary>
    public IReadOnlyList<ClassDefinition>? Definitions { get; init; }

    /// <summary>What the person gave, where the pictures were taken out of it into the cache; else null.</summary>
    public string? Source { get; init; }
}
