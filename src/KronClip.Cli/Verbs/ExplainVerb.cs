using System.CommandLine;
using KronClip.Cli.Options;
using KronClip.Cli.Output;
using KronClip.Deployment;
using KronClip.Jobs;

namespace KronClip.Cli.Verbs;

/// <summary>kronclip explain: what a classifier has learned, what separates two classes, and which patches of a picture speak for a label.</summary>
sealed class ExplainVerb : Verb
{
    readonly Argument<string> classifier = new("classifier") { Description = "The .kronclip file." };
    readonly Argument<string?> image = new("image") { Description = "A picture whose patches are explained; without it the classifier itself is.", Arity = ArgumentArity.ZeroOrOne };
    readonly Option<string[]> between = NameList.Of("--between", "a,b", "Two classes: which words and pictures lie on either side.");
    readonly Option<string?> images = CommonOptions.Path("--images", "folder", "Pictures to look for those at the boundary of the two, and those surest of each.");
    readonly Option<string?> words = CommonOptions.Path("--words", "file", "Words to describe the difference with, one a line (default: words for how things look).");
    readonly Option<int?> top = Numbers.Whole<int>("--top", "n", "Words and pictures named for each side (default 8).");
    readonly Option<string?> label = CommonOptions.Path("--label", "class", "The class that the patches speak for (default: the likeliest).");
    readonly Option<string?> output = new("--out", "-o") { Description = "Writes the picture and the map over it, a .png file.", HelpName = "map.png" };
    readonly Option<string?> check = CommonOptions.Path("--check", "images", "Checks the maps on pictures: hiding the highest patches must lower the label's probability more than hiding random ones.");
    readonly Option<int?> limit = Numbers.Whole<int>("--limit", "n", $"Most pictures of --check (default {ExplanationCheckRequest.UsualLimit}).");
    readonly Option<int?> draws = Numbers.Whole<int>("--draws", "n", "Random draws for each picture of --check (default 10).");
    readonly Option<long?> seed = Numbers.Whole<long>("--seed", "n", "Seed of the draws (default 1).");
    readonly Option<PatchMaskKind?> masks = Choices.Of<PatchMaskKind>("--masks", "The copies that a map is made of: windows of patches hidden (default), single patches hidden, or random halves.");
    readonly Option<PatchFilling?> filling = Choices.Of<PatchFilling>("--filling", "What hides a patch in them: mean, the mean colour of the picture (default), grey or blur.");
    readonly Option<string?> model = CommonOptions.Model(), cache = CommonOptions.Cache();
    readonly Option<bool> noCache = CommonOptions.NoCache(), json = CommonOptions.Json("the result as one JSON document");

    public ExplainVerb(Terminal terminal, CancellationToken cancel) : base("explain", "Says what a classifier has learned, what separates two classes, and which patches of a picture speak for a label.",
        ["kronclip explain parts.kronclip", "kronclip explain parts.kronclip --between \"hex_bolt,hex_nut\" --images photos", "kronclip explain parts.kronclip photo.jpg --label washer --out map.png", "kronclip explain parts.kronclip --check photos"],
        terminal, cancel)
    {
        Arguments.Add(classifier);
        Arguments.Add(image);
        foreach (var option in new Option[] { between, images, words, top, label, output, check, limit, draws, seed, masks, filling, model, cache, noCache, json })
            Options.Add(option);
    }

    protected override int Run(ParseResult arguments)
    {
        RequireOneQuestion(arguments);
        ClassifierQuestion question = new()
        {
            Between = NameList.Read(arguments.GetValue(between), "--between"),
            Images = arguments.GetValue(images),
            Words = arguments.GetValue(words),
            Top = arguments.GetValue(top) ?? 8,
        };
        var checking = arguments.GetValue(check) is not { } pictures ? null : new ExplanationCheckRequest
        {
            Images = pictures,
            Limit = arguments.GetValue(limit) ?? ExplanationCheckRequest.UsualLimit,
            Draws = arguments.GetValue(draws) ?? 10,
            Seed = arguments.GetValue(seed) ?? 1,
            Masks = arguments.GetValue(masks) ?? default,
            Filling = arguments.GetValue(filling) ?? default,
        };
        question.Validate();
        checking?.Validate();
        var observer = new TerminalObserver(Terminal);
        using var loaded = LoadedClassifier.Open(arguments.GetRequiredValue(classifier), arguments.GetValue(model),
            CommonOptions.CacheFolder(arguments.GetValue(cache), arguments.GetValue(noCache)), observer, Cancel);
        if (checking is not null)
            return Show(ExplanationCheckJob.Run(loaded, checking, observer, Cancel), arguments);
        if (arguments.GetValue(image) is { } picture)
        {
            var explained = PictureExplanationJob.Run(loaded, picture,
                new PatchQuestion { Label = arguments.GetValue(label), Masks = arguments.GetValue(masks) ?? default, Filling = arguments.GetValue(filling) ?? default }, arguments.GetValue(output), Cancel);
            Show(arguments, explained.ToJson, () => ExplainReport.Write(Terminal, explained));
            return ExitCode.Ok;
        }
        var said = ClassifierExplanationJob.Run(loaded, question, observer, Cancel);
        Show(arguments, said.ToJson, () => ExplainReport.Write(Terminal, said));
        return ExitCode.Ok;
    }

    /// <summary>A check that fails is a failed command, so that a script sees it.</summary>
    int Show(ExplanationCheck result, ParseResult arguments)
    {
        Show(arguments, result.ToJson, () => ExplainReport.Write(Terminal, result));
        if (result.Passed)
            return ExitCode.Ok;
        Terminal.Error("The maps do not show what the classifier goes by: hiding the highest patches lowers the label's probability no more than hiding random ones, within the interval, with one filling or more.");
        return ExitCode.Failed;
    }

    void Show(ParseResult arguments, Func<string> document, Action report)
    {
        if (arguments.GetValue(json))
            Terminal.Output.Write(document());
        else
            report();
    }

    /// <summary>Options of another question would be passed over in silence.</summary>
    void RequireOneQuestion(ParseResult arguments)
    {
        var (picture, checks) = (arguments.GetValue(image) is not null, arguments.GetValue(check) is not null);
        if (picture && checks)
            throw new OptionsException("An image is explained, or maps are checked on many with --check; give one of the two.");
        Refuse(!picture, "is for one image; name it after the classifier.", label, output);
        Refuse(!picture && !checks, "is for maps; name an image after the classifier, or pictures with --check.", masks, filling);
        Refuse(!checks, "is for --check; name pictures with it.", limit, draws, seed);
        Refuse(picture || checks, "is for the classifier itself; leave out the image and --check.", between, images, words, top);

        void Refuse(bool when, string why, params ReadOnlySpan<Option> options)
        {
            foreach (var option in options)
            {
                if (when && arguments.GetResult(option) is { Implicit: false })
                    throw new OptionsException($"{option.Name} {why}");
            }
        }
    }
}
