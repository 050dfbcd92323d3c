using System.CommandLine;
using System.Globalization;
using System.Net;
using KronClip.Server;

namespace KronClip.Cli.Options;

/// <summary>The options of every verb that starts a server.</summary>
sealed class ServingOptions
{
    static readonly ServerOptions Defaults = new() { Classifiers = "" };

    readonly Option<int?> port = Numbers.Whole<int>("--port", "n", $"Port, 0 for a free one (default {Defaults.Port.ToString(CultureInfo.InvariantCulture)}).");
    readonly Option<string?> address = CommonOptions.Path("--address", "ip", "Address to listen on, such as 0.0.0.0 for all; any but this machine's own needs a token (default 127.0.0.1).");
    readonly Option<string?> token = CommonOptions.Path("--token", "text", "What callers must send as 'Authorization: Bearer <text>' (or in the variable KRONCLIP_TOKEN, which no list of processes shows).");
    readonly Option<int?> queue = Numbers.Whole<int>("--queue", "n", $"Most pictures that wait for each model (default {Defaults.QueueLength.ToString(CultureInfo.InvariantCulture)}).");
    readonly Option<int?> batch = Numbers.Whole<int>("--batch", "n", $"Most pictures encoded at once (default {Defaults.BatchSize.ToString(CultureInfo.InvariantCulture)}).");
    readonly LogOptions log = new();
    readonly Option<string?> model = CommonOptions.Model();
    readonly Option<bool> https = CommonOptions.Flag("--https", "Speaks HTTPS, which a phone's camera needs; without --certificate with one that the server makes and keeps in the cache folder.");
    readonly Option<string?> certificate = CommonOptions.Path("--certificate", "file", "HTTPS with this certificate: a .pfx file, or PEM with those above it.");
    readonly Option<string?> certificateKey = CommonOptions.Path("--certificate-key", "file", "Its private key as PEM, where it is not in the same file.");
    readonly Option<string?> certificatePassword = CommonOptions.Path("--certificate-password", "text", "Password of the .pfx file or the key (or in the variable KRONCLIP_CERTIFICATE_PASSWORD).");
    readonly Option<string?> otlp = CommonOptions.Path("--otlp", "address", $"Sends metrics and traces to a collector by OTLP over HTTP, such as http://127.0.0.1:4318 (also in the variable {OtlpOptions.EndpointVariable}).");

    /// <summary>Gives them to a verb.</summary>
    public void AddTo(Command verb)
    {
        foreach (var option in (Option[])[port, address, token, queue, batch, .. log.All, model, https, certificate, certificateKey, certificatePassword, otlp])
            verb.Options.Add(option);
    }

    /// <summary>What was said, as the server wants it.</summary>
    /// <exception cref="OptionsException">The address is none.</exception>
    public ServerOptions Bind(ParseResult arguments, string classifiers, string? workspace) => new()
    {
        Classifiers = classifiers,
        Workspace = workspace,
        Model = arguments.GetValue(model),
        Port = arguments.GetValue(port) ?? Defaults.Port,
        Address = arguments.GetValue(address) is not { } given ? Defaults.Address
            : IPAddress.TryParse(given, out var parsed) ? parsed : throw new OptionsException($"--address is '{given}'; give an IP address such as 127.0.0.1 or 0.0.0.0."),
        Token = arguments.GetValue(token) ?? Variable("KRONCLIP_TOKEN"),
        QueueLength = arguments.GetValue(queue) ?? Defaults.QueueLength,
        BatchSize = arguments.GetValue(batch) ?? Defaults.BatchSize,
        Log = log.Read(arguments),
        Https = arguments.GetValue(https) || arguments.GetValue(certificate) is not null || arguments.GetValue(certificateKey) is not null ? new HttpsOptions
        {
            Certificate = arguments.GetValue(certificate),
            Key = arguments.GetValue(certificateKey),
            Password = arguments.GetValue(certificatePassword) ?? (arguments.GetValue(certificate) is null ? null : Variable("KRONCLIP_CERTIFICATE_PASSWORD")),
        } : null,
        Otlp = (arguments.GetValue(otlp) ?? Variable(OtlpOptions.EndpointVariable)) is { } collector
            ? new OtlpOptions { Endpoint = collector, Headers = Variable(OtlpOptions.HeadersVariable) } : null,
    };

    static string? Variable(string name) => Environment.GetEnvironmentVariable(name) is { Length: > 0 } value ? value : null;
}
