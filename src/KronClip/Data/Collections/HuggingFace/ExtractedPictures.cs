using System.Globalization;
using System.Text.Json;
using KronClip.Storage;

namespace KronClip.Data;

/// <summary>A picture that came out of a parquet file, or to which one points.</summary>
/// <param name="Path">Below the folder of the list, with '/'; absolute where it lies elsewhere.</param>
/// <param name="Bytes">Length of the file.</param>
/// <param name="Label">Index of its class.</param>
/// <param name="Part">The part that its parquet file has.</param>
readonly record struct ExtractedPicture(string Path, long Bytes, int Label, SplitPart Part);

/// <summary>
/// The list beside the pictures that were extracted, pictures.jsonl. First line: <c>{"format":"kronclip-extracted","version":1,"source":...,"files":[{"path":...,
/// "length":...,"modified":...}],"classes":[...],"warnings":[...],"notes":[...]}</c>, then a picture per line:
/// <c>{"path":...,"bytes":...,"label":0,"part":"train"}</c>. It is written when all pictures are there.
/// </summary>
static class ExtractedPictures
{
    const string Format = "kronclip-extracted";
    const int Version = 1;

    /// <summary>Writes the list, whole or not at all.</summary>
    /// <exception cref="StorageException">The place cannot be written.</exception>
    public static void Write(string path, ParquetPlace place, IReadOnlyList<ClassDefinition> classes, IReadOnlyList<ExtractedPicture> pictures, IReadOnlyList<string> warnings, IReadOnlyList<string> notes) =>
        AtomicFile.Write(path, stream =>
        {
            JsonLines.Write(stream, json =>
            {
                json.WriteString("format", Format);
                json.WriteNumber("version", Version);
                json.WriteString("source", place.Given);
                json.WriteStartArray("files");
                foreach (var (file, length, modified) in Sources(place))
                {
                    json.WriteStartObject();
                    json.WriteString("path", file);
                    json.WriteNumber("length", length);
                    json.WriteNumber("modified", modified);
                    json.WriteEndObject();
                }
                json.WriteEndArray();
                json.WriteStartArray("classes");
                foreach (var definition in classes)
                {
                    json.WriteStartObject();
                    json.WriteString("folder", definition.Folder);
                    json.WriteString("name", definition.Name);
                    json.WriteString("words", definition.Words);
                    json.WriteEndObject();
                }
                json.WriteEndArray();
                JsonLines.Texts(json, "warnings", warnings);
                JsonLines.Texts(json, "notes", notes);
            });
            foreach (var picture in pictures)
            {
                JsonLines.Write(stream, json =>
                {
                    json.WriteString("path", picture.Path);
                    json.WriteNumber("bytes", picture.Bytes);
                    json.WriteNumber("label", picture.Label);
                    json.WriteString("part", SplitParts.Name(picture.Part));
                });
            }
        });

    /// <summary>True if the first line says that this is such a list.</summary>
    public static bool Is(string path)
    {
        try
        {
            using var reader = new StreamReader(path);
            Span<char> start = stackalloc char[64];
            return start[..reader.ReadBlock(start)].StartsWith($"{{\"format\":\"{Format}\"");
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    /// <summary>True if the list is there and whole, its parquet files are as they were, and every picture is there with its length.</summary>
    public static bool IsCurrent(string path, ParquetPlace place)
    {
        try
        {
            if (!File.Exists(path))
                return false;
            var (header, found) = Parse(path);
            using (header)
            {
                var files = header.RootElement.GetProperty("files").EnumerateArray()
                    .Select(f => (f.GetProperty("path").GetString()!, f.GetProperty("length").GetInt64(), f.GetProperty("modified").GetInt64()));
                return files.SequenceEqual(Sources(place)) && found.All(p => RealPath.FileLength(Path.Combine(Path.GetDirectoryName(path)!, p.Path)) == p.Bytes);
            }
        }
        catch (Exception error) when (IsDamage(error))
        {
            return false;
        }
    }

    /// <summary>The pictures of a list.</summary>
    /// <exception cref="DataException">The list is damaged.</exception>
    public static FoundPictures Read(string path)
    {
        try
        {
            var root = Path.GetDirectoryName(path)!;
            var (document, found) = Parse(path);
            using (document)
            {
                var header = document.RootElement;
                List<ClassDefinition> classes = [.. header.GetProperty("classes").EnumerateArray().Select(c =>
                    new ClassDefinition { Folder = c.GetProperty("folder").String(), Name = c.GetProperty("name").String(), Words = c.GetProperty("words").String() })];
                return new(root, [.. classes.Select(c => c.Folder)], [.. found.Select(p => new AssignedImage(Manifest.Item(root, Path.Combine(root, p.Path), p.Label), p.Part))],
                    Read("warnings"), Read("notes"))
                {
                    Definitions = classes,
                    Source = header.GetProperty("source").String(),
                };

                List<string> Read(string name) => [.. header.GetProperty(name).EnumerateArray().Select(t => t.String())];
            }
        }
        catch (Exception error) when (IsDamage(error))
        {
            throw new DataException($"{Printable.Quote(path)} is damaged: {error.Message} Delete it; the pictures are then extracted again.", error);
        }
    }

    static (JsonDocument Header, List<ExtractedPicture> Pictures) Parse(string path)
    {
        using var lines = new StreamReader(path);
        var header = JsonDocument.Parse(lines.ReadLine() ?? "");
        if (header.RootElement.GetProperty("format").GetString() != Format || header.RootElement.GetProperty("version").GetInt32() != Version)
            throw new FormatException("it is of another version.");
        var classes = header.RootElement.GetProperty("classes").GetArrayLength();
        var pictures = new List<ExtractedPicture>();
        while (lines.ReadLine() is { } line)
        {
            using var picture = JsonDocument.Parse(line);
            var label = picture.RootElement.GetProperty("label").GetInt32();
            if (label < 0 || label >= classes)
                throw new FormatException(string.Create(CultureInfo.InvariantCulture, $"line {pictures.Count + 2} has the label {label} of {classes} classes."));
            pictures.Add(new(picture.RootElement.GetProperty("path").String(), picture.RootElement.GetProperty("bytes").GetInt64(), label,
                Enum.Parse<SplitPart>(picture.RootElement.GetProperty("part").String(), ignoreCase: true)));
        }
        return (header, pictures);
    }

    static IEnumerable<(string Path, long Length, long Modified)> Sources(ParquetPlace place) =>
        place.Shards.Select(s => new FileInfo(s.Path)).Select(f => (f.FullName, f.Length, f.LastWriteTimeUtc.Ticks));

    static bool IsDamage(Exception error) =>
        error is JsonException or KeyNotFoundException or InvalidOperationException or FormatException or ArgumentException or IOException or UnauthorizedAccessException or DataException;
}
