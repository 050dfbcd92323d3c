using System.CommandLine;
using KronClip.Cli.Options;
using KronClip.Cli.Output;
using KronClip.Jobs;

namespace KronClip.Cli.Verbs;

/// <summary>kronclip extend: a classifier learns new classes, or more of old ones.</summary>
sealed class ExtendVerb : Verb
{
    static readonly ExtendRequest Defaults = new() { Classifier = "", Images = "" };

    readonly Argument<string> classifier = new("classifier") { Description = "The .kronclip file to go on from, made with a method that learns a prompt. It is only read." };
    readonly Argument<string> images = new("images") { Description = "New pictures in class folders (or a manifest, or a set of the workshop): new classes, more pictures of old ones, or both." };
    readonly Option<string?> replay = new("--replay") { Description = $"Earlier training pictures to train on again: all that are found, none, or a number of each class (default {Defaults.Replay}).", HelpName = "all|none|n" };
    readonly Option<string?> earlier = CommonOptions.Path("--earlier", "path", "Where the earlier pictures are: the run folder of the classifier, or the pictures (default: its run, under runs/ here or beside the classifier).");
    readonly Option<bool> freeze = CommonOptions.Flag("--freeze", "Trains nothing: the learned prompt names the new classes, and the old ones keep their embeddings bit for bit.");
    readonly Option<bool> refresh = CommonOptions.Flag("--refresh-dictionary", "CK-CoOp: the words of the new classes become entries of the dictionary. This alone changes no result.");
    readonly Option<int?> shots = Numbers.Whole<int>("--shots", "n", "New training pictures per class (default: as the classifier was trained).");
    readonly Option<long?> seed = Numbers.Whole<long>("--seed", "n", "Seed of the draw and the batches (default: the classifier's).");
    readonly Option<string?> output = CommonOptions.Path("--out", "file", "The new classifier (default: the old one's name and the number of its stages, in the current folder).");
    readonly Option<string?> run = CommonOptions.Path("--run", "folder", "The run folder of the training (default: one under runs/).");
    readonly Option<string?> classes = CommonOptions.Path("--classes", "file", "classes.json: display name, prompt words and templates of each folder.");
    readonly RecipeOptions recipe = new();
    readonly Option<double?> checkpoint = Numbers.Real("--checkpoint-seconds", "x", $"Time between two checkpoints, 0 for one after every epoch (default {Defaults.CheckpointSeconds}).");
    readonly Option<string?> model = CommonOptions.Model(), cache = CommonOptions.Cache();
    readonly Option<bool> noCache = CommonOptions.NoCache(), json = CommonOptions.Json("the result as one JSON document");

    public ExtendVerb(Terminal terminal, CancellationToken cancel) : base("extend", "Adds classes or pictures to a classifier, going on from what it learned.",
    [
        "kronclip extend parts.kronclip more-parts",
        "kronclip extend parts.kronclip more-parts --freeze",
        "kronclip extend parts.kronclip more-parts --replay 4 --earlier photos --out parts.kronclip",
        "kronclip extend parts.kronclip more-parts --refresh-dictionary",
    ], terminal, cancel)
    {
        Arguments.Add(classifier);
        Arguments.Add(images);
        foreach (var option in (Option[])[replay, earlier, freeze, refresh, shots, seed, output, run, classes, .. recipe.All, checkpoint, model, cache, noCache, json])
            Options.Add(option);
    }

    protected override int Run(ParseResult arguments)
    {
        var request = Request(arguments);
        request.Validate();
        var result = ExtendJob.Run(request, new TerminalObserver(Terminal), Cancel);
        if (arguments.GetValue(json))
            Terminal.Output.Write(result.ToJson());
        else
            ExtendReport.Write(Terminal, result);
        return ExitCode.Ok;
    }

    ExtendRequest Request(ParseResult arguments) => new()
    {
        Classifier = arguments.GetRequiredValue(classifier),
        Images = arguments.GetRequiredValue(images),
        Model = arguments.GetValue(model),
        Earlier = arguments.GetValue(earlier),
        Replay = arguments.GetValue(replay) is { } text ? ReplayChoice.Parse(text) : Defaults.Replay,
        Freeze = arguments.GetValue(freeze),
        RefreshDictionary = arguments.GetValue(refresh),
        Shots = arguments.GetValue(shots),
        Seed = arguments.GetValue(seed),
        Recipe = recipe.Read(arguments),
        ClassFile = arguments.GetValue(classes),
        Output = arguments.GetValue(output),
        Run = arguments.GetValue(run),
        Cache = CommonOptions.CacheFolder(arguments.GetValue(cache), arguments.GetValue(noCache)),
        CheckpointSeconds = arguments.GetValue(checkpoint) ?? Defaults.CheckpointSeconds,
    };
}
