using System.CommandLine;
using KronClip.Cli.Options;
using KronClip.Cli.Output;
using KronClip.Jobs;

namespace KronClip.Cli.Verbs;

/// <summary>kronclip eval: how often a classifier is right on labelled pictures.</summary>
sealed class EvalVerb : Verb
{
    readonly Argument<string> classifier = new("classifier") { Description = "The .kronclip file." };
    readonly Argument<string> images = new("images") { Description = "Pictures in class folders, a manifest, or a set of the workshop; where they have a test part, only that is measured." };
    readonly Option<string?> model = CommonOptions.Model(), cache = CommonOptions.Cache();
    readonly Option<bool> noCache = CommonOptions.NoCache(), json = CommonOptions.Json("the result as one JSON document");

    public EvalVerb(Terminal terminal, CancellationToken cancel) : base("eval", "Measures a classifier on labelled pictures.",
        ["kronclip eval parts.kronclip photos/test", "kronclip eval parts.kronclip photos/test --json"], terminal, cancel)
    {
        Arguments.Add(classifier);
        Arguments.Add(images);
        foreach (var option in new Option[] { model, cache, noCache, json })
            Options.Add(option);
    }

    protected override int Run(ParseResult arguments)
    {
        var result = EvalJob.Run(
            arguments.GetRequiredValue(classifier),
            arguments.GetRequiredValue(images),
            arguments.GetValue(model),
            CommonOptions.CacheFolder(arguments.GetValue(cache), arguments.GetValue(noCache)),
            new TerminalObserver(Terminal),
            Cancel);
        if (arguments.GetValue(json))
            Terminal.Output.Write(result.ToJson());
        else
            EvalReport.Write(Terminal, result);
        return ExitCode.Ok;
    }
}
