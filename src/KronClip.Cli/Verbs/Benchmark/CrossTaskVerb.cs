using System.CommandLine;
using KronClip.Cli.Options;
using KronClip.Cli.Output;
using KronClip.Evaluation;
using KronClip.Jobs;

namespace KronClip.Cli.Verbs;

/// <summary>kronclip benchmark cross-task: trained on one task, asked for others by their names.</summary>
sealed class CrossTaskVerb : BenchmarkVerb
{
    readonly Option<string[]> tasks;

    public CrossTaskVerb(Terminal terminal, CancellationToken cancel)
        : this(NameList.Of("--tasks", "a,b", "Your own pictures of other classes, which are measured by their names alone."), terminal, cancel) { }

    CrossTaskVerb(Option<string[]> tasks, Terminal terminal, CancellationToken cancel) : base(ProtocolKind.CrossTask,
        "Trains on one set of pictures and measures others, whose classes are only named.",
    [
        "kronclip benchmark cross-task photos --tasks other-photos --models clip-vit-b16",
        "kronclip benchmark cross-task --data-root data --models clip-vit-b16",
        "kronclip benchmark cross-task workshop:parts --tasks workshop:defects",
    ], terminal, cancel, tasks) => this.tasks = tasks;

    protected override BenchmarkRequest Own(BenchmarkRequest request, ParseResult arguments) => request with { Tasks = NameList.Read(arguments.GetValue(tasks), tasks.Name) ?? [] };
}
