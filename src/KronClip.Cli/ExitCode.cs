namespace KronClip.Cli;

/// <summary>What the process says to the shell.</summary>
static class ExitCode
{
    public const int Ok = 0, Failed = 1, Usage = 2, Interrupted = 130, Terminated = 143;
}
