using System.Diagnostics.Metrics;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace KronClip.Server;

/// <summary>
/// The page /metrics: what this server's instruments have counted, ASP.NET's and the runtime's among them, in Prometheus' text format 0.0.4. Thread-safe.
/// </summary>
sealed class MetricsPage : IDisposable
{
    const string ContentType = "text/plain; version=0.0.4; charset=utf-8";
    const string Runtime = "System.Runtime";

    readonly MeterListener listener = new();
    readonly Lock gate = new();
    readonly List<MetricFamily> families = [];

    public MetricsPage(IMeterFactory factory)
    {
        listener.InstrumentPublished = (instrument, listening) =>
        {
            if (!IsOurs(instrument.Meter, factory) || MetricFamily.Of(instrument) is not { } family)
                return;
            lock (gate)
                families.Add(family);
            listening.EnableMeasurementEvents(instrument, family);
        };
        listener.SetMeasurementEventCallback<int>((_, value, tags, family) => ((MetricFamily)family!).Record(value, tags));
        listener.SetMeasurementEventCallback<long>((_, value, tags, family) => ((MetricFamily)family!).Record(value, tags));
        listener.SetMeasurementEventCallback<double>((_, value, tags, family) => ((MetricFamily)family!).Record(value, tags));
        listener.Start();
    }

    /// <summary>Meters that are shown and exported.</summary>
    public static IReadOnlyList<string> Meters { get; } = [ServerMetrics.MeterName, "Microsoft.AspNetCore.Hosting", "Microsoft.AspNetCore.Server.Kestrel", Runtime];

    public static void Map(IEndpointRouteBuilder routes) => routes.MapGet("/metrics", (MetricsPage page) => Results.Text(page.Write(), ContentType, Encoding.UTF8)).WithName("Metrics");

    /// <summary>The page as it stands now.</summary>
    public string Write()
    {
        var text = new StringBuilder();
        lock (gate)
        {
            families.ForEach(family => family.ForgetObserved());
            listener.RecordObservableInstruments();
            foreach (var family in families.OrderBy(f => f.Name, StringComparer.Ordinal))
                family.Write(text);
        }
        return text.ToString();
    }

    /// <summary>Two servers in one process have meters of the same name, each from its own factory; the runtime's belongs to the process.</summary>
    static bool IsOurs(Meter meter, IMeterFactory factory) => Meters.Contains(meter.Name) && (meter.Name == Runtime || ReferenceEquals(meter.Scope, factory));

    public void Dispose() => listener.Dispose();
}
