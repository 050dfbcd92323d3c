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
    readonly Option<string?> model = CommonOptions.Model();

    /// <summary>Gives them to a verb.</summary>
    public void AddTo(Command verb)
    {
        foreach (var option in new Option[] { port, address, token, queue, batch, model })
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
        Token = arguments.GetValue(token) ?? (Environment.GetEnvironmentVariable("KRONCLIP_TOKEN") is { Length: > 0 } secret ? secret : null),
        QueueLength = arguments.GetValue(queue) ?? Defaults.QueueLength,
        BatchSize = arguments.GetValue(batch) ?? Defaults.BatchSize,
    };
}
