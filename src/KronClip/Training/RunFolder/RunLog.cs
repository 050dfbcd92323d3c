using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using KronClip.Storage;

namespace KronClip.Training;

/// <summary>
/// The log of a run, one JSON object per line, appended as the run goes on. A checkpoint records how long the log was; resuming cuts off
/// what came after it, so that a run killed and resumed has the same log as one that was not. For that, lines hold no clock. Not thread-safe.
/// </summary>
public sealed class RunLog : IDisposable
{
    static readonly JsonSerializerOptions Json = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    readonly Stream stream;
    readonly string path;

    internal RunLog(Stream stream, string path) => (this.stream, this.path, Length) = (stream, path, stream.CanSeek ? stream.Length : 0);

    /// <summary>Bytes written so far.</summary>
    public long Length { get; private set; }

    /// <summary>Appends one line and hands it to the operating system, so that it outlives this process.</summary>
    /// <exception cref="StorageException">The disk is full; the line is not in the log.</exception>
    /// <exception cref="ArgumentException">A number in the line is not finite.</exception>
    public void Append(JsonObject line)
    {
        ArgumentNullException.ThrowIfNull(line);
        var bytes = Encoding.UTF8.GetBytes(line.ToJsonString(Json) + "\n");
        Do(() =>
        {
            stream.Write(bytes);
            stream.Flush();
        });
        Length += bytes.Length;
    }

    internal static RunLog Open(string path)
    {
        try
        {
            var stream = new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.Read, bufferSize: 0);
            stream.Seek(0, SeekOrigin.End);
            return new RunLog(stream, path);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new StorageException(
                $"The log '{path}' cannot be opened: {error.Message} Close what else holds it, or choose another run folder.", error);
        }
    }

    /// <summary>Hands everything to the disk.</summary>
    internal void FlushToDisk() => Do(() => (stream as FileStream)?.Flush(flushToDisk: true));

    /// <summary>Cuts the log to its first <paramref name="length"/> bytes, which end with a line.</summary>
    /// <exception cref="TrainingException">The log is shorter, or has no line's end there: it was changed by hand.</exception>
    internal void Truncate(long length)
    {
        var whole = length <= Length;
        if (whole && length > 0)
        {
            stream.Seek(length - 1, SeekOrigin.Begin);
            whole = stream.ReadByte() == '\n';
        }
        if (!whole)
            throw new TrainingException(
                $"The log '{path}' no longer has the {length} bytes that the checkpoint goes on from; it was changed by hand. "
                + "Put the file back, or start a new run in another folder.");
        Do(() => stream.SetLength(length));
        stream.Seek(length, SeekOrigin.Begin);
        Length = length;
    }

    /// <summary>Closes the log.</summary>
    public void Dispose() => stream.Dispose();

    void Do(Action action)
    {
        try
        {
            action();
        }
        catch (Exception error) when (DiskFault.Is(error))
        {
            CutBack();
            throw new StorageException(
                $"The log '{path}' could not be written: {error.Message} Free some space and resume the run; its checkpoints are untouched.", error);
        }
    }

    /// <summary>Removes a line that was written in part.</summary>
    void CutBack()
    {
        try
        {
            stream.SetLength(Length);
            stream.Seek(Length, SeekOrigin.Begin);
        }
        catch (Exception error) when (error is IOException or NotSupportedException or UnauthorizedAccessException)
        {
            // Resuming cuts it off.
        }
    }
}
