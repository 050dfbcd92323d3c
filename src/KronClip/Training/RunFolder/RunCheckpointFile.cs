using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using KronClip.Checkpoints;
using KronClip.Classifiers;

namespace KronClip.Training;

/// <summary>
/// A checkpoint as one sealed safetensors file, checkpoint-&lt;step&gt;.safetensors: tensors, and the rest as JSON in the metadata.
/// </summary>
static class RunCheckpointFile
{
    const int FormatVersion = 1;
    const string Key = "kronclip.checkpoint", Prefix = "checkpoint-", Suffix = ".safetensors";

    static readonly JsonWriterOptions Json = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>The file name of a step's checkpoint.</summary>
    public static string Name(long step) => Prefix + step.ToString(CultureInfo.InvariantCulture) + Suffix;

    /// <summary>The step that a file name tells, or null where it is no checkpoint's.</summary>
    public static long? Step(string name) =>
        name.StartsWith(Prefix, StringComparison.Ordinal) && name.EndsWith(Suffix, StringComparison.Ordinal)
        && long.TryParse(name.AsSpan()[Prefix.Length..^Suffix.Length], NumberStyles.None, CultureInfo.InvariantCulture, out var step)
        && Name(step) == name ? step : null;

    /// <summary>The file's bytes.</summary>
    public static byte[] ToBytes(RunCheckpoint checkpoint) => SealedSafeTensors.Seal(Key, Document(checkpoint), checkpoint.Tensors).Bytes;

    /// <summary>Reads a checkpoint; null and the reason where it is damaged.</summary>
    /// <exception cref="TrainingException">The file cannot be opened, or is whole but made by a newer version.</exception>
    public static RunCheckpoint? Read(string path, out string damage)
    {
        damage = "";
        byte[] bytes;
        try
        {
            bytes = File.ReadAllBytes(path);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new TrainingException($"The checkpoint '{path}' cannot be read: {error.Message} Check the disk and the permissions.", error);
        }
        try
        {
            var (file, document) = SealedSafeTensors.Open(bytes, Key, path);
            var (actual, recorded) = SealedSafeTensors.Hashes(bytes, Key);
            if (actual is null || actual != recorded)
            {
                damage = "its content does not have the hash it records";
                return null;
            }
            var version = document.GetProperty("formatVersion").GetInt32();
            if (version > FormatVersion)
                throw new TrainingException(FormattableString.Invariant(
                    $"The checkpoint '{path}' has format version {version}; this version reads up to {FormatVersion}. Update KronClip to resume."));
            return new RunCheckpoint
            {
                Step = document.GetProperty("step").GetInt64(),
                Epoch = document.GetProperty("epoch").GetInt32(),
                LogLength = document.GetProperty("logLength").GetInt64(),
                OptionsHash = document.GetProperty("optionsHash").GetString()!,
                Generators = document.GetProperty("generators").EnumerateObject().ToDictionary(g => g.Name, g => Words(g.Value)),
                State = document.GetProperty("state").Clone(),
                Tensors = [.. SealedSafeTensors.Tensors(file)],
            };
        }
        catch (Exception error) when (error is CheckpointException or JsonException or KeyNotFoundException
            or InvalidOperationException or FormatException or ArgumentException)
        {
            damage = error.Message;
            return null;
        }
    }

    static string Document(RunCheckpoint checkpoint)
    {
        using var memory = new MemoryStream();
        using (var json = new Utf8JsonWriter(memory, Json))
        {
            json.WriteStartObject();
            json.WriteString("contentHash", SealedSafeTensors.Blank);
            json.WriteNumber("formatVersion", FormatVersion);
            json.WriteNumber("step", checkpoint.Step);
            json.WriteNumber("epoch", checkpoint.Epoch);
            json.WriteNumber("logLength", checkpoint.LogLength);
            json.WriteString("optionsHash", checkpoint.OptionsHash);
            json.WriteStartObject("generators");
            foreach (var (name, words) in checkpoint.Generators.OrderBy(g => g.Key, StringComparer.Ordinal))
            {
                json.WriteStartArray(name);
                foreach (var word in words)         // as text: many JSON readers round numbers of 64 bits
                    json.WriteStringValue(word.ToString("x16", CultureInfo.InvariantCulture));
                json.WriteEndArray();
            }
            json.WriteEndObject();
            json.WritePropertyName("state");
            checkpoint.State.WriteTo(json);
            json.WriteEndObject();
        }
        return Encoding.UTF8.GetString(memory.GetBuffer(), 0, (int)memory.Length);
    }

    static ulong[] Words(JsonElement array) =>
        [.. array.EnumerateArray().Select(word => ulong.Parse(word.GetString()!, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture))];
}
