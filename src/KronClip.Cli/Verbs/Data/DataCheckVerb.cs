using System.CommandLine;
using System.Globalization;
using KronClip.Cli.Options;
using KronClip.Cli.Output;
using KronClip.Data;

namespace KronClip.Cli.Verbs;

/// <summary>kronclip data check: whether a data set lies as it must, and is the one of the published figures.</summary>
sealed class DataCheckVerb : Verb
{
    readonly Argument<string> name = DataVerbs.Name();
    readonly Option<string?> root = DataVerbs.Root();
    readonly Option<bool> json = CommonOptions.Json("the report as one JSON document");

    public DataCheckVerb(Terminal terminal, CancellationToken cancel) : base("check", "Checks a benchmark data set against its layout and published counts.",
        ["kronclip data check caltech101 --root data", "kronclip data check dtd --root data/dtd --json"], terminal, cancel)
    {
        Arguments.Add(name);
        Options.Add(root);
        Options.Add(json);
    }

    protected override int Run(ParseResult arguments)
    {
        var definition = DataVerbs.Find(arguments, name);
        var check = BenchmarkCheck.Run(definition, arguments.GetValue(root)!);
        if (arguments.GetValue(json))
            Terminal.Output.Write(check.ToJson());
        else
            Show(definition, check);
        return check.Whole ? ExitCode.Ok : ExitCode.Failed;
    }

    void Show(BenchmarkDefinition definition, BenchmarkCheck check)
    {
        string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
        Terminal.Print($"{definition.Title}: {(check.Folder is { } folder ? Visible.Text(folder) : "not found")}");
        foreach (var entry in check.Tree)
            Terminal.Print($"  {(entry.Present ? "there  " : "missing")}  {definition.Folder}/{entry.Path}");
        if (check.Counts.Count > 0)
        {
            Terminal.Print();
            Terminal.Print($"{"",-36}  {"here",9}  {"published",9}");
            foreach (var count in check.Counts)
                Terminal.Print(Text($"{count.What,-36}  {count.Here,9:#,0}  {count.Published,9:#,0}{(count.Here == count.Published ? "" : "  differs")}"));
            if (check.Unlisted is { } unlisted)
                Terminal.Print(Text($"{"pictures that are not listed",-36}  {unlisted,9:#,0}"));
        }
        if (check.MissingCount > 0)
        {
            Terminal.Print();
            Terminal.Print(Text($"{check.MissingCount:#,0} missing:"));
            foreach (var path in check.Missing)
                Terminal.Print($"  {Visible.Text(path)}");
            if (check.MissingCount > check.Missing.Count)
                Terminal.Print(Text($"  and {check.MissingCount - check.Missing.Count:#,0} more"));
        }
        Terminal.Print();
        foreach (var line in check.Verdict.Split('\n'))
            Terminal.Print(Visible.Text(line));
        check.Notes.ToList().ForEach(Terminal.Note);
    }
}
