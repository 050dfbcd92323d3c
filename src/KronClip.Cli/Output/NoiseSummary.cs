using System.Globalization;
using KronClip.Evaluation;
using KronClip.Jobs;
using Spectre.Console;

namespace KronClip.Cli.Output;

/// <summary>What a person sees of a study of noise: accuracy under each condition, what was found, and where the page is.</summary>
static class NoiseSummary
{
    const int WidestTitle = 32;

    public static void Write(Terminal terminal, NoiseResult result)
    {
        var report = result.Report;
        terminal.Print();
        terminal.Print(string.Create(CultureInfo.InvariantCulture,
            $"{Visible.Text(report.Set.Name)}, {report.Set.Classes.Count} classes, {report.Shots} shots, on {Visible.Text(report.Origin.Model)}, {(report.Seeds.Count == 1 ? "one seed" : $"{report.Seeds.Count} seeds")}"));
        if (report.Rows.Count > 0)
        {
            terminal.Print("Accuracy in % on untouched test pictures, * best");
            terminal.Print();
            terminal.Print(Methods(report));
        }
        if (report.Finders.Count > 0)
        {
            terminal.Print();
            terminal.Print("Planted labels found among all training pictures, in %");
            terminal.Print();
            terminal.Print(Finders(report));
        }
        terminal.Print();
        terminal.Print(NoisePage.Rule);
        terminal.Print();
        FactLines.Write(terminal, [("page", result.Page), ("figures", result.Document)]);
    }

    static string Title(NoiseReport report, string row) => Visible.Cell(Visible.Fit(Visible.Text(report.TitleOf(row)), WidestTitle));

    static Table Methods(NoiseReport report)
    {
        var table = Tables.Plain("method", [.. report.Conditions.Select(c => c.Title)]);
        double[] best = [.. report.Conditions.Select((_, column) => report.Rows.Max(r => r.Figures[column].Mean))];
        foreach (var row in report.Rows)
            table.AddRow([Title(report, row.Row), .. row.Figures.Select((figure, column) => Figure(figure, best[column]))]);
        return table;
    }

    static string Figure(ProtocolFigure figure, double best) =>
        (figure.PerSeed.Count == 1 ? Percent.Of(figure.Mean) : $"{Percent.Of(figure.Mean)}±{Percent.Of(figure.StandardDeviation)}") + (Percent.Of(figure.Mean) == Percent.Of(best) ? "*" : " ");

    static Table Finders(NoiseReport report)
    {
        var table = Tables.Plain("method", "planted", "suspects", "precision", "recall", "surest");
        foreach (var finder in report.Finders)
            table.AddRow(Title(report, finder.Row), string.Create(CultureInfo.InvariantCulture, $"{finder.Planted} ({finder.Wrong} %)"),
                finder.Suspects.ToString("0.0", CultureInfo.InvariantCulture), Percent.Of(finder.Precision), Percent.Of(finder.Recall), Percent.Of(finder.Surest));
        return table;
    }
}
