using System.Text.Json;
using KronClip.Storage;

namespace KronClip.Data;

/// <summary>
/// Splits as JSON Lines. The first line describes the split: <c>{"format":"kronclip-split","version":1,"root":...,"classes":[...],"seed":...,
/// "shots":...,"testKind":...}</c>. Then one picture per line: <c>{"path":...,"label":0,"class":...,"part":"train|validation|test|unused",
/// "sha256":...}</c>, with "fold" (the cross-validation round that holds the picture out) or "reason" where they apply.
/// Paths are relative to the root, so the file can travel with the pictures.
/// </summary>
public static class SplitFile
{
    internal const string Format = "kronclip-split";
    internal const int Version = 1;

    /// <summary>Writes a split, whole or not at all; the hashes make it verifiable.</summary>
    /// <exception cref="StorageException">The place cannot be written.</exception>
    public static void Write(string path, Split split, ContentHashes hashes)
    {
        ArgumentNullException.ThrowIfNull(split);
        ArgumentNullException.ThrowIfNull(hashes);
        AtomicFile.Write(path, stream =>
        {
            JsonLines.Write(stream, json => Header(json, split));
            foreach (var (part, items) in new[] { ("train", split.Train), ("validation", split.Validation), ("test", split.Test) })
            {
                var foldOf = part == "train" ? FoldNumbers(split) : [];
                foreach (var item in items)
                    JsonLines.Write(stream, json => Picture(json, split, hashes, item, part, foldOf.TryGetValue(item, out var fold) ? fold : null, null));
            }
            foreach (var (item, reason) in split.Unused)
                JsonLines.Write(stream, json => Picture(json, split, hashes, item, "unused", null, reason));
        });
    }

    /// <summary>Reads a split. Pictures are neither looked for nor opened; see <see cref="RecordedSplit.Verify(ImageItem)"/>.</summary>
    /// <param name="path">The file.</param>
    /// <param name="root">Where the pictures lie now; null for the folder that the file names.</param>
    /// <exception cref="DataException">Not a split file, a newer version, or a damaged line (with its number).</exception>
    public static RecordedSplit Read(string path, string? root = null) => SplitReader.Read(Path.GetFullPath(path), root);

    /// <summary>True if the first line says so.</summary>
    internal static bool IsSplit(string path)
    {
        var text = JsonText.ReadFile(path);
        var end = text.AsSpan().IndexOfAny('\r', '\n');
        var first = end < 0 ? text : text[..end];
        if (!first.Contains(Format, StringComparison.Ordinal))
            return false;
        using var header = JsonText.Parse(first, path);
        return header.RootElement.ValueKind == JsonValueKind.Object && header.RootElement.Text("format") == Format;
    }

    static Dictionary<ImageItem, int> FoldNumbers(Split split) =>
        (split.Folds ?? []).Index().SelectMany(f => f.Item.Held.Select(item => (item, f.Index))).ToDictionary(f => f.item, f => f.Index);

    static void Header(Utf8JsonWriter json, Split split)
    {
        json.WriteString("format", Format);
        json.WriteNumber("version", Version);
        json.WriteString("root", split.Root);
        json.WriteStartArray("classes");
        foreach (var definition in split.Classes)
            ClassObject(json, definition);
        json.WriteEndArray();
        json.WriteNumber("seed", split.Options.Seed);
        json.WriteNumber("shots", split.Options.Shots);
        json.WriteBoolean("allAvailable", split.Options.AllAvailable);
        json.WriteString("testKind", split.TestKind);
        if (split.Folds is { } folds)
            json.WriteNumber("folds", folds.Count);
        json.WriteStartArray("notes");
        foreach (var note in split.Notes)
        {
            json.WriteStartObject();
            json.WriteString("class", note.Folder);
            json.WriteString("rule", SplitParts.Name(note.Rule));
            json.WriteNumber("pictures", note.Pictures);
            json.WriteNumber("train", note.Train);
            json.WriteNumber("validation", note.Validation);
            json.WriteNumber("test", note.Test);
            if (note.Sentence is not null)
                json.WriteString("sentence", note.Sentence);
            json.WriteEndObject();
        }
        json.WriteEndArray();
        JsonLines.Texts(json, "warnings", split.Warnings);
    }

    static void ClassObject(Utf8JsonWriter json, ClassDefinition definition)
    {
        json.WriteStartObject();
        json.WriteString("folder", definition.Folder);
        json.WriteString("name", definition.Name);
        json.WriteString("words", definition.Words);
        if (definition.Description is not null)
            json.WriteString("description", definition.Description);
        if (definition.Templates is not null)
            JsonLines.Texts(json, "templates", definition.Templates);
        json.WriteEndObject();
    }

    static void Picture(Utf8JsonWriter json, Split split, ContentHashes hashes, ImageItem item, string part, int? fold, UnusedReason? reason)
    {
        json.WriteString("path", item.RelativePath);
        json.WriteNumber("label", item.Label);
        json.WriteString("class", split.Classes[item.Label].Folder);
        json.WriteString("part", part);
        if (fold is { } number)
            json.WriteNumber("fold", number);
        if (reason is { } why)
            json.WriteString("reason", SplitParts.Name(why));
        if (hashes.TryGet(item, out var hash))
            json.WriteString("sha256", hash);
    }
}
