using System.Text;

namespace KronClip.Storage;

/// <summary>
/// Writes a file whole or not at all: a uniquely named sibling is written, flushed to the disk and renamed over the target.
/// A reader therefore sees the old file or the new one, never a part. Safe to call from several processes at once; the last rename wins.
/// </summary>
public static class AtomicFile
{
    /// <summary>Writes <paramref name="path"/> through <paramref name="write"/>; creates the folder where it is missing.</summary>
    /// <param name="path">The target.</param>
    /// <param name="write">Writes the content.</param>
    /// <param name="flush">
    /// Wait until the disk has it, so that not even a loss of power leaves a part. False for many small files that can be made again and whose readers see by their
    /// length that one is not whole: waiting for each would take longer than everything else.
    /// </param>
    /// <exception cref="StorageException">The disk is full, or the place cannot be written; the target keeps its old content.</exception>
    public static void Write(string path, Action<Stream> write, bool flush = true) => Write(path, write, _ => { }, flush);

    /// <summary>The same, but <paramref name="check"/> reads what was written, under a name of its own, before it takes the place of the old; where it throws, the old stays.</summary>
    /// <inheritdoc cref="Write(string, Action{Stream}, bool)"/>
    public static void Write(string path, Action<Stream> write, Action<string> check, bool flush = true)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        ArgumentNullException.ThrowIfNull(write);
        ArgumentNullException.ThrowIfNull(check);
        var target = Path.GetFullPath(path);
        var temporary = Path.Combine(Path.GetDirectoryName(target)!, $".{Path.GetFileName(target)}.{Guid.NewGuid():N}.tmp");
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            using (var stream = new FileStream(temporary, FileMode.CreateNew, FileAccess.Write, FileShare.None, 1 << 16))
            {
                write(stream);
                stream.Flush(flushToDisk: flush);
            }
            check(temporary);
            File.Move(temporary, target, overwrite: true);
        }
        catch (Exception error) when (DiskFault.Is(error))
        {
            throw new StorageException(
                $"'{target}' could not be written: {error.Message} What was there before is untouched; free some space or choose another place.", error);
        }
        finally
        {
            DeleteQuietly(temporary);
        }
    }

    /// <summary>Writes UTF-8 text without a byte-order mark.</summary>
    /// <exception cref="StorageException">See <see cref="Write(string, Action{Stream}, bool)"/>.</exception>
    public static void WriteText(string path, string text) => Write(path, stream => stream.Write(new UTF8Encoding(false).GetBytes(text)));

    static void DeleteQuietly(string path)
    {
        try
        {
            File.Delete(path);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            // A left-over temporary file harms nobody: it has a name of its own.
        }
    }
}
