using System.CommandLine;
using System.Globalization;
using KronClip.Cli.Options;
using KronClip.Cli.Output;
using KronClip.Jobs;

namespace KronClip.Cli.Verbs;

/// <summary>kronclip model list: what may be written where a model is asked for.</summary>
sealed class ModelListVerb : Verb
{
    readonly Option<bool> json = CommonOptions.Json("the lists as one JSON document");

    public ModelListVerb(Terminal terminal, CancellationToken cancel) : base("list", "Lists the models in the box, in the cache, and well-known ones of the Hub.",
        ["kronclip model list", "kronclip model list --json"], terminal, cancel) => Options.Add(json);

    protected override int Run(ParseResult arguments)
    {
        var list = ModelListJob.Run();
        if (arguments.GetValue(json))
            Terminal.Output.Write(list.ToJson());
        else
            Show(list);
        return ExitCode.Ok;
    }

    void Show(ModelList list)
    {
        Terminal.Print("In the box");
        Terminal.Print(list.Boxed.Count == 0 ? "  none" : "  " + string.Join(", ", list.Boxed.Select(Visible.Text)));
        Terminal.Print();
        Terminal.Print($"In the cache {Visible.Text(list.CacheFolder)}{(list.Offline ? " (offline: nothing is downloaded)" : "")}");
        foreach (var model in list.Cached)
            Terminal.Print($"  {model.Repo}  {Bytes.Text(model.Bytes)}{(model.Whole ? "" : $"  not whole; kronclip model pull {model.Repo}")}");
        if (list.Cached.Count == 0)
            Terminal.Print("  none");
        if (list.OtherRepositories > 0)
            Terminal.Print(string.Create(CultureInfo.InvariantCulture, $"  and {list.OtherRepositories} of other kinds"));
        Terminal.Print();
        Terminal.Print("On the Hub (kronclip model pull <name or repository>)");
        var columns = list.Catalogue.Max(entry => entry.Name.Length);
        foreach (var entry in list.Catalogue)
        {
            Terminal.Print(string.Create(CultureInfo.InvariantCulture,
                $"  {entry.Name.PadRight(columns)}  {entry.Megabytes,4} MB  ImageNet {entry.ImageNet?.ToString("0.0", CultureInfo.InvariantCulture) ?? Percent.None,4}  {entry.TrainedOn}"));
            Terminal.Print($"  {"".PadRight(columns)}  {entry.Repo}");
            Terminal.Print($"  {"".PadRight(columns)}  {entry.Licence}{(entry.Tried ? "" : entry.FilesSeen ? "; not tried" : "; not tried, files not seen")}");
        }
        Terminal.Print();
        foreach (var line in Footer.Prepend(list.CatalogueNote).SelectMany(text => Lines(text, Terminal.Width)))
            Terminal.Print(line);
    }

    static readonly string[] Footer =
    [
        "ImageNet: published zero-shot accuracy in %. Files not seen: no public list of the repository was at hand that shows its safetensors file.",
        "Any other CLIP repository works as owner/name. kronclip model list --json has all that is known.",
    ];

    /// <summary>A text in lines of so many columns.</summary>
    static IEnumerable<string> Lines(string text, int width)
    {
        var line = "";
        foreach (var word in text.Split(' '))
        {
            if (line.Length > 0 && line.Length + 1 + word.Length > width)
            {
                yield return line;
                line = "";
            }
            line = line.Length == 0 ? word : $"{line} {word}";
        }
        yield return line;
    }
}
