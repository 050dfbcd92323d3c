using System.Globalization;
using System.Security.Cryptography;
using System.Threading.Channels;
using KronClip.Classifiers;
using KronClip.Jobs;
using Microsoft.Extensions.Logging;

namespace KronClip.Server;

/// <summary>
/// Writes the log of predictions beside the requests, never in their way: answers go into a bounded channel, one worker writes them. What does not fit is dropped and counted, a disk that takes
/// nothing is said once and counted; no request fails for it. At the end what waits is written.
/// </summary>
sealed partial class PredictionLogWriter : IAsyncDisposable
{
    readonly PredictionLogOptions options;
    readonly ILogger logger;
    readonly TimeProvider clock;
    readonly Channel<LoggedAnswer> waiting;
    readonly KeptPictures? pictures;
    readonly CancellationTokenSource stopping = new();
    readonly Task worker, cleaner;
    FileStream? file;
    DateOnly day;
    long written, dropped, lost, waitingBytes;
    bool saidDropped, saidLost;

    public PredictionLogWriter(PredictionLogOptions options, ILogger<PredictionLogWriter> logger, TimeProvider clock)
    {
        (this.options, this.logger, this.clock) = (options, logger, clock);
        waiting = Channel.CreateBounded<LoggedAnswer>(new BoundedChannelOptions(options.MostWaiting) { SingleReader = true, FullMode = BoundedChannelFullMode.Wait });
        pictures = options.KeepPicturesDays is null ? null : new KeptPictures(options, clock);
        Clean();
        worker = Task.Run(Work);
        cleaner = Task.Run(CleanHourly);
    }

    /// <summary>The folder.</summary>
    public string Folder => options.Folder;

    /// <summary>Lines written, answers dropped because too many waited, and lines that the disk did not take.</summary>
    public (long Written, long Dropped, long Lost) Counts => (Interlocked.Read(ref written), Interlocked.Read(ref dropped), Interlocked.Read(ref lost));

    /// <summary>Takes an answer, if there is room; returns at once.</summary>
    public void Add(ServedClassifier served, Prediction prediction, double? unknownBelow, float[] feature, ReadOnlyMemory<byte> bytes, bool isFile)
    {
        var least = unknownBelow ?? served.Classifier.Document.Calibration.UnknownBelow;
        var answer = new LoggedAnswer(clock.GetUtcNow(), served.Name, served.Version, prediction, least is { } below ? prediction.Best.Confidence < below : null, feature, bytes, isFile);
        if (Interlocked.Add(ref waitingBytes, bytes.Length) <= options.MostWaitingBytes && waiting.Writer.TryWrite(answer))
            return;
        Interlocked.Add(ref waitingBytes, -bytes.Length);
        Interlocked.Increment(ref dropped);
        if (!saidDropped)
        {
            saidDropped = true;
            SayDropped();
        }
    }

    async Task Work()
    {
        while (await waiting.Reader.WaitToReadAsync().ConfigureAwait(false))
        {
            while (waiting.Reader.TryRead(out var answer))
            {
                try
                {
                    Write(answer);
                    Interlocked.Increment(ref written);
                }
                catch (Exception error) when (error is not OutOfMemoryException)        // whatever it is, the server answers on
                {
                    Close();
                    Interlocked.Increment(ref lost);
                    if (!saidLost)
                        SayLost(error.Message);
                    saidLost = true;
                }
                finally
                {
                    Interlocked.Add(ref waitingBytes, -answer.Bytes.Length);
                }
            }
            Flush();
        }
        Close();
    }

    void Write(LoggedAnswer answer)
    {
        var today = DateOnly.FromDateTime(answer.Time.UtcDateTime);
        if (file is null || today != day)
            Open(today);
        var hash = Convert.ToHexStringLower(SHA256.HashData(answer.Bytes.Span));
        using var line = new MemoryStream();
        new LoggedPrediction(answer.Time, answer.Classifier, answer.Version, hash, [.. answer.Prediction.Top.Take(LoggedPrediction.MostScores).Select(t => new LoggedScore(t.Name, t.Confidence))],
            answer.Unknown, EmbeddingSketch.Of(answer.Feature)).Write(line);
        file!.Write(line.GetBuffer(), 0, (int)line.Length);
        if (answer.IsFile)
            pictures?.Keep(hash, answer.Bytes.Span);
    }

    /// <summary>Opens a day's file; where a writer before left half a line, the next one begins after it.</summary>
    void Open(DateOnly today)
    {
        Close();
        Directory.CreateDirectory(options.Folder);
        file = new FileStream(Path.Combine(options.Folder, PredictionLog.FileName(today)), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.Read | FileShare.Delete, 1 << 14);
        day = today;
        if (file.Length > 0)
        {
            file.Seek(-1, SeekOrigin.End);
            if (file.ReadByte() != '\n')
                file.WriteByte((byte)'\n');
        }
    }

    void Flush()
    {
        try
        {
            file?.Flush();
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or ArgumentOutOfRangeException)
        {
            Interlocked.Increment(ref lost);
            if (!saidLost)
                SayLost(error.Message);
            saidLost = true;
            Close();
        }
    }

    void Close()
    {
        try
        {
            file?.Dispose();
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or ArgumentOutOfRangeException)
        {
            // What waited in the stream is lost with it, and counted where it was found.
        }
        file = null;
    }

    async Task CleanHourly()
    {
        using var timer = new PeriodicTimer(TimeSpan.FromHours(1), clock);
        try
        {
            while (await timer.WaitForNextTickAsync(stopping.Token).ConfigureAwait(false))
                Clean();
        }
        catch (OperationCanceledException)
        {
            // The server stops.
        }
    }

    /// <summary>Deletes what is over its age, or over the bound.</summary>
    public void Clean()
    {
        try
        {
            if (options.Days is { } days)
            {
                var oldest = DateOnly.FromDateTime(clock.GetUtcNow().UtcDateTime).AddDays(1 - Math.Min(days, 100_000));
                foreach (var old in PredictionLog.Files(options.Folder).Where(path => PredictionLog.DayOf(path) < oldest))
                    File.Delete(old);
            }
            pictures?.Clean();
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            SayUncleaned(error.Message);
        }
    }

    /// <summary>Writes what waits.</summary>
    public async ValueTask DisposeAsync()
    {
        waiting.Writer.TryComplete();
        await stopping.CancelAsync().ConfigureAwait(false);
        await worker.ConfigureAwait(false);
        await cleaner.ConfigureAwait(false);
        stopping.Dispose();
        var (_, tooMany, unwritten) = Counts;
        if (tooMany + unwritten > 0)
            SayMissing(string.Create(CultureInfo.InvariantCulture, $"{tooMany + unwritten}"));
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "More answers are given than the log can take; some are not in it. GET /api/classifiers/<name>/log counts them.")]
    private partial void SayDropped();

    [LoggerMessage(Level = LogLevel.Warning, Message = "The log of predictions cannot be written: {Reason} Answers are given all the same, and those that are not in the log are counted.")]
    private partial void SayLost(string reason);

    [LoggerMessage(Level = LogLevel.Warning, Message = "What is too old in the log's folder could not be deleted: {Reason}")]
    private partial void SayUncleaned(string reason);

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Count} answers are not in the log.")]
    private partial void SayMissing(string count);
}
