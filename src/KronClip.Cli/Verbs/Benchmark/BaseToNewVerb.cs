using System.CommandLine;
using KronClip.Cli.Options;
using KronClip.Cli.Output;
using KronClip.Evaluation;
using KronClip.Jobs;

namespace KronClip.Cli.Verbs;

/// <summary>kronclip benchmark base-to-new: trained on one half of the classes, asked for both.</summary>
sealed class BaseToNewVerb : BenchmarkVerb
{
    readonly Option<string[]> baseClasses;
    readonly Option<bool> join;

    public BaseToNewVerb(Terminal terminal, CancellationToken cancel)
        : this(NameList.Of("--base", "a,b", "Class folders that are trained on, or a file with one on each line (default: the first half)."),
            CommonOptions.Flag("--join", "Also asks for base and new classes at once, in one label space."), terminal, cancel)
    {
    }

    BaseToNewVerb(Option<string[]> baseClasses, Option<bool> join, Terminal terminal, CancellationToken cancel) : base(ProtocolKind.BaseToNew,
        "Trains on half of the classes and measures both halves, the other by its names alone.",
    [
        "kronclip benchmark base-to-new photos --models clip-vit-b16",
        "kronclip benchmark base-to-new --data-root data --data caltech101,dtd --recipe published",
        "kronclip benchmark base-to-new workshop:parts --base gear,pulley,sprocket,wrench --join",
    ], terminal, cancel, baseClasses, join) => (this.baseClasses, this.join) = (baseClasses, join);

    protected override BenchmarkRequest Own(BenchmarkRequest request, ParseResult arguments) => request with
    {
        Base = arguments.GetValue(baseClasses) is [{ } file] && File.Exists(file) ? BaseClassFile.Read(file) : NameList.Read(arguments.GetValue(baseClasses), baseClasses.Name),
        Join = arguments.GetValue(join),
    };
}
