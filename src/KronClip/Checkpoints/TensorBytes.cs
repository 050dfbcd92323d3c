using System.Security.Cryptography;
using Microsoft.Win32.SafeHandles;

namespace KronClip.Checkpoints;

/// <summary>Bytes that can be read at any place, from several threads at once: a file, or memory.</summary>
abstract class TensorBytes(string name) : IDisposable
{
    /// <summary>What messages call it: the path, or the name given for bytes in memory.</summary>
    public string Name { get; } = name;

    /// <summary>Number of bytes.</summary>
    public abstract long Length { get; }

    /// <summary>Fills <paramref name="destination"/> from <paramref name="offset"/> on.</summary>
    /// <exception cref="CheckpointException">The bytes are not there any more, or the file changed since it was opened.</exception>
    public abstract void Read(long offset, Span<byte> destination);

    /// <summary>Adds all bytes to <paramref name="hash"/>.</summary>
    public void AppendTo(IncrementalHash hash)
    {
        var buffer = new byte[1 << 20];
        for (var offset = 0L; offset < Length; offset += buffer.Length)
        {
            var part = buffer.AsSpan(0, (int)Math.Min(buffer.Length, Length - offset));
            Read(offset, part);
            hash.AppendData(part);
        }
    }

    public abstract void Dispose();
}

/// <summary>Bytes in memory, for example a .kronclip file under construction.</summary>
sealed class MemoryTensorBytes(string name, ReadOnlyMemory<byte> bytes) : TensorBytes(name)
{
    public override long Length => bytes.Length;

    public override void Read(long offset, Span<byte> destination) => bytes.Span.Slice((int)offset, destination.Length).CopyTo(destination);

    public override void Dispose() { }
}

/// <summary>
/// A file read piece by piece through its handle. It is not memory-mapped: a mapped file that another program shortens ends the process with a bus
/// error, while a read that comes up short can be told. A file replaced by renaming stays readable through the handle; one overwritten in place
/// is noticed by its length or time of change after each read, and the bytes read are thrown away.
/// </summary>
sealed class FileTensorBytes : TensorBytes
{
    readonly SafeFileHandle handle;
    readonly DateTime changed;

    public FileTensorBytes(string path) : base(path)
    {
        try
        {
            // Pipes and devices have no length: they are refused here, before an open that might wait for ever.
            if (new FileInfo(path) is { Exists: true, Length: 0 })
                throw SafeTensorsFile.Refuse(path, "it is empty");
            handle = File.OpenHandle(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, FileOptions.RandomAccess);
            Length = RandomAccess.GetLength(handle);
            changed = File.GetLastWriteTimeUtc(handle);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            handle?.Dispose();
            throw new CheckpointException(
                error is FileNotFoundException or DirectoryNotFoundException
                    ? $"'{path}' does not exist; check the path of the model."
                    : $"'{path}' cannot be read: {error.Message} Check that it is a file and that you may read it.",
                error);
        }
    }

    public override long Length { get; }

    public override void Read(long offset, Span<byte> destination)
    {
        try
        {
            for (var done = 0; done < destination.Length;)
            {
                var read = RandomAccess.Read(handle, destination[done..], offset + done);
                if (read == 0)
                    throw Changed();
                done += read;
            }
            if (RandomAccess.GetLength(handle) != Length || File.GetLastWriteTimeUtc(handle) != changed)
                throw Changed();
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new CheckpointException($"'{Name}' can no longer be read: {error.Message} Check the disk or the network share, then load "
                + "the model again.", error);
        }
    }

    public override void Dispose() => handle.Dispose();

    CheckpointException Changed() =>
        new($"'{Name}' changed while it was being read; nothing of it is used. Wait until whatever writes it has finished, then load the "
            + "model again.");
}
