using System.CommandLine;
using KronClip.Cli.Options;
using KronClip.Cli.Output;
using KronClip.Jobs;

namespace KronClip.Cli.Verbs;

/// <summary>kronclip labels: pictures whose label is probably wrong.</summary>
sealed class LabelsVerb : Verb
{
    static readonly LabelsRequest Defaults = new() { Images = "", Model = "" };

    readonly Argument<string> images = new("images") { Description = "The labelled pictures, as for 'train'; they stay as they are. Where they come in parts, the training part is looked at." };
    readonly Option<string?> model = new("--model") { Description = "The base model, as for 'train'.", HelpName = "model", Required = true };
    readonly Option<string?> method = new("--method") { Description = $"What judges the pictures, see 'kronclip methods' (default {LabelsRequest.UsualMethod}).", HelpName = "name" };
    readonly Option<string[]> settings = MethodSettings.Option();
    readonly Option<int?> folds = Numbers.Whole<int>("--folds", "n", $"Parts; each is judged by a classifier of the others (default {Defaults.Folds}).");
    readonly Option<long?> seed = Numbers.Whole<long>("--seed", "n", $"Seed of the deal into parts (default {Defaults.Seed}).");
    readonly Option<string?> classes = CommonOptions.Path("--classes", "file", "classes.json: display name, prompt words and templates of each folder.");
    readonly Option<string?> output = CommonOptions.Path("--out", "folder", "Folder of the page and the list (default: one under runs/, named after the pictures).");
    readonly Option<string?> cache = CommonOptions.Cache();
    readonly Option<bool> noCache = CommonOptions.NoCache(), json = CommonOptions.Json("what was found as one JSON document");

    public LabelsVerb(Terminal terminal, CancellationToken cancel) : base("labels", "Finds pictures whose label is probably wrong.",
    [
        "kronclip labels photos --model openai/clip-vit-base-patch16",
        "kronclip labels workshop:parts --model kron-mini --method gda --folds 10",
        "kronclip train photos --model clip-vit-b16 --leave-out runs/photos-labels/suspects.jsonl",
    ], terminal, cancel)
    {
        Arguments.Add(images);
        foreach (var option in new Option[] { model, method, settings, folds, seed, classes, output, cache, noCache, json })
            Options.Add(option);
    }

    protected override int Run(ParseResult arguments)
    {
        var result = LabelsJob.Run(Request(arguments), new TerminalObserver(Terminal), Cancel);
        if (arguments.GetValue(json))
            Terminal.Output.Write(result.Report.ToJson());
        else
            LabelSummary.Write(Terminal, result);
        return ExitCode.Ok;
    }

    LabelsRequest Request(ParseResult arguments) => new()
    {
        Images = arguments.GetRequiredValue(images),
        Model = arguments.GetRequiredValue(model)!,
        Method = new MethodChoice(arguments.GetValue(method) ?? LabelsRequest.UsualMethod, MethodSettings.Read(arguments.GetValue(settings) ?? [])),
        Folds = arguments.GetValue(folds) ?? Defaults.Folds,
        Seed = arguments.GetValue(seed) ?? Defaults.Seed,
        ClassFile = arguments.GetValue(classes),
        Output = arguments.GetValue(output),
        Cache = CommonOptions.CacheFolder(arguments.GetValue(cache), arguments.GetValue(noCache)),
    };
}
