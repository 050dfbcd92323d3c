using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using KronClip.Jobs;
using KronClip.Methods;
using Spectre.Console;

namespace KronClip.Cli.Output;

/// <summary>Methods as tables.</summary>
static class MethodReport
{
    static readonly JsonSerializerOptions OneLine = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static void WriteList(Terminal terminal, ModelWidths widths)
    {
        var table = Tables.Text("method", "learned numbers", "new classes", "what it does");
        foreach (var method in MethodCatalogue.All.Select(m => MethodSheet.Of(m, widths.Text, widths.Embedding)))
            table.AddRow($"{method.Name}\n{Visible.Cell(method.Title)}", Visible.Cell(Learned(method)), NewClasses(method), Visible.Cell(method.Summary));
        terminal.Print(table);
        terminal.Print();
        terminal.Print(string.Create(CultureInfo.InvariantCulture,
            $"Learned numbers at text width d = {widths.Text}, embedding width e = {widths.Embedding} and {MethodSheet.StatedClasses} classes, N = {MethodSheet.StatedClasses * MethodSheet.StatedShots} training pictures. More: kronclip methods show <name>"));
    }

    public static void Write(Terminal terminal, MethodSheet method)
    {
        terminal.Print($"{method.Title} ({method.Name})");
        FactLines.Write(terminal,
        [
            ("what", method.Summary),
            ("source", method.Source),
            ("needs", method.Needs),
            ("learned", Learned(method)),
            ("new classes", NewClasses(method)),
            .. method.Candidates.Count == 0 ? Array.Empty<(string, string)>() : [("candidates", string.Join(", ", method.Candidates))],
            ("learning rate", LearningRate(method)),
        ]);
        var options = Tables.Text("option (--set)", "default", "meaning");
        foreach (var (name, value) in method.Options)
            options.AddRow(Visible.Cell(name), Visible.Cell(value?.ToJsonString(OneLine) ?? "null"), Visible.Cell(method.Meanings.GetValueOrDefault(name, "")));
        terminal.Print();
        terminal.Print(options);
        if (method.Comparison.Count > 0)
            WriteComparison(terminal, method);
    }

    static void WriteComparison(Terminal terminal, MethodSheet method)
    {
        var table = Tables.Plain(string.Create(CultureInfo.InvariantCulture, $"learned numbers, d = {method.Width}"), "setting", "count");
        foreach (var row in method.Comparison)
            table.AddRow(Visible.Cell(row.Method), Visible.Cell(row.Setting), row.Count.ToString("#,0", CultureInfo.InvariantCulture));
        terminal.Print();
        terminal.Print(table);
        terminal.Print();
        terminal.Print(ParameterComparison.Rule);
    }

    /// <summary>A choice among methods serves them where the one that is taken does.</summary>
    static string NewClasses(MethodSheet method) => method.ServesNewClasses ? "yes" : method.Candidates.Count > 0 ? "as taken" : "no";

    static string Learned(MethodSheet method) => method.Parameters == 0
        ? "none"
        : method.Candidates.Count > 0 ? string.Create(CultureInfo.InvariantCulture, $"as taken, at most {method.Parameters:#,0}")
        : string.Create(CultureInfo.InvariantCulture, $"{method.Parameters:#,0} = {method.Formula}");

    static string LearningRate(MethodSheet method)
    {
        if (method.Candidates.Count > 0)
            return "each candidate's own";
        if (method.LearningRate is not { } rate)
            return method.Learns ? "none: it is fitted in one go; --optimiser, --epochs, --batch, --views and --learning-rate say nothing to it" : "nothing is trained";
        var optimiser = method.DescendsItsLoss == false || method.TextPassPerPicture == true ? "adamw, its default" : "with --optimiser adamw";
        return string.Create(CultureInfo.InvariantCulture, $"{rate:0.####} at logit scale 100, else times 100/scale ({optimiser})");
    }
}
