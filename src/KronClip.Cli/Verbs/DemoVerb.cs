using System.CommandLine;
using KronClip.Cli.Options;
using KronClip.Cli.Output;
using KronClip.Jobs;

namespace KronClip.Cli.Verbs;

/// <summary>kronclip demo: the methods put to the test on a small model and its pictures, with a page to look at. Needs nothing but the program.</summary>
sealed class DemoVerb : Verb
{
    const string Baseline = "zero-shot";

    static readonly DemoRequest Defaults = new();

    readonly Option<string?> output = CommonOptions.Path("--out", "folder", $"Folder of the page, the figures and the classifier (default {DemoRequest.UsualOutput}).");
    readonly Option<IReadOnlyList<long>?> seeds = SeedList.Of("--seeds", "Seeds, as a range or a list (default 1-3).");
    readonly Option<int?> shots = Numbers.Whole<int>("--shots", "n", $"Training pictures per class (default {Defaults.Shots}).");
    readonly Option<string[]> methods = new("--method")
    {
        Description = $"A method to show beside zero-shot, see 'kronclip methods'; may be given several times (default: {string.Join(", ", Defaults.Methods.Where(m => m.Method != Baseline).Select(m => m.Method).Distinct())}).",
        HelpName = "name",
        Arity = ArgumentArity.OneOrMore,
        AllowMultipleArgumentsPerToken = false,
    };
    readonly Option<string?> cache = CommonOptions.Cache();
    readonly Option<bool> noCache = CommonOptions.NoCache(), json = CommonOptions.Json("all figures as one JSON document");

    public DemoVerb(Terminal terminal, CancellationToken cancel) : base("demo", "Shows what it can do: methods compared on a small model, with a page to look at.",
    [
        "kronclip demo",
        "kronclip demo --out try --seeds 1",
        "kronclip demo --method ck-coop --json",
    ], terminal, cancel)
    {
        foreach (var option in new Option[] { output, seeds, shots, methods, cache, noCache, json })
            Options.Add(option);
    }

    protected override int Run(ParseResult arguments)
    {
        var result = DemoJob.Run(Request(arguments), new TerminalObserver(Terminal), Cancel);
        if (arguments.GetValue(json))
            Terminal.Output.Write(result.ToJson());
        else
            DemoReport.Write(Terminal, result);
        return ExitCode.Ok;
    }

    DemoRequest Request(ParseResult arguments) => new()
    {
        Output = arguments.GetValue(output) ?? Defaults.Output,
        Seeds = arguments.GetValue(seeds) ?? Defaults.Seeds,
        Shots = arguments.GetValue(shots) ?? Defaults.Shots,
        Methods = Methods(arguments.GetValue(methods) ?? []),
        Cache = CommonOptions.CacheFolder(arguments.GetValue(cache), arguments.GetValue(noCache)),
    };

    /// <summary>
    /// Zero-shot is always there to compare with. A method's rows are those of the usual table, or one with its own defaults; a choice among methods has those candidates
    /// that serve new classes, since the demo asks for them.
    /// </summary>
    static IReadOnlyList<MethodChoice> Methods(string[] names) => names.Length == 0
        ? Defaults.Methods
        : [.. new[] { Baseline }.Concat(names.Select(name => new MethodChoice(name).Definition.Name)).Distinct(StringComparer.Ordinal)
            .SelectMany(name => Defaults.Methods.Where(m => m.Method == name).DefaultIfEmpty(MethodChoice.ForNewClasses(name)))];
}
