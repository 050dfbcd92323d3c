using System.Globalization;
using KronClip.Evaluation;
using KronClip.Jobs;
using Spectre.Console;

namespace KronClip.Cli.Output;

/// <summary>What a person sees at the end of a study in stages: a table for each method, what came out, and where the page is.</summary>
static class StageSummary
{
    public static void Write(Terminal terminal, StageStudyResult result)
    {
        var report = result.Report;
        terminal.Print();
        terminal.Print(string.Create(CultureInfo.InvariantCulture,
            $"{Visible.Text(report.Set.Name)} with {Visible.Text(report.Origin.Model)}: {report.Set.Classes.Count} classes in {report.Stages} stages, {report.Shots} {(report.Shots == 1 ? "shot" : "shots")}, {(report.Seeds.Count == 1 ? "one seed" : $"{report.Seeds.Count} seeds")}; mean accuracy over the groups so far in %, forgetting in points"));
        foreach (var (method, rows) in report.ByMethod())
        {
            terminal.Print();
            terminal.Print(Visible.Text(method));
            var table = Tables.Plain("way", [.. Enumerable.Range(1, report.Stages).Select(k => string.Create(CultureInfo.InvariantCulture, $"stage {k}")), "forgetting"]);
            foreach (var row in rows)
            {
                var figures = report.FiguresOf(row.Id);
                table.AddRow([Visible.Cell(row.Recipe is null ? row.Method : row.Way), .. figures.Averages.Append(figures.Forgetting).Select(Figure)]);
            }
            terminal.Print(table);
        }
        terminal.Print();
        foreach (var finding in report.Findings)
            terminal.Print(Visible.Text(finding));
        terminal.Print();
        terminal.Print(StageFinding.Rule);
        terminal.Print();
        FactLines.Write(terminal, [("page", result.Page), ("figures", result.Document)]);
    }

    static string Figure(SeedSummary summary) => summary.Count == 1 ? Percent.Of(summary.Mean) : $"{Percent.Of(summary.Mean)} ±{Percent.Of(summary.StandardDeviation)}";
}
