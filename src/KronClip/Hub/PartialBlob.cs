using KronClip.Storage;

namespace KronClip.Hub;

/// <summary>
/// A file that is not whole yet, in a file of its own name that no other process writes to: blobs/hash.machine-unique.incomplete. What an earlier download left, of this program or of a Python
/// client (hash.incomplete), is taken over by renaming it, unless its owner still has it open.
/// </summary>
sealed class PartialBlob : IDisposable
{
    readonly FileStream stream;

    PartialBlob(string path, FileStream stream) => (Path, this.stream) = (path, stream);

    public string Path { get; }

    public long Length => stream.Length;

    /// <summary>Takes over the longest that is left of this file, or begins a new one.</summary>
    /// <exception cref="StorageException">The folder cannot be written.</exception>
    public static PartialBlob Claim(string blobs, RemoteFile file)
    {
        foreach (var left in LeftBlobs.Free(blobs, file.Etag))
        {
            try
            {
                if (left.Length > file.Size)
                {
                    left.Delete();
                    continue;
                }
                var path = NewPath(blobs, file);
                File.Move(left.FullName, path);
                return Open(path, FileMode.Open);
            }
            catch (Exception error) when (error is IOException or UnauthorizedAccessException)
            {
                // Another process was faster.
            }
        }
        for (var attempt = 1; ; attempt++)
        {
            var path = NewPath(blobs, file);
            try
            {
                Directory.CreateDirectory(blobs);
                return Open(path, FileMode.CreateNew);
            }
            catch (IOException) when (attempt < 10)
            {
                // Another process took it for left in the moment between its making and its locking; a disk that takes nothing refuses the next one, too.
            }
            catch (Exception error) when (DiskFault.Is(error))
            {
                throw Unwritable(blobs, error);
            }
        }
    }

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

    /// <summary>Sees to it that all bytes are on the disk, reads them back, and holds them against a hash.</summary>
    /// <exception cref="StorageException">The disk takes no more.</exception>
    public async Task<bool> MatchesAsync(string etag, CancellationToken cancel)
    {
        try
        {
            stream.Flush(flushToDisk: true);
        }
        catch (Exception error) when (DiskFault.Is(error))
        {
            throw Unwritable(System.IO.Path.GetDirectoryName(Path)!, error);
        }
        return !BlobHash.IsKnown(etag) || await BlobHash.MatchesAsync(stream, etag, cancel).ConfigureAwait(false);
    }

    /// <summary>Gives the file its name, and lets go of it before, as whoever reads it then must be able to.</summary>
    /// <returns>False where another process took the file for left in that moment, and has not finished it yet.</returns>
    /// <exception cref="StorageException">The name cannot be given.</exception>
    public bool TryPublish(string blob)
    {
        stream.Dispose();
        try
        {
            File.Move(Path, blob, overwrite: true);
            return true;
        }
        catch (Exception error) when (error is FileNotFoundException or DirectoryNotFoundException)
        {
            return File.Exists(blob);
        }
        catch (Exception error) when (DiskFault.Is(error))
        {
            return File.Exists(blob)                // another process was faster, with the same content
                ? true
                : throw new StorageException($"'{blob}' could not be written: {error.Message} Check the permissions of the cache, and run the command again.", error);
        }
    }

    public void Dispose() => stream.Dispose();

    static string NewPath(string blobs, RemoteFile file) => System.IO.Path.Combine(blobs, LeftBlobs.NewName(file.Etag));

    static PartialBlob Open(string path, FileMode mode)
    {
        var stream = new FileStream(path, mode, FileAccess.ReadWrite, FileShare.None, 1);
        stream.Seek(0, SeekOrigin.End);
        return new PartialBlob(path, stream);
    }

    static StorageException Unwritable(string folder, Exception error) => new(
        $"'{folder}' could not be written: {error.Message} What was downloaded is kept; free some space or set HF_HOME to another disk, and run the command again.", error);
}
