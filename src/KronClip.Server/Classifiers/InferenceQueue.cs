using System.Diagnostics;
using System.Threading.Channels;
using KronClip.Clip;
using KronClip.Compute;
using KronClip.Images;

namespace KronClip.Server;

/// <summary>There is no room for more pictures at the moment.</summary>
sealed class QueueFullException() : Exception("The server has as many pictures to do as it may; try again in a moment.");

/// <summary>
/// Pictures that wait for the image tower of one base model. A bounded queue, so memory is bounded too; what waits is encoded together, so that a batch grows with the
/// load and a picture alone waits for nobody.
/// </summary>
sealed class InferenceQueue : IAsyncDisposable
{
    readonly ClipModel model;
    readonly Preprocessor preprocessor;
    readonly ServerOptions options;
    readonly ServerMetrics metrics;
    readonly Channel<Waiting> waiting;
    readonly Task worker;
    int count;

    public InferenceQueue(ClipModel model, PreprocessOptions preprocessing, ServerOptions options, ServerMetrics? metrics = null)
    {
        (this.model, preprocessor, this.options, this.metrics) = (model, new Preprocessor(preprocessing), options, metrics ?? ServerMetrics.Unheard);
        waiting = Channel.CreateUnbounded<Waiting>(new UnboundedChannelOptions { SingleReader = true });
        worker = Task.Factory.StartNew(Work, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default).Unwrap();
    }

    /// <summary>Pictures that wait or are encoded.</summary>
    public int Count => Volatile.Read(ref count);

    /// <summary>Embeddings [e] of pictures, in their order; all of them are taken or none.</summary>
    /// <exception cref="QueueFullException">There is no room.</exception>
    /// <exception cref="ImageException">A picture cannot be read.</exception>
    public async Task<float[][]> Embed(IReadOnlyList<Func<Picture>> pictures, CancellationToken cancel)
    {
        if (Interlocked.Add(ref count, pictures.Count) > options.QueueLength)
        {
            Interlocked.Add(ref count, -pictures.Count);
            throw new QueueFullException();
        }
        metrics.Queue(pictures.Count);
        using var span = RequestTraces.Source.StartActivity("embed");
        span?.SetTag("kronclip.pictures", pictures.Count);
        var jobs = pictures.Select(picture => new Waiting(picture, cancel)).ToArray();
        foreach (var job in jobs)
        {
            if (!waiting.Writer.TryWrite(job))
                job.Fail(new OperationCanceledException("The server is stopping."));
        }
        try
        {
            return await Task.WhenAll(jobs.Select(job => job.Feature)).WaitAsync(cancel).ConfigureAwait(false);
        }
        finally
        {
            foreach (var job in jobs)
                _ = job.Feature.ContinueWith(done => _ = done.Exception, CancellationToken.None, TaskContinuationOptions.OnlyOnFaulted, TaskScheduler.Default);
        }
    }

    async Task Work()
    {
        var batch = new List<Waiting>(options.BatchSize);
        while (await waiting.Reader.WaitToReadAsync().ConfigureAwait(false))
        {
            batch.Clear();
            while (batch.Count < options.BatchSize && waiting.Reader.TryRead(out var job))
                batch.Add(job);
            try
            {
                Encode(batch);
            }
            catch (Exception error)
            {
                batch.ForEach(job => job.Fail(error));          // one batch is lost, not the server
            }
            finally
            {
                Interlocked.Add(ref count, -batch.Count);
                metrics.Queue(-batch.Count);
            }
        }
    }

    void Encode(List<Waiting> batch)
    {
        var begin = Stopwatch.GetTimestamp();
        using var span = Span(batch);
        var pixels = new Matrix(batch.Count, preprocessor.Length);
        var ready = new bool[batch.Count];
        model.Engine.ForEach(batch.Count, i =>
        {
            metrics.Waited(Stopwatch.GetElapsedTime(batch[i].Since, begin));
            if (batch[i].Cancel.IsCancellationRequested)
            {
                metrics.Abandoned();
                batch[i].Fail(new OperationCanceledException(batch[i].Cancel));
                return;
            }
            try
            {
                preprocessor.Process(batch[i].Picture(), pixels.Row(i));
                ready[i] = true;
            }
            catch (Exception error)
            {
                batch[i].Fail(error);
            }
        });
        int[] rows = [.. Enumerable.Range(0, batch.Count).Where(i => ready[i])];
        if (rows.Length == 0)
            return;
        var input = pixels;
        if (rows.Length < batch.Count)
        {
            input = new Matrix(rows.Length, preprocessor.Length);
            for (var r = 0; r < rows.Length; r++)
                pixels.Row(rows[r]).CopyTo(input.Row(r));
        }
        var features = model.Image.Encode(input);
        metrics.Encoded(rows.Length, Stopwatch.GetElapsedTime(begin));
        for (var r = 0; r < rows.Length; r++)
            batch[rows[r]].Give(features.Row(r).ToArray());
    }

    /// <summary>A batch serves several requests, so its span is nobody's child and is linked to all of them.</summary>
    static Activity? Span(List<Waiting> batch)
    {
        if (!RequestTraces.Source.HasListeners())
            return null;
        var span = RequestTraces.Source.StartActivity(ActivityKind.Internal, links: batch.Select(job => job.Trace).Where(t => t != default).Distinct().Select(t => new ActivityLink(t)), name: "encode");
        span?.SetTag("kronclip.pictures", batch.Count);
        return span;
    }

    /// <summary>Takes no more pictures and waits for those that are there.</summary>
    public async ValueTask DisposeAsync()
    {
        waiting.Writer.TryComplete();
        await worker.ConfigureAwait(false);
    }

    /// <summary>A picture that waits.</summary>
    sealed class Waiting(Func<Picture> picture, CancellationToken cancel)
    {
        readonly TaskCompletionSource<float[]> source = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public Func<Picture> Picture => picture;

        /// <summary>When it came.</summary>
        public long Since { get; } = Stopwatch.GetTimestamp();

        /// <summary>The span that waits for it.</summary>
        public ActivityContext Trace { get; } = Activity.Current?.Context ?? default;

        public CancellationToken Cancel => cancel;

        public Task<float[]> Feature => source.Task;

        public void Give(float[] feature) => source.TrySetResult(feature);

        public void Fail(Exception error) => source.TrySetException(error);
    }
}
