using System.CommandLine;
using KronClip.Cli.Options;
using KronClip.Cli.Output;
using KronClip.Evaluation;
using KronClip.Jobs;

namespace KronClip.Cli.Verbs;

/// <summary>kronclip benchmark domain: trained on one kind of pictures, asked for the same classes in others.</summary>
sealed class DomainVerb : BenchmarkVerb
{
    readonly Option<string[]> shifted;

    public DomainVerb(Terminal terminal, CancellationToken cancel)
        : this(NameList.Of("--shifted", "a,b", "Your own pictures of another kind of the same classes, or of some of them."), terminal, cancel) { }

    DomainVerb(Option<string[]> shifted, Terminal terminal, CancellationToken cancel) : base(ProtocolKind.Domain,
        "Trains on one kind of pictures and measures the same classes in pictures of other kinds.",
    [
        "kronclip benchmark domain photos --shifted dark-photos,drawings --models clip-vit-b16",
        "kronclip benchmark domain --data-root data --data imagenetv2,imagenet_a",
        "kronclip benchmark domain workshop:parts --shifted workshop:parts-night,workshop:parts-drawing",
    ], terminal, cancel, shifted) => this.shifted = shifted;

    protected override BenchmarkRequest Own(BenchmarkRequest request, ParseResult arguments) => request with { Shifted = NameList.Read(arguments.GetValue(shifted), shifted.Name) ?? [] };
}
