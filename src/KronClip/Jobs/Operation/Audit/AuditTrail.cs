using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using KronClip.Data;
using KronClip.Storage;

namespace KronClip.Jobs;

/// <summary>
/// Who changed what, and from which data: JSON lines that are only ever appended. Each line carries the SHA-256 of the line before it and one of itself, so that a line that was changed, taken
/// out or put in shows. It is a chain and no signature: who may write the file can write all of it anew, or cut off its end, unless the last hash is kept elsewhere. Thread-safe, also between processes.
/// </summary>
public sealed class AuditTrail
{
    static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    readonly TimeProvider clock;
    readonly Lock gate = new();

    /// <summary>A trail in a file, which is made by the first entry.</summary>
    /// <param name="path">The file.</param>
    /// <param name="clock">Where the time comes from; the system's if null.</param>
    public AuditTrail(string path, TimeProvider? clock = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        (Path, this.clock) = (System.IO.Path.GetFullPath(path), clock ?? TimeProvider.System);
    }

    /// <summary>The file.</summary>
    public string Path { get; }

    /// <summary>The trail of a classifier, beside it: parts.kronclip.audit.jsonl.</summary>
    public static AuditTrail Of(string classifier, TimeProvider? clock = null) => new(classifier + ".audit.jsonl", clock);

    /// <summary>Adds a line; it is on the disk when this returns.</summary>
    /// <param name="who">Who did it.</param>
    /// <param name="what">What was done.</param>
    /// <param name="details">From which data. Copied.</param>
    /// <exception cref="StorageException">The file cannot be written.</exception>
    public void Append(string who, string what, JsonObject details)
    {
        ArgumentException.ThrowIfNullOrEmpty(who);
        ArgumentException.ThrowIfNullOrEmpty(what);
        ArgumentNullException.ThrowIfNull(details);
        try
        {
            lock (gate)
            {
                Directory.CreateDirectory(System.IO.Path.GetDirectoryName(Path)!);
                using var file = Open(FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
                var (last, ended) = LastLine(file);
                var line = AuditLine.Write(last is null ? AuditLine.Nothing : AuditLine.Hash(last), clock.GetUtcNow(), who, what, details);
                file.Seek(0, SeekOrigin.End);
                file.Write([.. ended ? [] : "\n"u8, .. line, (byte)'\n']);             // in one go: a stop leaves a whole line or the beginning of one
                file.Flush(flushToDisk: true);
            }
        }
        catch (Exception error) when (DiskFault.Is(error))
        {
            throw new StorageException($"The audit trail '{Path}' cannot be written: {error.Message} Free some space, or check the permissions; without its line the change must not be made.", error);
        }
    }

    /// <summary>All entries, the first one first; none where there is no file. A line that is no entry is left out: <see cref="Verify"/> tells of it.</summary>
    /// <exception cref="DataException">The file cannot be read.</exception>
    public IReadOnlyList<AuditEntry> Read() => [.. Lines().Select(AuditLine.Read).OfType<AuditEntry>()];

    /// <summary>Follows the chain from the first line to the last.</summary>
    /// <exception cref="DataException">The file cannot be read.</exception>
    public AuditCheck Verify()
    {
        var lines = Lines();
        var previous = AuditLine.Nothing;
        for (var i = 0; i < lines.Count; i++)
        {
            var unfinished = !AuditLine.IsSealed(lines[i]);
            if (unfinished && i == lines.Count - 1 && !EndsWithNewline())
                return new AuditCheck(true, lines.Count, null, previous, string.Create(CultureInfo.InvariantCulture,
                    $"The trail is whole: {Printable.Count(i, "entry", "entries")}. Line {i + 1}, the last, is unfinished: its writer was stopped."));
            if (AuditLine.PreviousOf(lines[i]) is { } said ? said != previous || unfinished : !(unfinished && Continues(lines, i)))
                return new AuditCheck(false, lines.Count, i + 1, previous, string.Create(CultureInfo.InvariantCulture,
                    $"Line {i + 1} of '{Path}' {(unfinished ? "was changed" : "does not follow the line before it: lines were changed, taken out or put in there")}. The entries before it are whole."));
            previous = AuditLine.Hash(lines[i]);
        }
        return new AuditCheck(true, lines.Count, null, previous, $"The trail is whole: {Printable.Count(lines.Count, "entry", "entries")}.");
    }

    /// <summary>Whether a line without an end was left behind by a writer that was stopped: the next writer took it for the line before its own.</summary>
    static bool Continues(List<byte[]> lines, int i) => i + 1 < lines.Count && AuditLine.IsSealed(lines[i + 1]) && AuditLine.PreviousOf(lines[i + 1]) == AuditLine.Hash(lines[i]);

    bool EndsWithNewline()
    {
        using var file = Open(FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        if (file.Length == 0)
            return true;
        file.Seek(-1, SeekOrigin.End);
        return file.ReadByte() == '\n';
    }

    List<byte[]> Lines()
    {
        byte[] bytes;
        try
        {
            if (!File.Exists(Path))
                return [];
            using var file = Open(FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            bytes = new byte[file.Length];
            file.ReadExactly(bytes);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new DataException($"The audit trail '{Path}' cannot be read: {error.Message}", error);
        }
        var lines = new List<byte[]>();
        for (var start = 0; start < bytes.Length;)
        {
            var length = bytes.AsSpan(start).IndexOf((byte)'\n') is >= 0 and var found ? found : bytes.Length - start;
            lines.Add(bytes[start..(start + length)]);
            start += length + 1;
        }
        return lines;
    }

    /// <summary>The last line without its end, or null where there is none; and whether a new one can begin.</summary>
    static (byte[]? Last, bool Ended) LastLine(FileStream file)
    {
        var end = file.Length;
        if (end == 0)
            return (null, true);
        var ended = At(file, end - 1) == '\n';
        var stop = ended ? end - 1 : end;
        var start = stop;
        while (start > 0 && At(file, start - 1) != '\n')
            start--;
        var line = new byte[stop - start];
        file.Seek(start, SeekOrigin.Begin);
        file.ReadExactly(line);
        return (line, ended);
    }

    static int At(FileStream file, long place)
    {
        file.Seek(place, SeekOrigin.Begin);
        return file.ReadByte();
    }

    /// <summary>Opens the file; where another process writes just now, it is waited for.</summary>
    FileStream Open(FileMode mode, FileAccess access, FileShare share)
    {
        for (var waited = TimeSpan.Zero; ; waited += TimeSpan.FromMilliseconds(20))
        {
            try
            {
                return new FileStream(Path, mode, access, share);
            }
            catch (IOException error) when (waited < Patience && error is not (FileNotFoundException or DirectoryNotFoundException or PathTooLongException))
            {
                Thread.Sleep(20);
            }
        }
    }
}
