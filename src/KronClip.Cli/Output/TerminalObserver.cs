using KronClip.Jobs;

namespace KronClip.Cli.Output;

/// <summary>Shows a job's progress on standard error: a bar that moves on a terminal, elsewhere a plain line every few seconds and one at the end.</summary>
sealed class TerminalObserver(Terminal terminal) : IJobObserver
{
    static readonly TimeSpan Frame = TimeSpan.FromMilliseconds(100), PlainEvery = TimeSpan.FromSeconds(5);

    ProgressLine? line;
    TimeSpan shownAt;

    public void Begin(string name, long total, string unit)
    {
        line = new ProgressLine(terminal.ErrorWriter, terminal.Width, name, total, unit);
        shownAt = TimeSpan.Zero;
        if (terminal.Moves)
            terminal.Show(line);
    }

    public void Advance(long done, string? detail = null)
    {
        if (line is null)
            return;
        line.Advance(done, detail);
        var now = line.Elapsed;
        if (now - shownAt < (terminal.Moves ? Frame : PlainEvery))
            return;
        shownAt = now;
        if (terminal.Moves)
            terminal.Show(line);
        else
            terminal.Say(line.Plain);
    }

    public void End()
    {
        if (line is null)
            return;
        terminal.Show(null);
        terminal.Say(line.Final);
        line = null;
    }

    public void Note(string message) => terminal.Note(message);

    public void Warn(string message) => terminal.Warn(message);
}
