using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace KronClip.Data;

/// <summary>Strict JSON for the files of this room: no comments, no doubled keys, and errors that say file, line and column.</summary>
static class JsonText
{
    static readonly JsonDocumentOptions strict = new() { AllowDuplicateProperties = false, MaxDepth = 16 };

    /// <summary>How the files of this room are written: indented where people edit them, letters of all scripts readable.</summary>
    public static JsonSerializerOptions Readable { get; } =
        new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>For one document per line.</summary>
    public static JsonWriterOptions Line { get; } = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Parses one document; <paramref name="line"/> is the number of its first line in the file, from 1.</summary>
    /// <exception cref="DataException">It is not JSON.</exception>
    public static JsonDocument Parse(string text, string path, int line = 1)
    {
        try
        {
            return JsonDocument.Parse(text, strict);
        }
        catch (JsonException error)
        {
            var at = string.Create(CultureInfo.InvariantCulture, $"line {line + (error.LineNumber ?? 0)}, column {Column(text, error)}");
            throw new DataException($"{Printable.Quote(path)} is not valid JSON at {at}: {error.Message}", error);
        }
    }

    /// <summary>The column in characters, from 1; the reader counts the bytes of the line's UTF-8.</summary>
    static int Column(string text, JsonException error)
    {
        var bytes = Encoding.UTF8.GetBytes(text.Split('\n').ElementAtOrDefault((int)(error.LineNumber ?? 0)) ?? "");
        return Encoding.UTF8.GetCharCount(bytes, 0, (int)Math.Clamp(error.BytePositionInLine ?? 0, 0, bytes.Length)) + 1;
    }

    /// <summary>The whole file as text: UTF-8, or UTF-16 with a byte-order mark; the mark itself is not part of the text.</summary>
    /// <exception cref="DataException">It cannot be read, or is in another encoding.</exception>
    public static string ReadFile(string path)
    {
        try
        {
            if (RealPath.FileLength(path) is not { } length)
                throw new DataException($"{Printable.Quote(path)} {(Directory.Exists(path) ? "is a folder; give the file in it" : "does not exist. Check the path")}.");
            if (length == 0)
                throw new DataException($"{Printable.Quote(path)} is empty, or not a regular file.");
            using var reader = new StreamReader(path, new UTF8Encoding(false, throwOnInvalidBytes: true), detectEncodingFromByteOrderMarks: true);
            return reader.ReadToEnd();
        }
        catch (DecoderFallbackException error)
        {
            throw new DataException($"{Printable.Quote(path)} is not UTF-8 text. Save it as UTF-8 (in a spreadsheet: 'CSV UTF-8').", error);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new DataException($"{Printable.Quote(path)} cannot be read: {error.Message}", error);
        }
    }

    /// <summary>The property as text; null if absent, null or no string.</summary>
    public static string? Text(this JsonElement element, string property) =>
        element.TryGetProperty(property, out var value) && value.ValueKind == JsonValueKind.String ? value.String() : null;

    /// <summary>The string; an unpaired surrogate, which JSON allows and Unicode does not, is a data error.</summary>
    /// <exception cref="DataException">The string is not valid Unicode.</exception>
    public static string String(this JsonElement element)
    {
        try
        {
            return element.GetString()!;
        }
        catch (InvalidOperationException error)
        {
            throw new DataException($"The text {element.GetRawText()} is not valid Unicode (half of a surrogate pair).", error);
        }
    }
}
