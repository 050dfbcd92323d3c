using Microsoft.Extensions.DependencyInjection;
using OpenTelemetry.Exporter;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;

namespace KronClip.Server;

/// <summary>Sends the server's metrics and spans to a collector, with OpenTelemetry's own exporter; nothing of it is loaded where no address is given.</summary>
static class OtlpExport
{
    public static void Add(IServiceCollection services, OtlpOptions otlp)
    {
        void To(OtlpExporterOptions exporter, string kind)
        {
            exporter.Protocol = OtlpExportProtocol.HttpProtobuf;
            exporter.Endpoint = otlp.Address(kind);
            exporter.Headers = otlp.Headers;
        }
        services.AddOpenTelemetry()
            .ConfigureResource(resource => resource.Clear().AddService("kronclip", serviceVersion: Library.Version))
            .WithMetrics(metrics => metrics.AddMeter([.. MetricsPage.Meters]).AddOtlpExporter(exporter => To(exporter, "metrics")))
            .WithTracing(traces => traces.AddSource(ServerMetrics.MeterName).AddOtlpExporter(exporter => To(exporter, "traces")));
    }
}
