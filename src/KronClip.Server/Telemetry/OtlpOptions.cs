namespace KronClip.Server;

/// <summary>Where metrics and traces are sent: a collector that speaks OTLP over HTTP with protobuf (port 4318 by custom). Immutable.</summary>
public sealed record OtlpOptions
{
    /// <summary>The standard variable for the collector's address. The command line reads it; a program gives <see cref="Endpoint"/>.</summary>
    public const string EndpointVariable = "OTEL_EXPORTER_OTLP_ENDPOINT";

    /// <summary>The standard variable for headers, which no list of processes shows: a collector's own key.</summary>
    public const string HeadersVariable = "OTEL_EXPORTER_OTLP_HEADERS";

    /// <summary>The collector's address, such as "http://127.0.0.1:4318"; /v1/metrics and /v1/traces are put behind it.</summary>
    public required string Endpoint { get; init; }

    /// <summary>Headers for it, as "key=value,key=value"; null for none.</summary>
    public string? Headers { get; init; }

    /// <summary>The address for one kind of message.</summary>
    internal Uri Address(string kind) => new(Endpoint.TrimEnd('/') + "/v1/" + kind);

    internal void Validate()
    {
        if (!Uri.TryCreate(Endpoint, UriKind.Absolute, out var address) || address.Scheme is not ("http" or "https"))
            throw new OptionsException($"The address for OTLP is '{Endpoint}'; give one such as http://127.0.0.1:4318.");
    }
}
