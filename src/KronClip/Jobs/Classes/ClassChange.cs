namespace KronClip.Jobs;

/// <summary>A class to be added: a name for people and the words for the text tower.</summary>
/// <param name="Name">The name in every output; also the folder that later pictures of it lie in.</param>
/// <param name="Words">The words in the prompt, English for the published models.</param>
public sealed record NewClass(string Name, string Words)
{
    /// <summary>The folder of its pictures where it is called otherwise; null takes the name.</summary>
    public string? Folder { get; init; }

    /// <summary>Reads "name" or "name=words"; of a name alone '_' in the words becomes a space.</summary>
    /// <exception cref="OptionsException">One of the two is empty.</exception>
    public static NewClass Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var (name, words) = text.IndexOf('=', StringComparison.Ordinal) is >= 0 and var at ? (text[..at].Trim(), text[(at + 1)..].Trim()) : (text.Trim(), text.Trim().Replace('_', ' '));
        return name.Length > 0 && words.Length > 0 ? new NewClass(name, words) : throw new OptionsException($"'{text}' names no class; give a name, or name=words such as しみ=stain.");
    }
}

/// <summary>What was done to a classifier's classes.</summary>
/// <param name="From">Content hash of the classifier that was changed.</param>
/// <param name="Classifier">Path of the new one.</param>
/// <param name="Classes">Its classes, in label order.</param>
/// <param name="Changed">Names of those that were added, renamed or removed.</param>
/// <param name="Notes">What a reader should know.</param>
/// <param name="Warnings">What a reader should look at.</param>
public sealed record ClassesResult(string From, string Classifier, IReadOnlyList<ClassLabel> Classes, IReadOnlyList<string> Changed, IReadOnlyList<string> Notes, IReadOnlyList<string> Warnings)
{
    /// <summary>The document as text.</summary>
    public string ToJson() => System.Text.Json.JsonSerializer.Serialize(this, RunMetrics.Json).ReplaceLineEndings("\n") + "\n";
}
