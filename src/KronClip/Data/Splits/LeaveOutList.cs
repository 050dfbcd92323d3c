using System.Globalization;
using System.Text.Json;

namespace KronClip.Data;

/// <summary>
/// Pictures that nothing is to be learned from: JSON Lines, each with <c>path</c> (relative to the folder of the pictures), <c>sha256</c> (of the content), or both, and if wanted the
/// <c>label</c> it had when it was listed; other properties are passed over, so the list that 'kronclip labels' writes is such a list. A line speaks of a picture only as long as all that
/// it says is true: one that was corrected since, by moving the file or by another label, is no longer meant. Immutable.
/// </summary>
public sealed class LeaveOutList
{
    /// <summary>What a line says; at least a path or a hash.</summary>
    readonly record struct Entry(string? Path, string? Sha256, string? Label);

    readonly IReadOnlyList<Entry> entries;

    LeaveOutList(string file, string text, IReadOnlyList<Entry> entries) => (File, Text, this.entries) = (file, text, entries);

    /// <summary>The file, as it was given.</summary>
    public string File { get; }

    /// <summary>What the file says, so that a run can keep it.</summary>
    public string Text { get; }

    /// <summary>Lines of the list.</summary>
    public int Count => entries.Count;

    /// <summary>Reads a list.</summary>
    /// <exception cref="DataException">It cannot be read, a line is no JSON object, or names no picture; the message has the line.</exception>
    public static LeaveOutList Read(string path)
    {
        var text = JsonText.ReadFile(path);
        using var lines = new StringReader(text);
        var entries = new List<Entry>();
        for (var line = 1; lines.ReadLine() is { } content; line++)
        {
            if (string.IsNullOrWhiteSpace(content))
                continue;
            using var document = JsonText.Parse(content, path, line);
            if (document.RootElement.ValueKind != JsonValueKind.Object)
                throw Fault("not a JSON object");
            var entry = new Entry(Value(document.RootElement, "path"), Value(document.RootElement, "sha256"), Value(document.RootElement, "label"));
            if (entry is { Path: null, Sha256: null })
                throw Fault("neither \"path\" nor \"sha256\" says which picture is meant");
            entries.Add(entry);

            DataException Fault(string what) => new(string.Create(CultureInfo.InvariantCulture,
                $"{Printable.Quote(path)}, line {line}: {what}. A list of pictures to leave out has lines such as {{\"path\": \"bolt/3.jpg\"}}; 'kronclip labels' writes one."));
        }
        return new LeaveOutList(path, text, entries);

        static string? Value(JsonElement line, string name) => line.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.String() : null;
    }

    /// <summary>The pictures that are meant, of those that could be read.</summary>
    public IReadOnlySet<ImageItem> In(ImageCollection collection, ContentHashes hashes) => Match(collection, hashes).Select(m => m.Item).ToHashSet();

    /// <summary>What became of the list, for a person: how many pictures are not learned from, where those went that are tested on, and which lines mean nothing.</summary>
    public string Sentence(ImageCollection collection, ContentHashes hashes, Split split)
    {
        ArgumentNullException.ThrowIfNull(split);
        var matches = Match(collection, hashes).ToArray();
        var meant = matches.Select(m => m.Item).ToHashSet();
        var tested = split.Test.Count(meant.Contains);
        var idle = entries.Count - matches.Select(m => m.Entry).Distinct().Count();
        return $"{Printable.Quote(Path.GetFileName(File))}: {Printable.Count(meant.Count, "picture")} {(meant.Count == 1 ? "is" : "are")} left out of training and validation."
            + (tested == 0 ? "" : $" {tested} of them {(tested == 1 ? "is a test picture and is" : "are test pictures and are")} measured with the label {(tested == 1 ? "it has" : "they have")}, as a test without them would flatter.")
            + (idle == 0 ? "" : $" {Printable.Count(idle, "line means", "lines mean")} no picture as it is now: moved, changed or relabelled since.");
    }

    IEnumerable<(int Entry, ImageItem Item)> Match(ImageCollection collection, ContentHashes hashes)
    {
        ArgumentNullException.ThrowIfNull(collection);
        ArgumentNullException.ThrowIfNull(hashes);
        var readable = collection.Images.Select(image => image.Item).Where(item => hashes.TryGet(item, out _)).ToArray();
        var (byPath, byHash) = (readable.ToLookup(item => item.RelativePath, StringComparer.Ordinal), readable.ToLookup(item => hashes[item], StringComparer.OrdinalIgnoreCase));
        foreach (var (number, entry) in entries.Index())
        {
            foreach (var item in entry.Path is { } path ? byPath[path] : byHash[entry.Sha256!])
            {
                if ((entry.Sha256 is null || string.Equals(entry.Sha256, hashes[item], StringComparison.OrdinalIgnoreCase)) && (entry.Label is null || entry.Label == collection.Classes[item.Label].Folder))
                    yield return (number, item);
            }
        }
    }
}
