using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace KronClip.Server;

/// <summary>
/// What the server counts, as instruments of the meter "KronClip". Labels name what belongs to the server (a reason out of a fixed list, a state), never anything that a
/// caller sent.
/// </summary>
sealed class ServerMetrics
{
    /// <summary>Name of the meter.</summary>
    public const string MeterName = "KronClip";

    static readonly InstrumentAdvice<double> Seconds = new() { HistogramBucketBoundaries = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60] };
    static readonly InstrumentAdvice<long> Sizes = new() { HistogramBucketBoundaries = [1, 2, 4, 8, 16, 32, 64, 128, 256] };

    readonly Meter meter;
    readonly UpDownCounter<long> queue;
    readonly Histogram<long> batch;
    readonly Counter<long> encoded, abandoned, refused, reloads;
    readonly Histogram<double> waited, encoding;

    /// <summary>The instruments of one server; <paramref name="factory"/> is what tells them from those of another in the same process.</summary>
    public ServerMetrics(IMeterFactory factory) : this(factory.Create(new MeterOptions(MeterName) { Version = Library.Version })) { }

    ServerMetrics(Meter meter)
    {
        this.meter = meter;
        queue = meter.CreateUpDownCounter<long>("kronclip.queue.length", "{picture}", "Pictures that wait or are being encoded.");
        batch = meter.CreateHistogram("kronclip.batch.size", "{picture}", "Pictures that were encoded together.", tags: null, advice: Sizes);
        encoded = meter.CreateCounter<long>("kronclip.pictures.encoded", "{picture}", "Pictures that went through the image tower.");
        abandoned = meter.CreateCounter<long>("kronclip.pictures.abandoned", "{picture}", "Pictures whose caller went away, or whose time was over, before they were encoded.");
        waited = meter.CreateHistogram("kronclip.queue.wait.duration", "s", "How long a picture waited for the image tower.", tags: null, advice: Seconds);
        encoding = meter.CreateHistogram("kronclip.encode.duration", "s", "How long a batch took, from decoding to embeddings.", tags: null, advice: Seconds);
        refused = meter.CreateCounter<long>("kronclip.requests.refused", "{request}", "Requests that were not served, by reason.");
        reloads = meter.CreateCounter<long>("kronclip.reloads", "{file}", "Classifier files that were loaded, or could not be.");
    }

    /// <summary>Instruments that nobody hears.</summary>
    public static ServerMetrics Unheard { get; } = new(new Meter("KronClip.Unheard"));

    /// <summary>Pictures came to the queue, or left it.</summary>
    public void Queue(int pictures) => queue.Add(pictures);

    /// <summary>A picture's turn has come, after so long.</summary>
    public void Waited(TimeSpan time) => waited.Record(time.TotalSeconds);

    /// <summary>A picture that nobody waits for any more.</summary>
    public void Abandoned() => abandoned.Add(1);

    /// <summary>A batch is done.</summary>
    public void Encoded(int pictures, TimeSpan time)
    {
        batch.Record(pictures);
        encoded.Add(pictures);
        encoding.Record(time.TotalSeconds);
    }

    /// <summary>A request was not served.</summary>
    /// <param name="reason">One of a fixed list of words.</param>
    public void Refused(string reason) => refused.Add(1, new KeyValuePair<string, object?>("kronclip.reason", reason));

    /// <summary>A file was loaded, or could not be.</summary>
    public void Loaded(bool well) => reloads.Add(1, new KeyValuePair<string, object?>("kronclip.outcome", well ? "loaded" : "failed"));

    /// <summary>Where to ask for the number of classifiers that are served, and of files that are not.</summary>
    public void Classifiers(Func<int> served, Func<int> faulty) => meter.CreateObservableGauge<int>("kronclip.classifiers", () => new[]
    {
        new Measurement<int>(served(), new KeyValuePair<string, object?>("kronclip.state", "served")),
        new Measurement<int>(faulty(), new KeyValuePair<string, object?>("kronclip.state", "faulty")),
    }, "{classifier}", "Classifiers that are served, and files that could not be loaded.");
}
