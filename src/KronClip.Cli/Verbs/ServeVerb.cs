using System.CommandLine;
using System.Globalization;
using System.Net;
using KronClip.Cli.Options;
using KronClip.Cli.Output;
using KronClip.Server;
using Microsoft.Extensions.Logging;

namespace KronClip.Cli.Verbs;

/// <summary>kronclip serve: classifiers over HTTP.</summary>
sealed class ServeVerb : Verb
{
    readonly Argument<string> classifiers = new("classifier") { Description = "A .kronclip file, or a folder of them; a file that changes is loaded again." };
    readonly Option<int?> port = Numbers.Whole<int>("--port", "n", $"Port, 0 for a free one (default {Defaults.Port.ToString(CultureInfo.InvariantCulture)}).");
    readonly Option<string?> address = CommonOptions.Path("--address", "ip", "Address to listen on, such as 0.0.0.0 for all; any but this machine's own needs a token (default 127.0.0.1).");
    readonly Option<string?> token = CommonOptions.Path("--token", "text", "What callers must send as 'Authorization: Bearer <text>' (or in the variable KRONCLIP_TOKEN, which no list of processes shows).");
    readonly Option<int?> queue = Numbers.Whole<int>("--queue", "n", $"Most pictures that wait for each model (default {Defaults.QueueLength.ToString(CultureInfo.InvariantCulture)}).");
    readonly Option<int?> batch = Numbers.Whole<int>("--batch", "n", $"Most pictures encoded at once (default {Defaults.BatchSize.ToString(CultureInfo.InvariantCulture)}).");
    readonly LogOptions log = new();
    readonly Option<string?> model = CommonOptions.Model();

    static readonly ServerOptions Defaults = new() { Classifiers = "" };

    public ServeVerb(Terminal terminal, CancellationToken cancel) : base("serve", "Serves classifiers over HTTP: a simple API and the Open Inference Protocol.",
        ["kronclip serve parts.kronclip", "kronclip serve classifiers --address 0.0.0.0 --token <secret>"], terminal, cancel)
    {
        Arguments.Add(classifiers);
        foreach (var option in (Option[])[port, address, token, queue, batch, .. log.All, model])
            Options.Add(option);
    }

    protected override int Run(ParseResult arguments) => Serve(new ServerOptions
    {
        Classifiers = arguments.GetRequiredValue(classifiers),
        Model = arguments.GetValue(model),
        Port = arguments.GetValue(port) ?? Defaults.Port,
        Address = arguments.GetValue(address) is not { } given ? Defaults.Address
            : IPAddress.TryParse(given, out var parsed) ? parsed : throw new OptionsException($"--address is '{given}'; give an IP address such as 127.0.0.1 or 0.0.0.0."),
        Token = arguments.GetValue(token) ?? (Environment.GetEnvironmentVariable("KRONCLIP_TOKEN") is { Length: > 0 } secret ? secret : null),
        QueueLength = arguments.GetValue(queue) ?? Defaults.QueueLength,
        BatchSize = arguments.GetValue(batch) ?? Defaults.BatchSize,
        Log = log.Read(arguments),
    }).GetAwaiter().GetResult();

    async Task<int> Serve(ServerOptions options)
    {
        await using var server = await ServerHost.Start(options, logging => logging.AddProvider(new TerminalLog(Terminal)), Cancel).ConfigureAwait(false);
        Terminal.Print($"Listening on {server.Address}");
        Terminal.Output.Flush();
        await server.WaitForStop(Cancel).ConfigureAwait(false);
        Terminal.Say("Stopping; requests under way are finished.");
        return ExitCode.Ok;
    }
}
