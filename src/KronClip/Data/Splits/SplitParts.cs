namespace KronClip.Data;

/// <summary>The names that people and other tools give to the parts of a split, and those that split files use.</summary>
static class SplitParts
{
    /// <summary>How rules and reasons are written in split files: "beyond-shots".</summary>
    public static string Name<T>(T value) where T : struct, Enum => System.Text.Json.JsonNamingPolicy.KebabCaseLower.ConvertName(value.ToString());

    /// <summary>The part a folder name stands for: train; val, valid, validation; test; else unassigned.</summary>
    public static SplitPart OfFolder(string name) => name.ToLowerInvariant() switch
    {
        "train" => SplitPart.Train,
        "val" or "valid" or "validation" => SplitPart.Validation,
        "test" => SplitPart.Test,
        _ => SplitPart.Unassigned,
    };

    /// <summary>The part a manifest's field stands for; the folder names and training, dev, testing. Null if the word is unknown.</summary>
    public static SplitPart? OfField(string field) => field.Trim().ToLowerInvariant() switch
    {
        "" => SplitPart.Unassigned,
        "training" => SplitPart.Train,
        "dev" => SplitPart.Validation,
        "testing" => SplitPart.Test,
        var other => OfFolder(other) is var part and not SplitPart.Unassigned ? part : null,
    };
}
