using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using KronClip.Storage;
using KronClip.Training;

namespace KronClip.Jobs;

/// <summary>
/// The answers of each candidate on each fold, kept as soon as they are there: one file each, written whole or not at all, in the run's folder. The key is the run's own
/// options, which decide everything; a file that is damaged or has another key is as good as none.
/// </summary>
/// <param name="folder">The folder; null keeps nothing.</param>
/// <param name="optionsHash">Hash of the run's options.</param>
/// <param name="part">Which training pictures are chosen by: all of a run, or those of one of its measuring folds.</param>
sealed class AnswerFiles(string? folder, string optionsHash, string part)
{
    /// <summary>Keeps nothing.</summary>
    public static AnswerFiles None { get; } = new(null, "", "");

    /// <summary>The answers, or null where they are still to be made.</summary>
    public int[]? Read(string candidate, int fold, int pictures, int classes)
    {
        if (folder is null)
            return null;
        try
        {
            using var file = JsonDocument.Parse(File.ReadAllText(PathOf(candidate, fold)));
            if (CanonicalJson.Text(file.RootElement.GetProperty("key")) != CanonicalJson.Text(Key(candidate, fold)))
                return null;
            int[] answers = [.. file.RootElement.GetProperty("answers").EnumerateArray().Select(answer => answer.GetInt32())];
            return answers.Length == pictures && Array.TrueForAll(answers, answer => answer >= 0 && answer < classes) ? answers : null;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or JsonException or InvalidOperationException or KeyNotFoundException or FormatException)
        {
            return null;
        }
    }

    /// <exception cref="StorageException">The place cannot be written.</exception>
    public void Write(string candidate, int fold, int[] answers)
    {
        if (folder is null)
            return;
        AtomicFile.WriteText(PathOf(candidate, fold), CanonicalJson.IndentedText(CanonicalJson.From(new JsonObject
        {
            ["key"] = JsonNode.Parse(CanonicalJson.Text(Key(candidate, fold))),
            ["answers"] = new JsonArray([.. answers.Select(answer => JsonValue.Create(answer))]),
        })));
    }

    string PathOf(string candidate, int fold) => Path.Combine(folder!, string.Create(CultureInfo.InvariantCulture, $"{part}-{candidate}-fold{fold + 1}.json"));

    JsonElement Key(string candidate, int fold) => CanonicalJson.From(new JsonObject { ["options"] = optionsHash, ["part"] = part, ["candidate"] = candidate, ["fold"] = fold });
}
