using System.CommandLine;
using KronClip.Cli.Options;
using KronClip.Cli.Output;
using KronClip.Jobs;

namespace KronClip.Cli.Verbs;

/// <summary>kronclip study noise: what wrong labels and uneven classes cost, and who finds wrong labels.</summary>
sealed class NoiseStudyVerb : Verb
{
    static readonly NoiseRequest Defaults = new() { Images = "", Model = "" };

    readonly Argument<string> images = new("images") { Description = "The pictures, as for 'train'; they stay as they are." };
    readonly Option<string?> model = new("--model") { Description = "The base model, as for 'train'.", HelpName = "model", Required = true };
    readonly Option<string[]> methods = NameList.Of("--methods", "a,b", "Methods that are trained, with options behind a colon as for 'compare' (default: zero-shot, and CK-CoOp with several losses).");
    readonly Option<string[]> finders = NameList.Of("--finders", "a,b", $"Methods that search for wrong labels, as 'labels' does (default {LabelsRequest.UsualMethod}).");
    readonly Option<IReadOnlyList<int>?> wrong = ValueLists.Numbers("--wrong", "20,40", $"Shares of wrong labels in percent (default {string.Join(',', Defaults.Wrong)}).");
    readonly Option<int?> few = Numbers.Whole<int>("--few", "n", $"Training pictures that half of the classes keep in the last column, 0 for no such column (default {Defaults.Few}).");
    readonly Option<int?> shots = Numbers.Whole<int>("--shots", "n", $"Training pictures per class (default {Defaults.Shots}).");
    readonly Option<IReadOnlyList<long>?> seeds = SeedList.Of("--seeds", "Seeds, as a range or a list (default 1-3).");
    readonly RecipeOptions recipe = new();
    readonly Option<string?> output = CommonOptions.Path("--out", "folder", $"Folder of page, figures and cells; one that was begun goes on (default {NoiseRequest.UsualOutput}).");
    readonly Option<string?> cache = CommonOptions.Cache();
    readonly Option<bool> noCache = CommonOptions.NoCache(), json = CommonOptions.Json("all figures as one JSON document");

    public NoiseStudyVerb(Terminal terminal, CancellationToken cancel) : base("noise", "Shows what wrong labels and uneven classes cost, by planting them.",
    [
        "kronclip study noise workshop:parts --model kron-mini",
        "kronclip study noise photos --model clip-vit-b16 --methods coop,coop:noiseTolerance=0.7,gda --wrong 10,30",
    ], terminal, cancel)
    {
        Arguments.Add(images);
        foreach (var option in (Option[])[model, methods, finders, wrong, few, shots, seeds, .. recipe.All, output, cache, noCache, json])
            Options.Add(option);
    }

    protected override int Run(ParseResult arguments)
    {
        var result = NoiseJob.Run(Request(arguments), new TerminalObserver(Terminal), Cancel);
        if (arguments.GetValue(json))
            Terminal.Output.Write(result.Report.ToJson());
        else
            NoiseSummary.Write(Terminal, result);
        return ExitCode.Ok;
    }

    NoiseRequest Request(ParseResult arguments) => new()
    {
        Images = arguments.GetRequiredValue(images),
        Model = arguments.GetRequiredValue(model)!,
        Methods = NameList.Methods(arguments.GetValue(methods), methods.Name) ?? Defaults.Methods,
        Finders = NameList.Methods(arguments.GetValue(finders), finders.Name) ?? Defaults.Finders,
        Wrong = arguments.GetValue(wrong) ?? Defaults.Wrong,
        Few = arguments.GetValue(few) ?? Defaults.Few,
        Shots = arguments.GetValue(shots) ?? Defaults.Shots,
        Seeds = arguments.GetValue(seeds) ?? Defaults.Seeds,
        Recipe = recipe.Read(arguments),
        Output = arguments.GetValue(output) ?? Defaults.Output,
        Cache = CommonOptions.CacheFolder(arguments.GetValue(cache), arguments.GetValue(noCache)),
    };
}
