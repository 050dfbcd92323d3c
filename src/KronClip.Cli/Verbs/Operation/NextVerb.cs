using System.CommandLine;
using System.Globalization;
using KronClip.Cli.Options;
using KronClip.Cli.Output;
using KronClip.Jobs;

namespace KronClip.Cli.Verbs;

/// <summary>kronclip next: which pictures are worth a label.</summary>
sealed class NextVerb : Verb
{
    const int UsualCount = 12;

    readonly Argument<string> classifier = new("classifier") { Description = "The .kronclip file." };
    readonly Argument<string> images = new("images") { Description = "Pictures without labels: a folder, or the folder of a log whose pictures were kept (kronclip serve --log --keep-pictures)." };
    readonly Option<int?> count = Numbers.Whole<int>("--count", "n", $"How many to name (default {UsualCount}).");
    readonly Option<string?> model = CommonOptions.Model(), cache = CommonOptions.Cache();
    readonly Option<bool> noCache = CommonOptions.NoCache(), json = CommonOptions.Json("the list as one JSON document");

    public NextVerb(Terminal terminal, CancellationToken cancel) : base("next", "Names the pictures most worth a label: those the classifier is unsure of, each unlike the ones before it.",
        ["kronclip next parts.kronclip log", "kronclip next parts.kronclip new-photos --count 40"], terminal, cancel)
    {
        Arguments.Add(classifier);
        Arguments.Add(images);
        foreach (var option in new Option[] { count, model, cache, noCache, json })
            Options.Add(option);
    }

    protected override int Run(ParseResult arguments)
    {
        var result = QueueResult.Run(arguments.GetRequiredValue(classifier), arguments.GetRequiredValue(images), arguments.GetValue(count) ?? UsualCount, arguments.GetValue(model),
            CommonOptions.CacheFolder(arguments.GetValue(cache), arguments.GetValue(noCache)), new TerminalObserver(Terminal), Cancel);
        if (arguments.GetValue(json))
            Terminal.Output.Write(result.ToJson());
        else
            foreach (var picture in result.Pictures)
                Terminal.Print(string.Create(CultureInfo.InvariantCulture, $"{picture.Score:0.000}  {Visible.Text(picture.Path)}  {Visible.Text(picture.Reason)}"));
        return ExitCode.Ok;
    }
}
