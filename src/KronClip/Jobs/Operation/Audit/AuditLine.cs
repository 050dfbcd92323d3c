using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using KronClip.Data;

namespace KronClip.Jobs;

/// <summary>
/// One line of an audit trail: <c>{"previous":"…","time":"…","who":"…","what":"…","details":{…},"hash":"…"}</c>. "previous" is the SHA-256 of the line before without its newline, "hash" that of
/// this line up to where "hash" begins.
/// </summary>
static class AuditLine
{
    const string TimeFormat = "yyyy-MM-dd'T'HH:mm:ss.fff'Z'";

    const int Digits = 64;

    /// <summary>What stands for the line before the first.</summary>
    public static readonly string Nothing = new('0', Digits);

    /// <summary>Refuses bytes that are no UTF-8.</summary>
    static readonly UTF8Encoding Utf8 = new(false, throwOnInvalidBytes: true);

    static readonly byte[] Mark = ",\"hash\":\""u8.ToArray(), End = "\"}"u8.ToArray();

    public static byte[] Write(string previous, DateTimeOffset time, string who, string what, JsonObject details)
    {
        using var memory = new MemoryStream();
        using (var json = new Utf8JsonWriter(memory, JsonText.Line))
        {
            json.WriteStartObject();
            json.WriteString("previous", previous);
            json.WriteString("time", time.UtcDateTime.ToString(TimeFormat, CultureInfo.InvariantCulture));
            json.WriteString("who", who);
            json.WriteString("what", what);
            json.WritePropertyName("details");
            details.WriteTo(json);
            json.WriteEndObject();
        }
        var open = memory.ToArray().AsSpan()[..^1].ToArray();           // without the closing brace
        return [.. open, .. Mark, .. Encoding.ASCII.GetBytes(Hash(open)), .. End];
    }

    public static string Hash(ReadOnlySpan<byte> line) => Convert.ToHexStringLower(SHA256.HashData(line));

    /// <summary>Whether the line ends with the hash of what stands before it.</summary>
    public static bool IsSealed(ReadOnlySpan<byte> line)
    {
        var tail = Mark.Length + Digits + End.Length;
        if (line.Length < tail || !line.EndsWith(End) || !line[^tail..].StartsWith(Mark))
            return false;
        return line.Slice(line.Length - End.Length - Digits, Digits).SequenceEqual(Encoding.ASCII.GetBytes(Hash(line[..^tail])));
    }

    /// <summary>The hash that the line gives for the one before it; null where it is no entry.</summary>
    public static string? PreviousOf(byte[] line) => Parse(line) is { } json ? TextOf(json, "previous") : null;

    /// <summary>The entry; null where the line is none.</summary>
    public static AuditEntry? Read(byte[] line) => Parse(line) is { } json && TextOf(json, "who") is { } who && TextOf(json, "what") is { } what && json["details"] is JsonObject details
        && DateTimeOffset.TryParseExact(TextOf(json, "time"), TimeFormat, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var time)
            ? new AuditEntry(time, who, what, details.DeepClone().AsObject())
            : null;

    static string? TextOf(JsonObject json, string name)
    {
        try
        {
            return json[name] is JsonValue value && value.TryGetValue<string>(out var text) ? text : null;
        }
        catch (InvalidOperationException)               // half of a surrogate pair
        {
            return null;
        }
    }

    static JsonObject? Parse(byte[] line)
    {
        try
        {
            var json = JsonNode.Parse(Utf8.GetString(line), documentOptions: new JsonDocumentOptions { AllowDuplicateProperties = false, MaxDepth = 32 }) as JsonObject;
            _ = json?.Count;                                            // reads the names, which must differ
            return json;
        }
        catch (Exception error) when (error is JsonException or InvalidOperationException or ArgumentException)
        {
            return null;
        }
    }
}
