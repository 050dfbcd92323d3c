using System.CommandLine;
using System.Globalization;
using KronClip.Cli.Options;
using KronClip.Cli.Output;
using KronClip.Data;

namespace KronClip.Cli.Verbs;

/// <summary>kronclip data list: the 15 data sets with their published counts.</summary>
sealed class DataListVerb : Verb
{
    readonly Option<bool> json = CommonOptions.Json("all that is known of the data sets as one JSON document");

    public DataListVerb(Terminal terminal, CancellationToken cancel) : base("list", "Lists the benchmark data sets with their published counts.",
        ["kronclip data list", "kronclip data list --json"], terminal, cancel) => Options.Add(json);

    protected override int Run(ParseResult arguments)
    {
        if (arguments.GetValue(json))
            Terminal.Output.Write(BenchmarkCatalogue.ToJson());
        else
            Show();
        return ExitCode.Ok;
    }

    void Show()
    {
        Row("name", "classes", "train", "val", "test", "folder");
        foreach (var d in BenchmarkCatalogue.All)
            Row(d.Id, Number(d.Counts.Classes), Number(d.Counts.Train), Number(d.Counts.Validation), Number(d.Counts.Test), d.Folder);
        Terminal.Print();
        Terminal.Print("ImageNet's validation pictures are its test pictures. The last four are test");
        Terminal.Print("pictures of ImageNet's classes. 'kronclip data list --json' has layouts, terms");
        Terminal.Print("and where they are to be had; nothing is downloaded by KronClip.");
    }

    void Row(string name, string classes, string train, string validation, string test, string folder) =>
        Terminal.Print($"{name,-15}  {classes,7}  {train,9}  {validation,6}  {test,6}  {folder}");

    static string Number(int? count) => count?.ToString("#,0", CultureInfo.InvariantCulture) ?? "-";
}
