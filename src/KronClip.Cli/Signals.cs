using System.Runtime.InteropServices;

namespace KronClip.Cli;

/// <summary>Ctrl-C and SIGTERM: the first one asks the job to stop and save its state, a second one ends the process at once.</summary>
sealed class Signals : IDisposable
{
    readonly CancellationTokenSource source = new();
    readonly PosixSignalRegistration[] registrations;
    readonly Action<string> say;

    public Signals(Action<string> say)
    {
        this.say = say;
        registrations =
        [
            PosixSignalRegistration.Create(PosixSignal.SIGINT, context => Stop(context, Cli.ExitCode.Interrupted)),
            PosixSignalRegistration.Create(PosixSignal.SIGTERM, context => Stop(context, Cli.ExitCode.Terminated)),
        ];
    }

    /// <summary>Cancelled by the first signal.</summary>
    public CancellationToken Token => source.Token;

    /// <summary>The code of the signal that came, or null.</summary>
    public int? ExitCode { get; private set; }

    public void Dispose()
    {
        foreach (var registration in registrations)
            registration.Dispose();
        source.Dispose();
    }

    void Stop(PosixSignalContext context, int code)
    {
        if (ExitCode is not null)
            return;                         // the system's default: the process ends
        ExitCode = code;
        context.Cancel = true;
        say("Stopping, and saving what is done. Once more to end at once.");
        source.Cancel();
    }
}
