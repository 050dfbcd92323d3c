using System.CommandLine;
using KronClip.Cli.Options;
using KronClip.Cli.Output;
using KronClip.Jobs;

namespace KronClip.Cli.Verbs;

/// <summary>kronclip repro: runs a run folder again and compares.</summary>
sealed class ReproVerb : Verb
{
    readonly Argument<string> run = new("run") { Description = "The run folder; it is only read." };
    readonly Option<string?> into = CommonOptions.Path("--into", "folder", "Keeps the new run here (default: a temporary folder, removed at the end).");
    readonly Option<bool> json = CommonOptions.Json("the comparison as one JSON document");

    public ReproVerb(Terminal terminal, CancellationToken cancel) : base("repro", "Runs a finished run again and compares every figure and byte.",
        ["kronclip repro runs/photos-ck-coop-16shots-seed1-1a2b3c4d"], terminal, cancel)
    {
        Arguments.Add(run);
        Options.Add(into);
        Options.Add(json);
    }

    protected override int Run(ParseResult arguments)
    {
        var result = ReproJob.Run(arguments.GetRequiredValue(run), arguments.GetValue(into), new TerminalObserver(Terminal), Cancel);
        if (arguments.GetValue(json))
            Terminal.Output.Write(result.ToJson());
        else
            Show(result);
        return result.Same ? ExitCode.Ok : ExitCode.Failed;
    }

    void Show(ReproResult result)
    {
        Terminal.Print(result.Same ? "The run came out the same: every figure, and every byte of the classifier." : "The run came out differently.");
        if (!result.ClassifierBytesEqual)
            Terminal.Print("  The two classifier files differ.");
        foreach (var difference in result.Differences)
            Terminal.Print("  " + Visible.Text(difference));
    }
}
