using System.CommandLine;
using System.Globalization;
using KronClip.Cli.Options;
using KronClip.Cli.Output;
using KronClip.Jobs;

namespace KronClip.Cli.Verbs;

/// <summary>kronclip retrain: a classifier is trained anew, compared with the one in use, and takes its place if it is not worse.</summary>
sealed class RetrainVerb : Verb
{
    readonly Argument<string> classifier = new("classifier") { Description = "The .kronclip file that is in use." };
    readonly Argument<string> images = new("images") { Description = "Pictures in class folders: those of before, with the corrections and new ones among them. Every class of the classifier must be there." };
    readonly Option<string?> heldOut = CommonOptions.Path("--held-out", "pictures", "Labelled pictures to compare the two on (default: a third of those that the old one was not trained on, or the test part where the pictures have one).");
    readonly Option<string?> output = CommonOptions.Path("--out", "file", "The new classifier (default: name.new.kronclip, beside the old one).");
    readonly Option<bool> replace = CommonOptions.Flag("--replace", "Lets the new one take the old one's place where it is not worse; the old one is kept beside it. Exit code 1 where it is refused.");
    readonly Option<bool> anyway = CommonOptions.Flag("--replace-anyway", "Lets it take the place whatever the comparison says.");
    readonly Option<int?> shots = Numbers.Whole<int>("--shots", "n", $"Training pictures per class (default: all, up to {RetrainRequest.MostShots} or as many as the old one had).");
    readonly Option<long?> seed = Numbers.Whole<long>("--seed", "n", "Seed (default: the classifier's).");
    readonly Option<string?> run = CommonOptions.Path("--run", "folder", "Folder for the run (default: one under runs/).");
    readonly Option<string?> model = CommonOptions.Model(), cache = CommonOptions.Cache();
    readonly Option<bool> noCache = CommonOptions.NoCache(), json = CommonOptions.Json("the result as one JSON document");

    public RetrainVerb(Terminal terminal, CancellationToken cancel) : base("retrain", "Trains a classifier anew with corrections, and compares before it takes the old one's place.",
        ["kronclip retrain parts.kronclip photos", "kronclip retrain parts.kronclip photos --replace"], terminal, cancel)
    {
        Arguments.Add(classifier);
        Arguments.Add(images);
        foreach (var option in new Option[] { heldOut, output, replace, anyway, shots, seed, run, model, cache, noCache, json })
            Options.Add(option);
    }

    protected override int Run(ParseResult arguments)
    {
        var result = RetrainJob.Run(new RetrainRequest
        {
            Classifier = arguments.GetRequiredValue(classifier),
            Images = arguments.GetRequiredValue(images),
            HeldOut = arguments.GetValue(heldOut),
            Output = arguments.GetValue(output),
            Replace = arguments.GetValue(replace),
            ReplaceAnyway = arguments.GetValue(anyway),
            Shots = arguments.GetValue(shots),
            Seed = arguments.GetValue(seed),
            Run = arguments.GetValue(run),
            Model = arguments.GetValue(model),
            Cache = CommonOptions.CacheFolder(arguments.GetValue(cache), arguments.GetValue(noCache)),
        }, new TerminalObserver(Terminal), cancel: Cancel);
        if (arguments.GetValue(json))
            Terminal.Output.Write(result.ToJson());
        else
            Show(result);
        return result.Refused ? ExitCode.Failed : ExitCode.Ok;
    }

    void Show(RetrainResult result)
    {
        Terminal.Print(Visible.Text(result.Comparison.Sentence));
        foreach (var c in result.Comparison.Classes)
            Terminal.Print(string.Create(CultureInfo.InvariantCulture, $"  {Visible.Text(c.Name)}: {c.OldRight} of {c.Pictures}, now {c.NewRight}"));
        Terminal.Print($"New: {Visible.Text(result.New)}");
        if (result.Replaced)
            Terminal.Print($"'{Visible.Text(result.Classifier)}' is the new classifier now; the old one is kept as '{Visible.Text(result.Kept!)}'.");
        else if (result.Refused)
            Terminal.Print($"'{Visible.Text(result.Classifier)}' stays as it was. --replace-anyway puts the new one in its place all the same.");
        else
            Terminal.Print($"'{Visible.Text(result.Classifier)}' is untouched; --replace lets the new one take its place.");
    }
}
