namespace KronClip.Tests.Training;

/// <summary>A disk with room for a few bytes: it takes what fits and then fails, as a real one does.</summary>
sealed class FullDisk(Stream disk, long capacity) : Stream
{
    public override bool CanRead => false;

    public override bool CanSeek => true;

    public override bool CanWrite => true;

    public override long Length => disk.Length;

    public override long Position { get => disk.Position; set => disk.Position = value; }

    public override void Write(ReadOnlySpan<byte> buffer)
    {
        var room = (int)Math.Min(buffer.Length, capacity - Position);
        disk.Write(buffer[..room]);
        if (room < buffer.Length)
            throw new IOException("No space left on device");
    }

    public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));

    public override void Flush() => disk.Flush();

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => disk.Seek(offset, origin);

    public override void SetLength(long value) => disk.SetLength(value);
}
