using System.CommandLine;
using KronClip.Cli.Options;
using KronClip.Cli.Output;
using KronClip.Evaluation;
using KronClip.Jobs;

namespace KronClip.Cli.Verbs;

/// <summary>What the verbs of the four protocols share.</summary>
abstract class BenchmarkVerb : Verb
{
    static readonly BenchmarkRequest Defaults = new() { Protocol = ProtocolKind.FewShot };

    readonly ProtocolKind protocol;
    readonly Argument<string?> images = new("images") { Description = "Your own pictures, as for 'train'.", Arity = ArgumentArity.ZeroOrOne };
    readonly Option<string?> dataRoot = CommonOptions.Path("--data-root", "folder", "In place of <images>: the folder of the published data sets, see 'kronclip data list'.");
    readonly Option<string[]> data = NameList.Of("--data", "a,b", "Which of the published data sets are measured (default: all of the protocol's that are there).");
    readonly Option<bool> partial = CommonOptions.Flag("--allow-partial", "Takes published data sets of which pictures are missing; nothing published is set beside their figures.");
    readonly Option<string?> accept = new("--accept") { Description = $"What is asked of the figures, as in \"accuracy>=0.9\"; exit code 1 where no method meets all of it.", HelpName = "criteria" };
    readonly Option<string[]> models = NameList.Of("--models", "a,b", $"Base models, each as for 'train' (default {string.Join(',', Defaults.Models)}, which comes with KronClip).");
    readonly Option<string[]> methods;
    readonly Option<IReadOnlyList<long>?> shots;
    readonly Option<IReadOnlyList<long>?> seeds = SeedList.Of("--seeds", "Seeds, as a range or a list; each draws its own pictures (default 1-3).");
    readonly RecipeOptions recipe = new();
    readonly Option<string?> classes = CommonOptions.Path("--classes", "file", "classes.json of your own pictures: display name, prompt words and templates of each folder.");
    readonly Option<string?> output = CommonOptions.Path("--out", "folder", "Folder of the page, the figures and the cells; one that was begun goes on (default: one under runs/).");
    readonly Option<string?> cache = CommonOptions.Cache();
    readonly Option<bool> noCache = CommonOptions.NoCache(), json = CommonOptions.Json("all figures as one JSON document");

    protected BenchmarkVerb(ProtocolKind protocol, string description, IReadOnlyList<string> examples, Terminal terminal, CancellationToken cancel, params Option[] own)
        : base(BenchmarkRequest.NameOf(protocol), description, examples, terminal, cancel)
    {
        this.protocol = protocol;
        methods = NameList.Of("--methods", "a,b", $"Methods, see 'kronclip methods'; options of their own follow a colon, as in coop:contextWords=4 (default {string.Join(',', BenchmarkRequest.UsualMethods(protocol))}).");
        shots = protocol == ProtocolKind.FewShot
            ? SeedList.Of("--shots", $"Training pictures per class, one column each (default {string.Join(',', BenchmarkRequest.UsualShots)}).", "1,2,4")
            : SeedList.Of("--shots", $"Training pictures per class (default {BenchmarkRequest.TransferShots}).", "n");
        Arguments.Add(images);
        foreach (var option in (Option[])[dataRoot, data, partial, .. own, models, methods, shots, seeds, .. recipe.All, classes, accept, output, cache, noCache, json])
            Options.Add(option);
    }

    protected override int Run(ParseResult arguments)
    {
        var result = BenchmarkJob.Run(Own(Request(arguments), arguments), new TerminalObserver(Terminal), Cancel);
        if (arguments.GetValue(json))
            Terminal.Output.Write(result.Report.ToJson());
        else
            BenchmarkSummary.Write(Terminal, result);
        if (result.Report.Accepted == false)
            Terminal.Say("Not accepted: no method meets all that was asked for with --accept.");
        return result.Report.Accepted == false ? ExitCode.Failed : ExitCode.Ok;
    }

    /// <summary>Adds what this protocol alone can be told.</summary>
    protected abstract BenchmarkRequest Own(BenchmarkRequest request, ParseResult arguments);

    BenchmarkRequest Request(ParseResult arguments) => new()
    {
        Protocol = protocol,
        Images = arguments.GetValue(images),
        DataRoot = arguments.GetValue(dataRoot),
        Data = NameList.Read(arguments.GetValue(data), data.Name),
        AllowPartial = arguments.GetValue(partial),
        Accept = arguments.GetValue(accept),
        Models = NameList.Read(arguments.GetValue(models), models.Name) ?? Defaults.Models,
        Methods = NameList.Methods(arguments.GetValue(methods), methods.Name),
        Shots = arguments.GetValue(shots)?.Select(s => (int)Math.Clamp(s, int.MinValue, int.MaxValue)).ToArray(),
        Seeds = arguments.GetValue(seeds) ?? Defaults.Seeds,
        Recipe = recipe.Read(arguments),
        ClassFile = arguments.GetValue(classes),
        Output = arguments.GetValue(output),
        Cache = CommonOptions.CacheFolder(arguments.GetValue(cache), arguments.GetValue(noCache)),
    };
}
