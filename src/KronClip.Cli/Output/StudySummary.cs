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
            foreach (var line in axis.Finding.Split('\n'))
                terminal.Print(Visible.Text(line));
        }
        if (report.Classes.Count > 0)
            WriteClasses(terminal, report);
        terminal.Print();
        terminal.Print(report.Rule);
        terminal.Print();
        FactLines.Write(terminal, [("page", result.Page), ("figures", result.Document)]);
    }

    /// <summary>As much as 80 columns hold beside the settings' names; the page has the learned numbers and H too.</summary>
    static Table AxisTable(StudyReport report, StudyAxis axis)
    {
        var table = report.Chooses ? Tables.Plain("setting", "validation", "test", "base", "new") : Tables.Plain("setting", "test", "base", "new", "H");
        foreach (var (label, row) in axis.Values.Select(v => (v.IsDefault ? $"{v.Label} (default)" : v.Label, v.Row)).Concat(report.References.Select(r => (report.RowOf(r).Title, r))))
        {
            var figures = report.FiguresOf(row);
            table.AddRow([Visible.Cell(label), .. (report.Chooses ? new[] { figures.Validation, figures.Test, figures.Base, figures.New } : [figures.Test, figures.Base, figures.New, figures.Harmonic]).Select(Figure)]);
        }
        return table;
    }

    /// <summary>For each setting the class that gains most and the one that loses most; the page has all of them.</summary>
    static void WriteClasses(Terminal terminal, StudyReport report)
    {
        var table = Tables.Plain("setting", "gains most", "points", "loses most", "points", "clear");
        foreach (var (i, value) in report.Axes[0].Values.Index().Skip(1))
        {
            var (best, worst) = (report.Classes.MaxBy(c => c.Settings[i].Gain)!, report.Classes.MinBy(c => c.Settings[i].Gain)!);
            table.AddRow([Visible.Cell(value.Label), Visible.Cell(best.Name), Points(best.Settings[i].Gain), Visible.Cell(worst.Name), Points(worst.Settings[i].Gain),
                string.Create(CultureInfo.InvariantCulture, $"{report.Classes.Count(c => c.Settings[i].Clear)} of {report.Classes.Count}")]);
        }
        terminal.Print();
        terminal.Print("By class, on all classes; the page has every class");
        terminal.Print(table);
    }

    static string Points(double gain) => (100 * gain).ToString("+0.0;-0.0;0.0", CultureInfo.InvariantCulture);

    static string Figure(ProtocolFigure? figure) => figure is null ? Percent.None
        : figure.PerSeed.Count == 1 ? Percent.Of(figure.Mean)
        : $"{Percent.Of(figure.Mean)} ±{Percent.Of(figure.StandardDeviation)}";
}
