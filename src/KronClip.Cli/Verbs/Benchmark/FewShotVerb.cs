using System.CommandLine;
using KronClip.Cli.Output;
using KronClip.Evaluation;
using KronClip.Jobs;

namespace KronClip.Cli.Verbs;

/// <summary>kronclip benchmark few-shot: trained on all classes with few pictures, asked for the same.</summary>
sealed class FewShotVerb(Terminal terminal, CancellationToken cancel) : BenchmarkVerb(ProtocolKind.FewShot,
    "Trains on all classes with few pictures of each and measures the same classes.",
    [
        "kronclip benchmark few-shot photos --models clip-vit-b16",
        "kronclip benchmark few-shot --data-root data --data eurosat --shots 1,16",
        "kronclip benchmark few-shot workshop:parts --methods ck-coop,gda --shots 1,4",
    ], terminal, cancel)
{
    protected override BenchmarkRequest Own(BenchmarkRequest request, ParseResult arguments) => request;
}
