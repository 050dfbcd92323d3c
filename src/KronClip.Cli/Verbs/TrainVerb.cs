using System.CommandLine;
using KronClip.Cli.Options;
using KronClip.Cli.Output;
using KronClip.Evaluation;
using KronClip.Images;
using KronClip.Jobs;

namespace KronClip.Cli.Verbs;

/// <summary>kronclip train: pictures in folders become a classifier.</summary>
sealed class TrainVerb : Verb
{
    static readonly TrainRequest Defaults = new() { Images = "", Model = "" };

    readonly Argument<string?> images = new("images") { Arity = ArgumentArity.ZeroOrOne, Description = "A folder of class folders, such a folder under train/val/test, a CSV/JSONL manifest, or a set that comes with KronClip: workshop:parts, workshop:defects." };
    readonly Option<string?> model = new("--model") { Description = "The base model: a folder (Hugging Face or OpenCLIP format), a name from 'kronclip model list', or owner/name on the Hub, which is downloaded.", HelpName = "model", Required = true };
    readonly Option<string?> method = new("--method") { Description = $"What is learned; see 'kronclip methods'; auto tries several and takes one (default {Defaults.Method}).", HelpName = "name" };
    readonly Option<int?> shots = Numbers.Whole<int>("--shots", "n", $"Training pictures per class (default {Defaults.Shots}).");
    readonly Option<long?> seed = Numbers.Whole<long>("--seed", "n", $"Seed of the draw, the start and the batches (default {Defaults.Seed}).");
    readonly Option<string?> output = CommonOptions.Path("--out", "file", "The classifier (default: named after the pictures, in the current folder).");
    readonly Option<string?> run = CommonOptions.Path("--run", "folder", "The run folder: options, log, checkpoints, metrics (default: one under runs/).");
    readonly Option<string?> classes = CommonOptions.Path("--classes", "file", "classes.json: display name, prompt words and templates of each folder.");
    readonly Option<string?> leaveOut = CommonOptions.Path("--leave-out", "file", "A list of pictures that nothing is learned from, such as the suspects that 'kronclip labels' finds; the test keeps them.");
    readonly Option<string[]> names = NameList.Of("--names", "a,b", "The classes, where there are no labelled pictures: with --unlabelled, without <images>.");
    readonly UnlabelledPictureOptions unlabelled = new();
    readonly RecipeOptions recipe = new();
    readonly Option<Orientation?> orientation = Choices.Of<Orientation>("--orientation", "apply or ignore what EXIF says of a picture's orientation (default apply; ignore in the published recipe).");
    readonly Option<string[]> settings = MethodSettings.Option();
    readonly FigureOptions figures = new();
    readonly Option<double?> checkpoint = Numbers.Real("--checkpoint-seconds", "x", $"Time between two checkpoints, 0 for one after every epoch (default {Defaults.CheckpointSeconds}).");
    readonly Option<string?> title = PageOptions.Title();
    readonly Option<ReportLanguage?> language = PageOptions.Language("en");
    readonly Option<bool> noPictures = PageOptions.NoPictures();
    readonly Option<string?> cache = CommonOptions.Cache();
    readonly Option<bool> noCache = CommonOptions.NoCache(), json = CommonOptions.Json("the run's metrics as one JSON document");

    public TrainVerb(Terminal terminal, CancellationToken cancel) : base("train", "Makes a classifier from pictures in class folders.",
    [
        "kronclip train photos --model openai/clip-vit-base-patch16 --out parts.kronclip",
        "kronclip train photos --model clip-vit-b16 --classes classes.json --shots 8",
        "kronclip train photos --model clip-vit-b16 --method coop --set contextWords=4",
        "kronclip train photos --model clip-vit-b16 --method auto",
        "kronclip train photos --model clip-vit-b16 --learning-curve --accept \"accuracy>=0.9,lowest-recall>=0.7\"",
        "kronclip train photos --model clip-vit-b16 --shots 2 --unlabelled more-photos",
        "kronclip train --names bolt,'hex nut',washer --unlabelled more-photos --model clip-vit-b16",
    ], terminal, cancel)
    {
        Arguments.Add(images);
        foreach (var option in (Option[])[model, method, shots, seed, output, run, classes, leaveOut, names, .. unlabelled.All, .. recipe.All, orientation, settings, .. figures.All, title, language, noPictures, checkpoint, cache, noCache, json])
            Options.Add(option);
        Validators.Add(result =>
        {
            if (result.GetResult(images) is not { Tokens.Count: > 0 } && result.GetResult(unlabelled.Pictures) is not { Tokens.Count: > 0 })
                result.AddError($"<{images.Name}> is missing: {images.Description}");
        });
    }

    protected override int Run(ParseResult arguments)
    {
        var request = Request(arguments);
        if (request.NamesAlone && arguments.GetValue(shots) is not null)
            throw new OptionsException("--shots says how many labelled pictures are drawn, and there are none. Leave it away, or give labelled pictures.");
        request.Resolve();
        var metrics = TrainJob.Run(request, new TerminalObserver(Terminal), Cancel);
        if (arguments.GetValue(json))
            Terminal.Output.Write(metrics.ToJson());
        else
            TrainReport.Write(Terminal, metrics, request);
        return RunReportLines.Accepted(metrics.Report) ? ExitCode.Ok : ExitCode.Failed;
    }

    TrainRequest Request(ParseResult arguments) => figures.Read(arguments, new()
    {
        Images = arguments.GetValue(images) ?? "",
        Names = NameList.Read(arguments.GetValue(names), names.Name),
        Unlabelled = unlabelled.Read(arguments),
        Model = arguments.GetRequiredValue(model)!,
        Method = arguments.GetValue(method) ?? Defaults.Method,
        MethodOptions = MethodSettings.Read(arguments.GetValue(settings) ?? []),
        Shots = arguments.GetValue(shots) ?? Defaults.Shots,
        Seed = arguments.GetValue(seed) ?? Defaults.Seed,
        Recipe = recipe.Read(arguments),
        ClassFile = arguments.GetValue(classes),
        LeaveOut = arguments.GetValue(leaveOut),
        Orientation = arguments.GetValue(orientation) ?? Defaults.Orientation,
        Output = arguments.GetValue(output),
        Run = arguments.GetValue(run),
        Cache = CommonOptions.CacheFolder(arguments.GetValue(cache), arguments.GetValue(noCache)),
        Title = arguments.GetValue(title),
        Language = arguments.GetValue(language) ?? Defaults.Language,
        ReportPictures = !arguments.GetValue(noPictures),
        CheckpointSeconds = arguments.GetValue(checkpoint) ?? Defaults.CheckpointSeconds,
    });
}
