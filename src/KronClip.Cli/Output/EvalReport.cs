using System.Globalization;
using KronClip.Jobs;
using KronClip.Methods;
using Spectre.Console;

namespace KronClip.Cli.Output;

/// <summary>What a person sees of a measurement: the figures, each class, and which classes are taken for which.</summary>
static class EvalReport
{
    /// <summary>Most classes of a confusion matrix that is still read by eye.</summary>
    const int MostClasses = 20;

    public static void Write(Terminal terminal, EvalResult result)
    {
        terminal.Print();
        terminal.Print(string.Create(CultureInfo.InvariantCulture,
            $"{Title(result.Method)} on {Visible.Text(result.Model)}: {result.Figures.Pictures} pictures ({(result.Part == "all" ? "all of the folder" : $"the {result.Part} part")})"));
        FactLines.Write(terminal,
        [
            ("accuracy", $"{Percent.Of(result.Figures.Accuracy)} %"),
            ("macro-F1", $"{Percent.Of(result.Figures.MacroF1)} %"),
            .. result.Unseen is { } unseen ? [("not trained on", $"accuracy {Percent.Of(unseen.Accuracy)} %, macro-F1 {Percent.Of(unseen.MacroF1)} %, {unseen.Pictures} pictures")] : Array.Empty<(string, string)>(),
        ]);
        terminal.Print();
        terminal.Print(Classes(result));
        terminal.Print();
        if (result.Classes.Count <= MostClasses)
            WriteConfusion(terminal, result);
        foreach (var note in result.Notes)
            terminal.Note(note);
    }

    static string Title(string method) => MethodCatalogue.All.FirstOrDefault(m => m.Name == method)?.Title ?? method;

    static Table Classes(EvalResult result)
    {
        var table = Tables.Plain("class", "no.", "pictures", "recall %", "precision %", "F1 %");
        foreach (var (number, of) in result.Classes.Index())
            table.AddRow(Visible.Cell(of.Name), Number(number + 1), Number(of.Pictures), Percent.Of(of.Recall), Percent.Of(of.Precision), Percent.Of(of.F1));
        return table;
    }

    static void WriteConfusion(Terminal terminal, EvalResult result)
    {
        var count = result.Classes.Count;
        var cell = Math.Max(Number(count).Length, result.Confusion.SelectMany(row => row).Max(n => Number(n).Length)) + 1;
        var name = Math.Min(24, result.Classes.Max(c => Visible.Width(Visible.Text(c.Name))));
        var room = terminal.Width - name - Number(count).Length - 4;
        if (count * cell > room)
        {
            terminal.Print("The confusion matrix is too wide for this terminal; --json has it.");
            return;
        }
        terminal.Print("Confusion: a row for each true class, a column for each answer (· is none)");
        string Line(string label, IEnumerable<string> cells) => $"  {label}  {string.Concat(cells.Select(c => c.PadLeft(cell)))}";
        string Label(int number, string text) => $"{Number(number).PadLeft(Number(count).Length)} {Visible.Pad(Visible.Fit(text, name), name)}";
        terminal.Print(Line(new string(' ', name + Number(count).Length + 1), Enumerable.Range(1, count).Select(Number)));
        foreach (var (i, row) in result.Confusion.Index())
            terminal.Print(Line(Label(i + 1, Visible.Text(result.Classes[i].Name)), row.Select(n => n == 0 ? "·" : Number(n))));
    }

    static string Number(int number) => number.ToString(CultureInfo.InvariantCulture);
}
