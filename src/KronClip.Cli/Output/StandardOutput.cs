using Microsoft.Win32.SafeHandles;

namespace KronClip.Cli.Output;

/// <summary>
/// Standard output that notices when its reader is gone (the runtime's own stream swallows that, and a job would go on for nobody), and when the disk behind it is full.
/// </summary>
sealed class StandardOutput : Stream
{
    const int BrokenPipe = 32;          // EPIPE on Linux and macOS

    readonly Stream inner = Open();

    public override bool CanRead => false;

    public override bool CanSeek => false;

    public override bool CanWrite => true;

    public override long Length => throw new NotSupportedException();

    public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

    public override void Write(ReadOnlySpan<byte> buffer)
    {
        try
        {
            inner.Write(buffer);
        }
        catch (IOException error) when (error.HResult == BrokenPipe)
        {
            throw new OutputClosedException();
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new StorageException($"Standard output cannot be written: {error.Message}", error);
        }
    }

    /// <summary>A file stream reports a closed pipe. On a file it would write at a position of its own, over what other processes append there; so files get the runtime's stream.</summary>
    static Stream Open()
    {
        if (OperatingSystem.IsWindows())
            return Console.OpenStandardOutput();
        try
        {
            var pipe = new FileStream(new SafeFileHandle(1, ownsHandle: false), FileAccess.Write, bufferSize: 0);
            return pipe.CanSeek ? Console.OpenStandardOutput() : pipe;
        }
        catch (Exception error) when (error is IOException or ArgumentException or UnauthorizedAccessException)
        {
            return Console.OpenStandardOutput();        // standard output is closed, or something that no stream is made of
        }
    }

    public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));

    public override void Flush() { }

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();
}
