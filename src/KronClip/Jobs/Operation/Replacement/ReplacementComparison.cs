using System.Text.Json.Serialization;

namespace KronClip.Jobs;

/// <summary>A picture and the class folder that it belongs to.</summary>
/// <param name="Path">The file.</param>
/// <param name="Folder">The class: a folder, or the display name of one.</param>
public sealed record LabelledPath(string Path, string Folder);

/// <summary>Whether a new classifier may take the place of an old one.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<ReplacementVerdict>))]
public enum ReplacementVerdict
{
    /// <summary>It recognises more, beyond chance.</summary>
    [JsonStringEnumMemberName("better")]
    Better,

    /// <summary>Nothing shows that it recognises less.</summary>
    [JsonStringEnumMemberName("no-worse")]
    NoWorse,

    /// <summary>It recognises less, as a whole or in one class.</summary>
    [JsonStringEnumMemberName("worse")]
    Worse,

    /// <summary>There are too few pictures that neither was trained on, so that a loss would not show.</summary>
    [JsonStringEnumMemberName("too-few-pictures")]
    TooFewPictures,
}

/// <summary>An old and a new classifier on the same pictures, which neither was trained on.</summary>
/// <param name="Pictures">How many there are.</param>
/// <param name="OldRight">How many the old one recognises.</param>
/// <param name="NewRight">How many the new one recognises.</param>
/// <param name="OnlyOldRight">How many the old one alone recognises.</param>
/// <param name="OnlyNewRight">How many the new one alone recognises.</param>
/// <param name="PValue">Exact two-sided test of the last two (McNemar 1947).</param>
/// <param name="Verdict">What follows.</param>
/// <param name="Sentence">All that for a person.</param>
/// <param name="Classes">The classes that both know and that have pictures, in the old one's order.</param>
public sealed record ReplacementComparison(int Pictures, int OldRight, int NewRight, int OnlyOldRight, int OnlyNewRight, double PValue, ReplacementVerdict Verdict, string Sentence, IReadOnlyList<ClassReplacement> Classes)
{
    /// <summary>Whether the new one may take the old one's place: it is better, or nothing shows that it is worse.</summary>
    [JsonIgnore]
    public bool Allows => Verdict is ReplacementVerdict.Better or ReplacementVerdict.NoWorse;
}

/// <summary>The same of one class.</summary>
/// <param name="Folder">Its folder.</param>
/// <param name="Name">Its display name.</param>
/// <param name="Pictures">Pictures of it.</param>
/// <param name="OldRight">How many the old classifier recognises.</param>
/// <param name="NewRight">How many the new one recognises.</param>
public sealed record ClassReplacement(string Folder, string Name, int Pictures, int OldRight, int NewRight);
