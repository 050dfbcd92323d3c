using System.CommandLine;
using KronClip.Cli.Options;
using KronClip.Cli.Output;
using KronClip.Jobs;
using KronClip.Methods;

namespace KronClip.Cli.Verbs;

/// <summary>kronclip study: how much the settings of a method matter, one at a time around its default.</summary>
sealed class StudyVerb : Verb
{
    const string Studied = "ck-coop";

    static readonly StudyRequest Defaults = new() { Images = "", Model = "" };

    readonly Argument<string> method = new("method") { Description = $"What is studied: the settings of {Studied}, or {StageStudy.Name}: classes that come in groups." };
    readonly Argument<string> images = new("images") { Description = "The pictures, as for 'train'; four classes or more." };
    readonly Option<string?> model = new("--model") { Description = "The base model, as for 'train'.", HelpName = "model", Required = true };
    readonly Option<string?> output = CommonOptions.Path("--out", "folder", $"Folder of page, figures and cells; one that was begun goes on (default {StudyRequest.UsualOutput}).");
    readonly Option<IReadOnlyList<long>?> seeds = SeedList.Of("--seeds", "Seeds, as a range or a list (default 1-3).");
    readonly Option<int?> shots = Numbers.Whole<int>("--shots", "n", $"Training pictures per class (default {Defaults.Shots}).");
    readonly Option<int?> epochs = Numbers.Whole<int>("--epochs", "n", $"Passes over the training pictures (default {RecipeChoice.FewSteps}).");
    readonly Option<IReadOnlyList<StudyAxisKind>?> axes = ValueLists.Words<StudyAxisKind>("--axes", "What is changed, one at a time (default: all).");
    readonly Option<IReadOnlyList<int>?> sizes = ValueLists.Numbers("--k", "16,64", "Values of K, dictionary entries (default: d/8 to 2d).");
    readonly Option<IReadOnlyList<int>?> contexts = ValueLists.Numbers("--m", "4,8", "Values of M, context words (default 4,8,16).");
    readonly Option<IReadOnlyList<IReadOnlyList<int[]>>?> factors = ValueLists.Shapes("--factors", "Factor shapes (default: up to four kinds).");
    readonly Option<IReadOnlyList<DictionaryKind>?> dictionaries = ValueLists.Words<DictionaryKind>("--dictionary", "Kinds of dictionary (default: all; words with --words).");
    readonly Option<IReadOnlyList<ContextStart>?> starts = ValueLists.Words<ContextStart>("--start", "Starts of W (default: all).");
    readonly Option<string?> words = CommonOptions.Path("--words", "file", "Your own words, one on each line: a dictionary of their own, and added to the default one.");
    readonly StageStudy stages = new();
    readonly Option<string?> cache = CommonOptions.Cache();
    readonly Option<bool> noCache = CommonOptions.NoCache(), json = CommonOptions.Json("all figures as one JSON document");

    public StudyVerb(Terminal terminal, CancellationToken cancel) : base("study", "Shows how much a method's settings matter, or what is kept and lost where classes come in stages.",
    [
        "kronclip study ck-coop photos --model clip-vit-b16",
        "kronclip study ck-coop photos --model clip-vit-b16 --axes k,dictionary --words words.txt",
        "kronclip study ck-coop workshop:parts --model kron-mini --axes factors --factors 8x8+8x8,16x16+4x4",
        "kronclip study stages workshop:parts --model kron-mini --stages 3 --methods ck-coop,coop:contextWords=4",
    ], terminal, cancel)
    {
        Arguments.Add(method);
        Arguments.Add(images);
        foreach (var option in (Option[])[model, output, seeds, shots, epochs, axes, sizes, contexts, factors, dictionaries, starts, words, .. stages.Own, cache, noCache, json])
            Options.Add(option);
    }

    protected override int Run(ParseResult arguments)
    {
        var name = arguments.GetRequiredValue(method);
        if (name == StageStudy.Name)
            return Stages(arguments);
        if (name != Studied)
            throw new OptionsException($"There is no study of '{name}'; there are {Studied} and {StageStudy.Name}.");
        StageStudy.RequireNone(arguments, Studied, stages.Own);
        var result = StudyJob.Run(Request(arguments), new TerminalObserver(Terminal), Cancel);
        if (arguments.GetValue(json))
            Terminal.Output.Write(result.Report.ToJson());
        else
            StudySummary.Write(Terminal, result);
        return ExitCode.Ok;
    }

    int Stages(ParseResult arguments)
    {
        StageStudy.RequireNone(arguments, StageStudy.Name, [axes, sizes, contexts, factors, dictionaries, starts, words]);
        var common = Request(arguments);
        var request = new StageStudyRequest
        {
            Images = common.Images,
            Model = common.Model,
            Output = arguments.GetValue(output) ?? StageStudyRequest.UsualOutput,
            Seeds = common.Seeds,
            Shots = common.Shots,
            Recipe = common.Recipe,
            Cache = common.Cache,
        };
        return stages.Run(arguments, request, arguments.GetValue(json), Terminal, Cancel);
    }

    StudyRequest Request(ParseResult arguments) => new()
    {
        Images = arguments.GetRequiredValue(images),
        Model = arguments.GetRequiredValue(model)!,
        Output = arguments.GetValue(output) ?? Defaults.Output,
        Seeds = arguments.GetValue(seeds) ?? Defaults.Seeds,
        Shots = arguments.GetValue(shots) ?? Defaults.Shots,
        Recipe = new RecipeChoice { Epochs = arguments.GetValue(epochs) },
        Axes = arguments.GetValue(axes) ?? Defaults.Axes,
        K = arguments.GetValue(sizes),
        M = arguments.GetValue(contexts),
        Factors = arguments.GetValue(factors),
        Dictionaries = arguments.GetValue(dictionaries),
        Starts = arguments.GetValue(starts),
        Words = arguments.GetValue(words) is { } file ? StudyRequest.ReadWords(file) : [],
        Cache = CommonOptions.CacheFolder(arguments.GetValue(cache), arguments.GetValue(noCache)),
    };
}
