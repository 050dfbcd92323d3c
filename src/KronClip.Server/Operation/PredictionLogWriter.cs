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
    /// <summary>Bytes of lines that are written at once.</summary>
    const int MostBatch = 1 << 18;

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
        using var batch = new MemoryStream();
        while (await waiting.Reader.WaitToReadAsync().ConfigureAwait(false))
        {
            var (lines, today) = (0, default(DateOnly));
            batch.SetLength(0);
            while (batch.Length < MostBatch && waiting.Reader.TryPeek(out var next) && (lines == 0 || DayOf(next) == today) && waiting.Reader.TryRead(out var answer))
            {
                today = DayOf(answer);
                if (Trying(() => Line(answer, batch), 1))
                    lines++;
                Interlocked.Add(ref waitingBytes, -answer.Bytes.Length);
                if (answer.IsFile && pictures is not null)
                    Trying(() => pictures.Keep(Hash(answer), answer.Bytes.Span), 0);
            }
            if (lines > 0 && Trying(() => Append(today, batch), lines))
                Interlocked.Add(ref written, lines);
        }
        file?.Dispose();
    }

    /// <summary>Whatever goes wrong, the server answers on; it is said once.</summary>
    bool Trying(Action work, int lines)
    {
        try
        {
            work();
            return true;
        }
        catch (Exception error) when (error is not OutOfMemoryException)
        {
            Interlocked.Add(ref lost, lines);
            if (!saidLost)
                SayLost(error.Message);
            saidLost = true;
            return false;
        }
    }

    static DateOnly DayOf(LoggedAnswer answer) => DateOnly.FromDateTime(answer.Time.UtcDateTime);

    static string Hash(LoggedAnswer answer) => Convert.ToHexStringLower(SHA256.HashData(answer.Bytes.Span));

    static void Line(LoggedAnswer answer, MemoryStream batch) =>
        new LoggedPrediction(answer.Time, answer.Classifier, answer.Version, Hash(answer), [.. answer.Prediction.Top.Take(LoggedPrediction.MostScores).Select(t => new LoggedScore(t.Name, t.Confidence))],
            answer.Unknown, EmbeddingSketch.Of(answer.Feature)).Write(batch);

    /// <summary>Appends whole lines. What a full disk took of them is taken back.</summary>
    void Append(DateOnly today, MemoryStream batch)
    {
        if (file is null || today != day)
            Open(today);
        var end = file!.Length;
        try
        {
            file.Seek(0, SeekOrigin.End);
            file.Write(batch.GetBuffer(), 0, (int)batch.Length);
        }
        catch
        {
            var broken = file;
            file = null;
            using (broken)
                broken.SetLength(end);
            throw;
        }
    }

    /// <summary>Opens a day's file; where a writer before left half a line, the next one begins after it.</summary>
    void Open(DateOnly today)
    {
        file?.Dispose();
        file = null;
        Directory.CreateDirectory(options.Folder);
        var opened = new FileStream(Path.Combine(options.Folder, PredictionLog.FileName(today)), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.ReadWrite | FileShare.Delete, bufferSize: 0);
        (file, day) = (opened, today);
        if (opened.Length == 0)
            return;
        opened.Seek(-1, SeekOrigin.End);
        if (opened.ReadByte() != '\n')
            opened.WriteByte((byte)'\n');
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
