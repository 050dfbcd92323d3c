using System.CommandLine;
using System.Globalization;
using KronClip.Cli.Options;
using KronClip.Cli.Output;
using KronClip.Jobs;
using Spectre.Console;

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
        var table = Tables.Text("name\nrepository", "MB", "ImageNet %", "licence", "files seen");
        foreach (var entry in list.Catalogue)
        {
            var accuracy = entry.ImageNet?.ToString("0.0", CultureInfo.InvariantCulture) ?? Percent.None;
            table.AddRow($"{Visible.Cell(entry.Name)}\n{Visible.Cell(entry.Repo)}", entry.Megabytes.ToString(CultureInfo.InvariantCulture), accuracy, Visible.Cell(entry.Licence), entry.FilesSeen ? "yes" : "no");
        }
        Terminal.Print(table);
        Terminal.Print();
        Terminal.Print(list.CatalogueNote);
        Terminal.Print("ImageNet: published zero-shot accuracy. Files seen: whether a public list of the repository showed its safetensors file. Any other CLIP repository works as owner/name.");
    }
}
