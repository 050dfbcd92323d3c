using System.CommandLine;
using KronClip.Cli.Options;
using KronClip.Jobs;

namespace KronClip.Cli.Verbs;

/// <summary>What every study can be told.</summary>
/// <param name="Pictures">What is said of the pictures.</param>
/// <param name="Folder">Where results go by default.</param>
sealed class StudyOptions(string Pictures, string Folder)
{
    static readonly StudyRequest Defaults = new() { Images = "", Model = "" };

    readonly Argument<string> images = new("images") { Description = Pictures };
    readonly Option<string?> model = new("--model") { Description = "The base model, as for 'train'.", HelpName = "model", Required = true };
    readonly Option<string?> output = CommonOptions.Path("--out", "folder", $"Folder of page, figures and cells; one that was begun goes on (default {Folder}).");
    readonly Option<IReadOnlyList<long>?> seeds = SeedList.Of("--seeds", "Seeds, as a range or a list (default 1-3).");
    readonly Option<int?> shots = Numbers.Whole<int>("--shots", "n", $"Training pictures per class (default {Defaults.Shots}).");
    readonly Option<int?> epochs = Numbers.Whole<int>("--epochs", "n", $"Passes over the training pictures (default {RecipeChoice.FewSteps}).");
    readonly Option<string?> cache = CommonOptions.Cache();
    readonly Option<bool> noCache = CommonOptions.NoCache(), json = CommonOptions.Json("all figures as one JSON document");

    /// <summary>Adds these to a verb, its own ones between them.</summary>
    public void AddTo(Command verb, params Option[] own)
    {
        verb.Arguments.Add(images);
        foreach (var option in (Option[])[model, output, seeds, shots, epochs, .. own, cache, noCache, json])
            verb.Options.Add(option);
    }

    public string Images(ParseResult arguments) => arguments.GetRequiredValue(images);

    public string Model(ParseResult arguments) => arguments.GetRequiredValue(model)!;

    public string Output(ParseResult arguments) => arguments.GetValue(output) ?? Folder;

    public IReadOnlyList<long> Seeds(ParseResult arguments) => arguments.GetValue(seeds) ?? Defaults.Seeds;

    public int Shots(ParseResult arguments) => arguments.GetValue(shots) ?? Defaults.Shots;

    public RecipeChoice Recipe(ParseResult arguments) => new() { Epochs = arguments.GetValue(epochs) };

    public string? Cache(ParseResult arguments) => CommonOptions.CacheFolder(arguments.GetValue(cache), arguments.GetValue(noCache));

    public bool Json(ParseResult arguments) => arguments.GetValue(json);
}
