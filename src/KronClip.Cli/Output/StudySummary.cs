using System.Globalization;
using KronClip.Evaluation;
using KronClip.Jobs;
using Spectre.Console;

namespace KronClip.Cli.Output;

/// <summary>What a person sees at the end of a study: a table and a finding for each axis, and where the page is.</summary>
static class StudySummary
{
    public static void Write(Terminal terminal, StudyResult result)
    {
        var report = result.Report;
        terminal.Print();
        terminal.Print(string.Create(CultureInfo.InvariantCulture,
            $"{report.Method} on {Visible.Text(report.Set.Name)} with {Visible.Text(report.Origin.Model)}: {report.Set.Classes.Count} classes, {report.Shots} {(report.Shots == 1 ? "shot" : "shots")}, {(report.Seeds.Count == 1 ? "one seed" : $"{report.Seeds.Count} seeds")}; accuracy in %"));
        foreach (var axis in report.Axes)
        {
            terminal.Print();
            terminal.Print(axis.Title);
            terminal.Print(AxisTable(report, axis));
            terminal.Print();
            terminal.Print(Visible.Text(axis.Finding));
        }
        terminal.Print();
        terminal.Print(StudyPage.Rule);
        terminal.Print();
        FactLines.Write(terminal, [("page", result.Page), ("figures", result.Document)]);
    }

    /// <summary>As much as 80 columns hold beside the settings' names; the page has the learned numbers and H too.</summary>
    static Table AxisTable(StudyReport report, StudyAxis axis)
    {
        var table = Tables.Plain("setting", "validation", "test", "base", "new");
        foreach (var (label, row) in axis.Values.Select(v => (v.IsDefault ? $"{v.Label} (default)" : v.Label, v.Row)).Concat(report.References.Select(r => (report.RowOf(r).Title, r))))
        {
            var figures = report.FiguresOf(row);
            table.AddRow([Visible.Cell(label), .. new[] { figures.Validation, figures.Test, figures.Base, figures.New }.Select(Figure)]);
        }
        return table;
    }

    static string Figure(ProtocolFigure? figure) => figure is null ? Percent.None
        : figure.PerSeed.Count == 1 ? Percent.Of(figure.Mean)
        : $"{Percent.Of(figure.Mean)} ±{Percent.Of(figure.StandardDeviation)}";
}
