using KronClip.Cli.Output;
using KronClip.Server;
using Microsoft.Extensions.Logging;

namespace KronClip.Cli.Verbs;

/// <summary>A verb that serves until it is told to stop.</summary>
abstract class ServingVerb(string name, string description, IReadOnlyList<string> examples, Terminal terminal, CancellationToken cancel) : Verb(name, description, examples, terminal, cancel)
{
    /// <summary>Serves, and says where.</summary>
    /// <param name="options">What is served.</param>
    /// <param name="started">Is told the address.</param>
    protected async Task<int> Serve(ServerOptions options, Action<string>? started = null)
    {
        await using var server = await ServerHost.Start(options, logging => logging.AddProvider(new TerminalLog(Terminal)), Cancel).ConfigureAwait(false);
        Terminal.Print($"Listening on {server.Address}");
        Terminal.Output.Flush();
        foreach (var address in server.NetworkAddresses)
            Terminal.Say($"From other machines, such as a phone: {address}");
        if (server.CertificateFingerprint is { } fingerprint)
            Terminal.Say($"SHA-256 fingerprint of the certificate: {fingerprint}");
        started?.Invoke(server.Address);
        await server.WaitForStop(Cancel).ConfigureAwait(false);
        Terminal.Say("Stopping; requests under way are finished.");
        return ExitCode.Ok;
    }
}
