using System.CommandLine;
using KronClip.Cli.Options;
using KronClip.Cli.Output;
using KronClip.Jobs;

namespace KronClip.Cli.Verbs;

/// <summary>kronclip sample: a tiny random model and a few generated pictures, for a first try without any download.</summary>
sealed class SampleVerb : Verb
{
    readonly Argument<string> folder = new("folder") { Description = "A new or empty folder; 'model' and 'pictures' are made in it." };
    readonly Option<long?> seed = Numbers.Whole<long>("--seed", "n", "Another seed gives other weights and pictures (default 1).");
    readonly Option<bool> json = CommonOptions.Json("where everything is as one JSON document");

    public SampleVerb(Terminal terminal, CancellationToken cancel) : base("sample", "Makes a tiny random model and a few pictures, for a first try.",
        ["kronclip sample demo"], terminal, cancel)
    {
        Arguments.Add(folder);
        Options.Add(seed);
        Options.Add(json);
    }

    protected override int Run(ParseResult arguments)
    {
        var result = SampleJob.Run(arguments.GetRequiredValue(folder), arguments.GetValue(seed) ?? 1, new TerminalObserver(Terminal));
        if (arguments.GetValue(json))
            Terminal.Output.Write(result.ToJson());
        else
            Terminal.Print(result.Message);
        return ExitCode.Ok;
    }
}
