using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using KronClip.Images;
using KronClip.Storage;

namespace KronClip.Data;

/// <summary>
/// Takes the pictures out of a data set's parquet files, once, into a folder of the cache, a row group at a time. A picture's file is named by its part, its row
/// there, its path and the SHA-256 of its bytes: <c>train/000017-cat_1-4265743b….jpg</c>; so the name says where it comes from, and a file that is there already is
/// not written again. Files are written whole or not at all; an extraction that was interrupted goes on; when all is there, a list is written.
/// </summary>
sealed class ParquetExtraction
{
    /// <summary>Under another name if the files were ever named or listed in another way.</summary>
    const string Edition = "parquet-1";

    const int LongestStem = 40;

    readonly ParquetPlace place;
    readonly string folder;
    readonly Action<int, int>? progress;
    readonly SkippedFiles setAside = new();
    readonly List<(string Path, long Bytes, string Label, SplitPart Part)> kept = [];
    readonly Dictionary<string, string> pointedAt = new(StringComparer.Ordinal);
    readonly Dictionary<SplitPart, int> rowsOf = [];
    IReadOnlyList<string>? names;
    int total, done;

    ParquetExtraction(ParquetPlace place, string folder, Action<int, int>? progress) => (this.place, this.folder, this.progress) = (place, folder, progress);

    /// <summary>Extracts what is missing.</summary>
    /// <param name="place">The parquet files.</param>
    /// <param name="cache">The cache's folder.</param>
    /// <param name="progress">Hears how many rows are done, and of how many; never where nothing is to be done.</param>
    /// <param name="cancel">Stops between two pictures; what is extracted stays.</param>
    /// <returns>The list of the pictures, which <see cref="ImageCollection"/> opens.</returns>
    /// <exception cref="DataException">A file is damaged or has no such columns, or a row points at a picture that is not there.</exception>
    /// <exception cref="StorageException">The cache cannot be written.</exception>
    public static string Run(ParquetPlace place, string cache, Action<int, int>? progress = null, CancellationToken cancel = default)
    {
        var hash = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(place.Given)))[..16];
        var folder = Path.Combine(cache, Edition, $"{Stem(Path.GetFileNameWithoutExtension(place.Given)) ?? "pictures"}-{hash}");
        var list = Path.Combine(folder, "pictures.jsonl");
        if (!ExtractedPictures.IsCurrent(list, place))
            new ParquetExtraction(place, folder, progress).Run(list, cancel);
        return list;
    }

    void Run(string list, CancellationToken cancel)
    {
        // All files are opened first: that the third has no labels should be known before the first is extracted.
        List<ParquetColumns> columns = [.. place.Shards.Select(Open)];
        foreach (var (shard, found) in place.Shards.Zip(columns))
        {
            using var table = ParquetTable.Open(shard.Path);
            for (var group = 0; group < table.Groups; group++)
                Extract(table, shard, group, found, cancel);
        }
        if (kept.Count == 0)
            throw new DataException($"{Printable.Quote(place.Given)} holds no picture with a label.{string.Concat(setAside.Sentences().Select(s => " " + s))}");
        var labels = ClassLabels.Of(kept.Select(k => k.Label), names, place.Given);
        List<string> warnings = [.. labels.Warnings];
        var pictures = new List<ExtractedPicture>(kept.Count);
        var unknown = 0;
        foreach (var (path, bytes, label, part) in kept)
        {
            if (labels[label] is { } index)
                pictures.Add(new(path, bytes, index, part));
            else
                unknown++;
        }
        if (unknown > 0)
            warnings.Add($"{Printable.Count(unknown, "picture")} with the label -1, which means that it is not known, left out.");
        warnings.AddRange(setAside.Sentences());
        ExtractedPictures.Write(list, place, labels.Classes, pictures, warnings, place.Notes);
    }

    ParquetColumns Open(ParquetShard shard)
    {
        using var table = ParquetTable.Open(shard.Path);
        var stated = ClassLabelNames.FromInfo(table.Note("huggingface"));
        if (stated.Count == 0)
            stated = DatasetCard.Read(place.Root);
        var columns = ParquetColumns.Of(table, stated);
        if (stated.GetValueOrDefault(columns.Label.Name) is { } found)
        {
            if (names is not null && !names.SequenceEqual(found, StringComparer.Ordinal))
                throw table.Refused("it gives the labels other names than the files before it. Give one of them by itself");
            names = found;
        }
        for (var group = 0; group < table.Groups; group++)
            total = checked(total + table.Rows(group));
        return columns;
    }

    void Extract(ParquetTable table, ParquetShard shard, int group, ParquetColumns columns, CancellationToken cancel)
    {
        var rows = table.Rows(group);
        var labels = ParquetColumns.Labels(table, group, columns.Label);
        using var bytes = table.Read<ReadOnlyMemory<byte>>(group, columns.Bytes);
        using var paths = columns.Path is { } field ? table.Read<ReadOnlyMemory<char>>(group, field) : null;
        for (var i = 0; i < rows; i++)
        {
            cancel.ThrowIfCancellationRequested();
            var row = rowsOf.GetValueOrDefault(shard.Part);
            rowsOf[shard.Part] = row + 1;
            Keep(shard, row, bytes.Next(), paths?.Next()?.ToString(), labels[i]);
            progress?.Invoke(++done, total);
        }
    }

    void Keep(ParquetShard shard, int row, ReadOnlyMemory<byte>? bytes, string? path, string? label)
    {
        var where = string.Create(CultureInfo.InvariantCulture, $"row {row}{(shard.Part is SplitPart.Unassigned ? "" : $" of {SplitParts.Name(shard.Part)}")}{(string.IsNullOrEmpty(path) ? "" : $" ({path})")}");
        if (string.IsNullOrWhiteSpace(label))
            setAside.Add("no label", where);
        else if (bytes is { } picture)
            Write(shard, row, picture.Span, path, label.Trim(), where);
        else if (string.IsNullOrEmpty(path))
            setAside.Add("no picture", where);
        else
            PointAt(shard, path, label.Trim(), where);
    }

    void Write(ParquetShard shard, int row, ReadOnlySpan<byte> bytes, string? path, string label, string where)
    {
        if (bytes.Length == 0 || bytes.Length > ImageLimits.Default.MaxBytes)
        {
            setAside.Add(bytes.Length == 0 ? "a picture of no bytes" : string.Create(CultureInfo.InvariantCulture, $"a picture of more than {ImageLimits.Default.MaxBytes:N0} bytes"), where);
            return;
        }
        var stem = Stem(Path.GetFileNameWithoutExtension(path ?? "")) is { } word ? word + "-" : "";
        var name = string.Create(CultureInfo.InvariantCulture, $"{row:D6}-{stem}{Convert.ToHexStringLower(SHA256.HashData(bytes))}{Extension(bytes)}");
        var relative = shard.Part is SplitPart.Unassigned ? name : $"{SplitParts.Name(shard.Part)}/{name}";
        var target = Path.Combine(folder, relative);
        if (new FileInfo(target) is not { Exists: true } file || file.Length != bytes.Length)
        {
            var content = bytes.ToArray();
            AtomicFile.Write(target, stream => stream.Write(content), flush: false);
        }
        kept.Add((relative, bytes.Length, label, shard.Part));
    }

    /// <summary>A row without bytes says where the picture lies. A data set that somebody else made may point at its own files alone.</summary>
    void PointAt(ParquetShard shard, string path, string label, string where)
    {
        var root = Path.GetDirectoryName(Path.Combine(place.Root, shard.Name))!;
        var full = RealPath.Below(root, path);
        if (Path.IsPathRooted(path) || !RealPath.IsWithin(full, root) || !RealPath.IsWithin(RealPath.Of(full), RealPath.Of(root)))
            throw new DataException($"{Printable.Quote(where)} points at a picture outside the folder {Printable.Quote(root)}, which is not followed. Put the pictures beside the parquet file, or into it.");
        if (RealPath.FileLength(full) is not { } length)
            throw new DataException($"{Printable.Quote(where)} holds no picture but its path, and no such file lies below {Printable.Quote(root)}. Put the pictures there, or write the parquet files with the pictures in them.");
        var repeats = pointedAt.TryGetValue(full, out var earlier);
        if (repeats && earlier != label)
            throw new DataException($"{Printable.Quote(where)} gives its picture the label {Printable.Quote(label)}, an earlier row {Printable.Quote(earlier!)}. Keep the row that is right.");
        if (repeats)
            setAside.Add("a picture that an earlier row points at", where);
        else if (length == 0)
            setAside.Add("empty, or not a regular file (pipe, socket, device)", where);
        else
            kept.Add((full, length, label, shard.Part));
        pointedAt.TryAdd(full, label);
    }

    /// <summary>A short piece of a name that every file system takes; null if nothing is left of it.</summary>
    static string? Stem(string name)
    {
        var plain = string.Concat(name.Select(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' ? c : '_')).Trim('_', '-');
        return plain.Length == 0 ? null : plain[..Math.Min(plain.Length, LongestStem)];
    }

    /// <summary>The extension that fits the bytes. What is no picture is kept too: its reader says what it is, and sets it aside.</summary>
    static string Extension(ReadOnlySpan<byte> bytes) => FileSignature.FormatOf(bytes) switch
    {
        PictureFormat.Jpeg => ".jpg",
        PictureFormat.Png => ".png",
        PictureFormat.Gif => ".gif",
        PictureFormat.WebP => ".webp",
        PictureFormat.Bmp => ".bmp",
        _ => ".bin",
    };
}
