namespace KronClip.Data;

/// <summary>One class as the person named it: the folder (or manifest label) it comes from, and what to call it where.</summary>
public sealed record ClassDefinition
{
    /// <summary>The label as found: the folder's name, or the manifest's label. Identifies the class; never shown to the text tower.</summary>
    public required string Folder { get; init; }

    /// <summary>The name shown to people in every output. Default: <see cref="Folder"/>.</summary>
    public required string Name { get; init; }

    /// <summary>The words for the prompt, which the text tower reads. Default: <see cref="Folder"/> with '_' as a space.</summary>
    public required string Words { get; init; }

    /// <summary>A sentence about the class for people and for description-based methods, or null.</summary>
    public string? Description { get; init; }

    /// <summary>Prompt templates of this class, each with exactly one "{}", or null for the method's own.</summary>
    public IReadOnlyList<string>? Templates { get; init; }

    /// <summary>The class of a folder about which nothing else is known.</summary>
    public static ClassDefinition FromFolder(string folder)
    {
        ArgumentNullException.ThrowIfNull(folder);
        return new() { Folder = folder, Name = folder, Words = folder.Replace('_', ' ').Trim() };
    }
}
