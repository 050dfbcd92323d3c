using KronClip.Storage;

namespace KronClip.Hub;

/// <summary>
/// A file that is not whole yet, in a file of its own name that no other process writes to: blobs/hash.unique.incomplete. What an earlier download left, of this program or of a Python
/// client (hash.incomplete), is taken over by renaming it, unless its owner still has it open.
/// </summary>
sealed class PartialBlob : IDisposable
{
    const string Ending = ".incomplete";

    readonly FileStream stream;

    PartialBlob(string path, FileStream stream) => (Path, this.stream) = (path, stream);

    public string Path { get; }

    public long Length => stream.Length;

    /// <summary>Takes over the longest that is left of this file, or begins a new one.</summary>
    /// <exception cref="StorageException">The folder cannot be written.</exception>
    public static PartialBlob Claim(string blobs, RemoteFile file)
    {
        var path = System.IO.Path.Combine(blobs, $"{file.Etag}.{Guid.NewGuid():N}{Ending}");
        foreach (var left in Left(blobs, file.Etag))
        {
            if (!IsFree(left.FullName))
                continue;
            try
            {
                if (left.Length > file.Size)
                {
                    left.Delete();
                    continue;
                }
                File.Move(left.FullName, path);
                return Open(path, FileMode.Open);
            }
            catch (Exception error) when (error is IOException or UnauthorizedAccessException)
            {
                // Another process was faster.
            }
        }
        try
        {
            Directory.CreateDirectory(blobs);
            return Open(path, FileMode.CreateNew);
        }
        catch (Exception error) when (DiskFault.Is(error))
        {
            throw Unwritable(blobs, error);
        }
    }

    /// <summary>Removes what earlier downloads left of a file that is whole now.</summary>
    public static void RemoveLeft(string blobs, string etag)
    {
        foreach (var left in Left(blobs, etag).Where(left => IsFree(left.FullName)))
        {
            try
            {
                left.Delete();
            }
            catch (Exception error) when (error is IOException or UnauthorizedAccessException)
            {
                // It harms nobody.
            }
        }
    }

    /// <summary>Bytes that earlier downloads left of a file.</summary>
    public static long LeftBytes(string blobs, string etag) => Left(blobs, etag).Select(left => left.Length).FirstOrDefault();

    /// <summary>Adds bytes at the end.</summary>
    /// <exception cref="StorageException">The disk takes no more.</exception>
    public void Append(ReadOnlySpan<byte> bytes)
    {
        try
        {
            stream.Write(bytes);
        }
        catch (Exception error) when (DiskFault.Is(error))
        {
            throw Unwritable(System.IO.Path.GetDirectoryName(Path)!, error);
        }
    }

    /// <summary>Throws away what is there.</summary>
    public void Clear() => stream.SetLength(0);

    /// <summary>Sees to it that all bytes are on the disk, and lets go of the file.</summary>
    /// <exception cref="StorageException">The disk takes no more.</exception>
    public void Finish()
    {
        try
        {
            stream.Flush(flushToDisk: true);
        }
        catch (Exception error) when (DiskFault.Is(error))
        {
            throw Unwritable(System.IO.Path.GetDirectoryName(Path)!, error);
        }
        stream.Dispose();
    }

    public void Dispose() => stream.Dispose();

    static PartialBlob Open(string path, FileMode mode)
    {
        var stream = new FileStream(path, mode, FileAccess.ReadWrite, FileShare.None, 1);
        stream.Seek(0, SeekOrigin.End);
        return new PartialBlob(path, stream);
    }

    /// <summary>Longest first.</summary>
    static IEnumerable<FileInfo> Left(string blobs, string etag)
    {
        try
        {
            return Directory.Exists(blobs)
                ? [.. new DirectoryInfo(blobs).EnumerateFiles($"{etag}*{Ending}").Where(file => file.LinkTarget is null).OrderByDescending(file => file.Length)]
                : [];
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return [];              // a file that was there while listing has become whole
        }
    }

    /// <summary>Whether no process has the file open; a killed one has not.</summary>
    static bool IsFree(string path)
    {
        try
        {
            new FileStream(path, FileMode.Open, FileAccess.ReadWrite, FileShare.None, 1).Dispose();
            return true;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    static StorageException Unwritable(string folder, Exception error) => new(
        $"'{folder}' could not be written: {error.Message} What was downloaded is kept; free some space or set HF_HOME to another disk, and run the command again.", error);
}
