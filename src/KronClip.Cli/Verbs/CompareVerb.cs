using System.CommandLine;
using KronClip.Cli.Options;
using KronClip.Cli.Output;
using KronClip.Jobs;

namespace KronClip.Cli.Verbs;

/// <summary>kronclip compare: which method is right for a person's own pictures.</summary>
sealed class CompareVerb : Verb
{
    static readonly ComparisonRequest Defaults = new() { Images = "" };

    readonly Argument<string> images = new("images") { Description = "The pictures, as for 'train': a folder of class folders, such a folder under train/val/test, a manifest, or a set that comes with KronClip." };
    readonly Option<string[]> models = NameList.Of("--models", "a,b", $"Base models, each as for 'train' (default {string.Join(',', Defaults.Models)}, which comes with KronClip).");
    readonly Option<string[]> methods = NameList.Of("--methods", "a,b", $"Methods, see 'kronclip methods'; options of their own follow a colon, as in coop:contextWords=4 (default: all but auto). {ComparisonRequest.Baseline} is always there to compare with.");
    readonly Option<IReadOnlyList<long>?> shots = SeedList.Of("--shots", $"Training pictures per class, one column each (default {string.Join(',', ComparisonRequest.UsualShots)}, as far as every class has so many).", "1,2,4");
    readonly Option<IReadOnlyList<long>?> seeds = SeedList.Of("--seeds", "Seeds, as a range or a list; each draws its own pictures (default 1-3).");
    readonly RecipeOptions recipe = new();
    readonly Option<string?> classes = CommonOptions.Path("--classes", "file", "classes.json: display name, prompt words and templates of each folder.");
    readonly Option<string?> output = CommonOptions.Path("--out", "folder", "Folder of the page, the figures and the cells (default: one under runs/, named after the pictures).");
    readonly Option<string?> cache = CommonOptions.Cache();
    readonly Option<bool> noCache = CommonOptions.NoCache(), json = CommonOptions.Json("all figures as one JSON document");

    public CompareVerb(Terminal terminal, CancellationToken cancel) : base("compare", "Compares methods on your pictures: which is right, and how many pictures it takes.",
    [
        "kronclip compare photos --models openai/clip-vit-base-patch16",
        "kronclip compare photos --methods coop:contextWords=4,coop,ck-coop --shots 1,4,16 --seeds 1-5",
        "kronclip compare workshop:parts --out parts-compare",
    ], terminal, cancel)
    {
        Arguments.Add(images);
        foreach (var option in (Option[])[models, methods, shots, seeds, .. recipe.All, classes, output, cache, noCache, json])
            Options.Add(option);
    }

    protected override int Run(ParseResult arguments)
    {
        var result = ComparisonJob.Run(Request(arguments), new TerminalObserver(Terminal), Cancel);
        if (arguments.GetValue(json))
            Terminal.Output.Write(result.Report.ToJson());
        else
            CompareReport.Write(Terminal, result);
        return ExitCode.Ok;
    }

    ComparisonRequest Request(ParseResult arguments) => new()
    {
        Images = arguments.GetRequiredValue(images),
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
