using System.Globalization;
using System.Text.Json;
using KronClip.Classifiers;
using KronClip.Data;

namespace KronClip.Jobs;

/// <summary>A class and how sure the classifier was of it.</summary>
public sealed record LoggedScore(string Label, double Confidence);

/// <summary>One answer, as the log of predictions keeps it: no picture, no name, no address; the picture's hash says only whether two answers were about the same bytes.</summary>
/// <param name="Time">When, UTC.</param>
/// <param name="Classifier">Name under which the classifier was served.</param>
/// <param name="Version">The first 12 digits of its content hash.</param>
/// <param name="Sha256">SHA-256 of the picture's bytes, 64 hexadecimal digits.</param>
/// <param name="Top">The likeliest classes, best first; at least one.</param>
/// <param name="Unknown">Whether the answer was "unknown"; null where no threshold was set.</param>
/// <param name="Sketch"><see cref="EmbeddingSketch"/> of the embedding.</param>
public sealed record LoggedPrediction(DateTimeOffset Time, string Classifier, string Version, string Sha256, IReadOnlyList<LoggedScore> Top, bool? Unknown, IReadOnlyList<sbyte> Sketch)
{
    /// <summary>Classes that a line names at most.</summary>
    public const int MostScores = 3;

    const string TimeFormat = "yyyy-MM-dd'T'HH:mm:ss.fff'Z'";
    const int Longest = 64 << 10;

    static readonly JsonDocumentOptions strict = new() { AllowDuplicateProperties = false, MaxDepth = 8 };

    /// <summary>Writes the line, its end included.</summary>
    public void Write(Stream stream) => JsonLines.Write(stream, json =>
    {
        json.WriteString("time", Time.UtcDateTime.ToString(TimeFormat, CultureInfo.InvariantCulture));
        json.WriteString("classifier", Classifier);
        json.WriteString("version", Version);
        json.WriteString("sha256", Sha256);
        json.WriteString("label", Top[0].Label);
        json.WriteNumber("confidence", Math.Round(Top[0].Confidence, 4));
        json.WriteStartArray("top");
        foreach (var score in Top.Take(MostScores))
        {
            json.WriteStartObject();
            json.WriteString("label", score.Label);
            json.WriteNumber("confidence", Math.Round(score.Confidence, 4));
            json.WriteEndObject();
        }
        json.WriteEndArray();
        if (Unknown is { } unknown)
            json.WriteBoolean("unknown", unknown);
        json.WriteString("sketch", EmbeddingSketch.ToText([[.. Sketch]]));
    });

    /// <summary>Reads a line; null where it is none, whatever is in it.</summary>
    public static LoggedPrediction? Read(ReadOnlyMemory<byte> line)
    {
        if (line.Length > Longest)
            return null;
        try
        {
            using var document = JsonDocument.Parse(line, strict);
            var root = document.RootElement;
            if (root.ValueKind != JsonValueKind.Object || root.Text("classifier") is not { } classifier || root.Text("version") is not { } version
                || root.Text("sha256") is not { Length: 64 } hash || !hash.All(char.IsAsciiHexDigitLower)
                || !DateTimeOffset.TryParseExact(root.Text("time"), TimeFormat, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var time)
                || root.Text("sketch") is not { } text || EmbeddingSketch.FromText(text) is not [var sketch]
                || !root.TryGetProperty("top", out var top) || top.ValueKind != JsonValueKind.Array || top.GetArrayLength() == 0)
            {
                return null;
            }
            var scores = top.EnumerateArray().Select(Score).ToArray();
            bool? unknown = root.TryGetProperty("unknown", out var said) && said.ValueKind is JsonValueKind.True or JsonValueKind.False ? said.ValueKind == JsonValueKind.True : null;
            return scores.Contains(null) ? null : new LoggedPrediction(time, classifier, version, hash, scores!, unknown, sketch);
        }
        catch (Exception error) when (error is JsonException or DataException)
        {
            return null;
        }
    }

    static LoggedScore? Score(JsonElement score) => score.ValueKind == JsonValueKind.Object && score.Text("label") is { } label
        && score.TryGetProperty("confidence", out var value) && value.ValueKind == JsonValueKind.Number && value.TryGetDouble(out var confidence) && confidence is >= 0 and <= 1
            ? new LoggedScore(label, confidence)
            : null;
}
