using System.CommandLine;
using System.Globalization;
using KronClip.Cli.Options;
using KronClip.Cli.Output;
using KronClip.Jobs;

namespace KronClip.Cli.Verbs;

/// <summary>kronclip predict: what a classifier sees in pictures.</summary>
sealed class PredictVerb : Verb
{
    const int DefaultTop = 5;

    /// <summary>Lines that are aligned with one another; as many as come at once.</summary>
    const int Block = 64;

    readonly Argument<string> classifier = new("classifier") { Description = "The .kronclip file." };
    readonly Argument<string[]> images = new("images") { Description = "Pictures, or folders of pictures.", Arity = ArgumentArity.OneOrMore };
    readonly Option<int?> top = Numbers.Whole<int>("--top", "n", $"How many classes to name for each picture (default {DefaultTop}).");
    readonly Option<double?> unknown = Numbers.Optional("--unknown", "x", "Says \"unknown\" where the best confidence is below x, a number from 0 to 1; alone, below what the training suggests.");
    readonly Option<string?> model = CommonOptions.Model(), cache = CommonOptions.Cache();
    readonly Option<bool> noCache = CommonOptions.NoCache(), json = CommonOptions.Json("one line of JSON for each picture");

    public PredictVerb(Terminal terminal, CancellationToken cancel) : base("predict", "Says what pictures show.",
        ["kronclip predict parts.kronclip photo.jpg", "kronclip predict parts.kronclip inbox --top 1 --json", "kronclip predict parts.kronclip inbox --unknown", "kronclip predict parts.kronclip -- -odd-name.jpg"], terminal, cancel)
    {
        Arguments.Add(classifier);
        Arguments.Add(images);
        foreach (var option in new Option[] { top, unknown, model, cache, noCache, json })
            Options.Add(option);
    }

    protected override int Run(ParseResult arguments)
    {
        var count = arguments.GetValue(top) ?? DefaultTop;
        if (count < 1)
            throw new OptionsException($"--top is {count}; give 1 or more.");
        using var loaded = LoadedClassifier.Open(
            arguments.GetRequiredValue(classifier),
            arguments.GetValue(model),
            CommonOptions.CacheFolder(arguments.GetValue(cache), arguments.GetValue(noCache)),
            new TerminalObserver(Terminal),
            Cancel);
        var least = UnknownBelow(arguments, loaded);
        var failed = false;
        var lines = new PredictionLines(Terminal, [.. loaded.Classifier.Classes.Select(c => c.Name), .. least is null ? [] : new[] { PredictionLines.Unknown }]);
        foreach (var block in PredictJob.Run(loaded, arguments.GetRequiredValue(images), count, least, Observer, Cancel).Chunk(Block))
        {
            if (arguments.GetValue(json))
                block.ToList().ForEach(picture => Terminal.Print(picture.ToJson()));
            else
                lines.Write(block);
            Terminal.Output.Flush();
            foreach (var picture in block.Where(picture => picture.Error is not null))
            {
                Terminal.Error(picture.Error!);
                failed = true;
            }
        }
        return failed ? ExitCode.Failed : ExitCode.Ok;
    }

    /// <summary>The least confidence of an answer; null where nobody asked for one.</summary>
    double? UnknownBelow(ParseResult arguments, LoadedClassifier loaded)
    {
        if (arguments.GetResult(unknown) is not { Implicit: false })
            return null;
        var least = arguments.GetValue(unknown) ?? loaded.Classifier.Document.Calibration.UnknownBelow
            ?? throw new OptionsException($"'{loaded.Path}' suggests no confidence below which an answer is unknown: none was fitted. Give a number, as in --unknown 0.5.");
        return least is >= 0 and <= 1 ? least : throw new OptionsException(string.Create(CultureInfo.InvariantCulture, $"--unknown is {least}; give a number from 0 to 1."));
    }

    /// <summary>Answers on the screen are progress enough; a bar is drawn where they go elsewhere.</summary>
    IJobObserver Observer => Console.IsOutputRedirected ? new TerminalObserver(Terminal) : SilentObserver.Instance;
}
