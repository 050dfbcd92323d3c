using System.CommandLine;
using System.Globalization;
using KronClip.Cli.Options;
using KronClip.Cli.Output;
using KronClip.Jobs;

namespace KronClip.Cli.Verbs;

/// <summary>kronclip search: pictures by words, and words for pictures.</summary>
sealed class SearchVerb : Verb
{
    const int UsualTop = 10;

    readonly Argument<string> images = new("images") { Description = "A picture, a folder of pictures, or a set of the workshop." };
    readonly Argument<string[]> texts = new("text") { Description = "Words to search for, as one would describe a picture; several are held against each other.", Arity = ArgumentArity.OneOrMore };
    readonly Option<string?> model = CommonOptions.Path("--model", "model", "The model, as for 'train'.");
    readonly Option<int?> top = Numbers.Whole<int>("--top", "n", $"Pictures named for each text (default {UsualTop}).");
    readonly Option<bool> byPicture = CommonOptions.Flag("--by-picture", "Lists the pictures, each with its nearest text.");
    readonly Option<string?> cache = CommonOptions.Cache();
    readonly Option<bool> noCache = CommonOptions.NoCache(), json = CommonOptions.Json("the result as one JSON document");

    public SearchVerb(Terminal terminal, CancellationToken cancel) : base("search", "Finds pictures by words, or the best words for pictures, with a frozen model.",
        ["kronclip search photos \"a rusty bolt\" --model openai/clip-vit-base-patch16", "kronclip search photos scratch dent \"a clean surface\" --model clip-vit-b16 --by-picture"], terminal, cancel)
    {
        model.Required = true;
        Arguments.Add(images);
        Arguments.Add(texts);
        foreach (var option in new Option[] { model, top, byPicture, cache, noCache, json })
            Options.Add(option);
    }

    protected override int Run(ParseResult arguments)
    {
        var result = SearchJob.Run([arguments.GetRequiredValue(images)], arguments.GetRequiredValue(texts), arguments.GetRequiredValue(model)!, arguments.GetValue(top) ?? UsualTop,
            CommonOptions.CacheFolder(arguments.GetValue(cache), arguments.GetValue(noCache)), new TerminalObserver(Terminal), Cancel);
        foreach (var reason in result.Unreadable)
            Terminal.Warn($"Set aside: {reason}");
        if (arguments.GetValue(json))
            Terminal.Output.Write(result.ToJson());
        else if (arguments.GetValue(byPicture))
            result.ByPicture.ToList().ForEach(picture => Terminal.Print($"{Number(picture.Texts[0].Cosine)}  {Visible.Text(picture.Path)}  {Visible.Text(picture.Texts[0].Text)}"));
        else
            WriteByText(result);
        return ExitCode.Ok;
    }

    void WriteByText(SearchResult result)
    {
        foreach (var text in result.Texts)
        {
            if (result.Texts.Count > 1)
                Terminal.Print(Visible.Text(text.Text));
            foreach (var picture in text.Pictures)
                Terminal.Print($"{Number(picture.Cosine)}  {Visible.Text(picture.Path)}");
        }
    }

    static string Number(double cosine) => cosine.ToString("0.000", CultureInfo.InvariantCulture);
}
