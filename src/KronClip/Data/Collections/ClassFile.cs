using System.Text.Json;
using System.Text.Json.Nodes;
using KronClip.Storage;

namespace KronClip.Data;

/// <summary>What a classes.json says about one folder; null means "as the folder is named".</summary>
public sealed record ClassFileEntry
{
    /// <summary>The words for the prompt.</summary>
    public string? Words { get; init; }

    /// <summary>The name shown to people.</summary>
    public string? Name { get; init; }

    /// <summary>A sentence about the class.</summary>
    public string? Description { get; init; }

    /// <summary>Prompt templates, each with exactly one "{}".</summary>
    public IReadOnlyList<string>? Templates { get; init; }
}

/// <summary>
/// classes.json: <c>{ "version": 1, "classes": { "folder": { "words": "...", "name": "...", "description": "...",
/// "templates": ["a photo of a {}."] } } }</c>.
/// Gives each folder its words for the prompt and its display name; a factory's folders are often not English, the text tower is.
/// An empty description or template list means none, so that a template file is valid as written. Immutable and thread-safe.
/// </summary>
public sealed class ClassFile
{
    const int Version = 1;
    static readonly string[] properties = ["words", "name", "description", "templates"];
    readonly string source;

    /// <summary>A class file from entries by folder name; <paramref name="source"/> names it in messages.</summary>
    public ClassFile(IReadOnlyDictionary<string, ClassFileEntry> classes, string source = "classes.json")
    {
        ArgumentNullException.ThrowIfNull(classes);
        Classes = new Dictionary<string, ClassFileEntry>(classes, StringComparer.Ordinal);
        this.source = source;
    }

    /// <summary>The entries by folder name.</summary>
    public IReadOnlyDictionary<string, ClassFileEntry> Classes { get; }

    /// <summary>Reads a file strictly: what is unknown, doubled or of the wrong type is an error, never ignored.</summary>
    /// <exception cref="DataException">Not JSON (with line and column), another version, or a field that is not understood.</exception>
    public static ClassFile Read(string path)
    {
        using var document = JsonText.Parse(JsonText.ReadFile(path), path);
        var root = document.RootElement;
        if (root.ValueKind != JsonValueKind.Object
            || !root.TryGetProperty("version", out var version) || version.ValueKind != JsonValueKind.Number
            || !root.TryGetProperty("classes", out var classes) || classes.ValueKind != JsonValueKind.Object)
        {
            throw new DataException($"{Printable.Quote(path)} is not a class file. Expected {{ \"version\": 1, \"classes\": {{ \"folder\": "
                + $"{{ \"words\": \"...\" }} }} }}.");
        }
        if (!version.TryGetInt32(out var number) || number != Version)
            throw new DataException($"{Printable.Quote(path)} has version {version.GetRawText()}; this program reads version {Version}. "
                + $"Use a newer program.");
        RequireKnown(path, "the file", root, ["version", "classes"]);
        return new(classes.EnumerateObject().ToDictionary(c => c.Name, c => Entry(path, c), StringComparer.Ordinal), path);
    }

    /// <summary>Writes the file, whole or not at all.</summary>
    /// <exception cref="StorageException">The place cannot be written.</exception>
    public void Write(string path)
    {
        var classes = new JsonObject();
        foreach (var (folder, entry) in Classes.OrderBy(c => c.Key, StringComparer.Ordinal))
        {
            classes[folder] = new JsonObject
            {
                ["words"] = entry.Words,
                ["name"] = entry.Name,
                ["description"] = entry.Description ?? "",
                ["templates"] = new JsonArray([.. (entry.Templates ?? []).Select(t => JsonValue.Create(t))]),
            };
            foreach (var unset in new[] { "words", "name" }.Where(p => classes[folder]![p] is null))
                classes[folder]!.AsObject().Remove(unset);
        }
        var document = new JsonObject { ["version"] = Version, ["classes"] = classes };
        AtomicFile.WriteText(path, document.ToJsonString(JsonText.Readable).ReplaceLineEndings("\n") + "\n");
    }

    /// <summary>A first class file with what the collection says now, for a person to fill in.</summary>
    public static ClassFile Template(ImageCollection collection)
    {
        ArgumentNullException.ThrowIfNull(collection);
        return new(collection.Classes.ToDictionary(
            c => c.Folder,
            c => new ClassFileEntry { Words = c.Words, Name = c.Name, Description = c.Description, Templates = c.Templates },
            StringComparer.Ordinal));
    }

    /// <summary>Writes <see cref="Template"/> to a place of the caller's choice unless a file is there; true if it was written.</summary>
    /// <exception cref="StorageException">The place cannot be written.</exception>
    public static bool WriteTemplate(ImageCollection collection, string path)
    {
        if (File.Exists(path))
            return false;
        Template(collection).Write(path);
        return true;
    }

    /// <summary>The definitions of the folders found; folders without an entry keep their own names.</summary>
    /// <exception cref="DataException">The file speaks of a folder that is not there.</exception>
    internal IReadOnlyList<ClassDefinition> Apply(IReadOnlyList<string> folders)
    {
        var byForm = folders.ToLookup(f => f.Normalize(), StringComparer.Ordinal);
        var entries = new Dictionary<string, ClassFileEntry>(StringComparer.Ordinal);
        foreach (var (key, entry) in Classes)
        {
            // A file system may hand out another Unicode form than the editor wrote: one folder of the same composed form is meant.
            var folder = folders.Contains(key, StringComparer.Ordinal) ? key
                : byForm[key.Normalize()].ToList() is [var only] ? only
                : throw Unknown(key, folders);
            if (!entries.TryAdd(folder, entry))
                throw new DataException($"{Printable.Quote(source)} speaks twice of the folder {Printable.Quote(folder)}, in two Unicode "
                    + $"forms. Keep one entry.");
        }
        return folders.Select(folder => Define(folder, entries.GetValueOrDefault(folder))).ToList();
    }

    static ClassDefinition Define(string folder, ClassFileEntry? entry)
    {
        var plain = ClassDefinition.FromFolder(folder);
        return entry is null ? plain : new()
        {
            Folder = folder,
            Name = entry.Name ?? plain.Name,
            Words = entry.Words ?? plain.Words,
            Description = string.IsNullOrWhiteSpace(entry.Description) ? null : entry.Description,
            Templates = entry.Templates is { Count: > 0 } ? entry.Templates : null,
        };
    }

    DataException Unknown(string key, IReadOnlyList<string> folders)
    {
        var close = CloseNames.To(key, folders);
        var hint = close.Count > 0 ? $"Did you mean {Printable.List(close)}?" : $"The folders are {Printable.List(folders)}.";
        return new($"{Printable.Quote(source)} speaks of the folder {Printable.Quote(key)}, which is not there. {hint}");
    }

    static ClassFileEntry Entry(string path, JsonProperty property)
    {
        var where = $"class {Printable.Quote(property.Name)}";
        if (property.Value.ValueKind != JsonValueKind.Object)
            throw new DataException($"{Printable.Quote(path)}, {where}: expected an object with {string.Join(", ", properties)}.");
        RequireKnown(path, where, property.Value, properties);
        return new()
        {
            Words = Text(path, where, property.Value, "words"),
            Name = Text(path, where, property.Value, "name"),
            Description = Text(path, where, property.Value, "description"),
            Templates = Templates(path, where, property.Value),
        };
    }

    static string? Text(string path, string where, JsonElement element, string property)
    {
        if (!element.TryGetProperty(property, out var value))
            return null;
        return value.ValueKind == JsonValueKind.String ? value.String() : throw new DataException($"{Printable.Quote(path)}, {where}: "
            + $"\"{property}\" is not text.");
    }

    static List<string>? Templates(string path, string where, JsonElement element)
    {
        if (!element.TryGetProperty("templates", out var value))
            return null;
        if (value.ValueKind != JsonValueKind.Array || value.EnumerateArray().Any(t => t.ValueKind != JsonValueKind.String))
            throw new DataException($"{Printable.Quote(path)}, {where}: \"templates\" is not a list of texts.");
        var templates = value.EnumerateArray().Select(t => t.String()).ToList();
        foreach (var template in templates.Where(t => t.Split("{}").Length != 2))
            throw new DataException($"{Printable.Quote(path)}, {where}: the template {Printable.Quote(template)} must hold exactly one "
                + $"{{}}, where the words go.");
        return templates;
    }

    static void RequireKnown(string path, string where, JsonElement element, string[] known)
    {
        foreach (var surplus in element.EnumerateObject().Where(p => !known.Contains(p.Name, StringComparer.Ordinal)))
            throw new DataException($"{Printable.Quote(path)}, {where}: \"{surplus.Name}\" is not known. Known are {string.Join(", ", known)}.");
    }
}
