using System.Globalization;
using KronClip.Evaluation;
using KronClip.Jobs;
using Spectre.Console;

namespace KronClip.Cli.Output;

/// <summary>What a person sees of a search for wrong labels: what it says, which class is labelled as which, the surest suspects, and where the rest is.</summary>
static class LabelSummary
{
    const int MostSuspects = 20, MostPairs = 10, WidestPath = 40;

    public static void Write(Terminal terminal, LabelsResult result)
    {
        var report = result.Report;
        terminal.Print();
        terminal.Print(string.Create(CultureInfo.InvariantCulture,
            $"{Visible.Text(report.Pictures)}, {report.Checked} pictures of {report.Classes.Count} classes, judged in {report.Folds} parts by {report.Method.Title} on {Visible.Text(report.Origin.Model)}"));
        foreach (var sentence in report.Verdict)
            terminal.Print(Visible.Text(sentence));
        if (report.Suspects.Count > 0)
        {
            terminal.Print();
            terminal.Print(Suspects(report));
            if (report.Suspects.Count > MostSuspects)
                terminal.Print($"… and {report.Suspects.Count - MostSuspects} more in the list.");
            terminal.Print();
            foreach (var pair in report.Pairs.Take(MostPairs))
                terminal.Print(string.Create(CultureInfo.InvariantCulture, $"{Visible.Text(report.NameOf(pair.Likely))} labelled as {Visible.Text(report.NameOf(pair.Label))}: {pair.Count}"));
            if (report.Pairs.Count > MostPairs)
                terminal.Print($"… and {report.Pairs.Count - MostPairs} more pairs.");
        }
        foreach (var contradiction in report.Contradictions)
            terminal.Print($"the same picture: {Visible.Text(string.Join(" = ", contradiction.Paths))}");
        terminal.Print();
        terminal.Print(LabelVerdict.Rule);
        terminal.Print();
        FactLines.Write(terminal, [("page", result.Page), ("list", result.List), ("figures", result.Document)]);
        if (report.Suspects.Count > 0)
            terminal.Print($"Train without those that are wrong: take the lines of the right ones out of the list, then kronclip train … --leave-out {ShellWord.Quote(result.List)}");
    }

    static Table Suspects(LabelReport report)
    {
        var table = Tables.Plain("picture", "labelled", "looks like", "%");
        foreach (var suspect in report.Suspects.Take(MostSuspects))
            table.AddRow(Visible.Cell(Tail(suspect.Path)), Visible.Cell(report.NameOf(suspect.Label)), Visible.Cell(report.NameOf(suspect.Likely)), Percent.Of(suspect.Confidence));
        return table;
    }

    /// <summary>The end of a path, which tells files apart.</summary>
    static string Tail(string path) => Visible.Width(Visible.Text(path)) <= WidestPath ? path : "…" + path[Math.Max(0, path.Length - WidestPath + 1)..];
}
