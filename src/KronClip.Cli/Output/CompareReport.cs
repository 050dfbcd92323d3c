using System.Globalization;
using KronClip.Evaluation;
using KronClip.Jobs;
using Spectre.Console;

namespace KronClip.Cli.Output;

/// <summary>What a person sees of a comparison: accuracy by shots, what each method costs, what it says, and where the page is.</summary>
static class CompareReport
{
    const int WidestTitle = 30, Padding = 3;

    public static void Write(Terminal terminal, ComparisonResult result)
    {
        var report = result.Report;
        terminal.Print();
        terminal.Print(string.Create(CultureInfo.InvariantCulture,
            $"{Visible.Text(report.Pictures.Name)}, {report.Pictures.Classes.Count} classes, on {Visible.Text(string.Join(", ", report.Origins.Select(o => o.Model)))}: accuracy in % by training pictures of each class"));
        terminal.Print(string.Create(CultureInfo.InvariantCulture,
            $"{report.Pictures.Test} test pictures, guessing {Percent.Of(report.Pictures.Chance)}, {(report.Table.Seeds.Count == 1 ? "one seed" : $"mean ± population standard deviation over {report.Table.Seeds.Count} seeds")}, * best"));
        terminal.Print();
        var titles = report.Rows.ToDictionary(row => row.Id, row => Visible.Cell(Visible.Fit(Visible.Text(row.Title), WidestTitle)), StringComparer.Ordinal);
        var widest = report.Table.Rows.SelectMany(row => row.Figures).Max(figure => Figure(figure, 0).Length);
        var room = Math.Max(1, (terminal.Width - report.Rows.Max(row => Math.Min(WidestTitle, Visible.Width(Visible.Text(row.Title)))) - Padding) / (widest + Padding));
        foreach (var columns in report.Table.Shots.Index().Chunk(room))             // as many as fit side by side
        {
            terminal.Print(Figures(report, titles, columns));
            terminal.Print();
        }
        terminal.Print(Costs(report, titles));
        terminal.Print();
        foreach (var sentence in report.Verdict)
            terminal.Print(Visible.Text(sentence));
        terminal.Print();
        FactLines.Write(terminal,
        [
            ("page", result.Page),
            ("figures", result.Document),
            ("cells", result.Cells),
            ("seconds", string.Create(CultureInfo.InvariantCulture, $"encode {report.Seconds.Encode:0.0}, compare {report.Seconds.Train:0.0}, total {report.Seconds.Total:0.0}")),
        ]);
    }

    static Table Figures(ComparisonReport report, Dictionary<string, string> titles, IReadOnlyList<(int Index, int Shots)> columns)
    {
        var table = Tables.Plain("method", [.. columns.Select(c => c.Shots.ToString(CultureInfo.InvariantCulture))]);
        foreach (var row in report.Rows)
            table.AddRow([titles[row.Id], .. columns.Select(c => Figure(report.Table.Of(row.Id)[c.Index], report.Table.Best(c.Index)))]);
        return table;
    }

    /// <summary>What reads the same as the best is marked too.</summary>
    static string Figure(ProtocolFigure? figure, double best)
    {
        if (figure is null)
            return Percent.None + " ";
        var mark = Percent.Of(figure.Mean) == Percent.Of(best) ? "*" : " ";
        return figure.PerSeed.Count == 1 ? Percent.Of(figure.Mean) + mark : $"{Percent.Of(figure.Mean)}±{Percent.Of(figure.StandardDeviation)}{mark}";
    }

    static Table Costs(ComparisonReport report, Dictionary<string, string> titles)
    {
        var table = Tables.Plain("method", "learned numbers", "seconds per fit");
        foreach (var row in report.Rows)
            table.AddRow(
                titles[row.Id],
                row.Method.Learns ? row.Method.Parameters.ToString("#,0", CultureInfo.InvariantCulture) : Percent.None,
                report.SecondsOf(row) is { } own ? own.ToString("0.0", CultureInfo.InvariantCulture) : Percent.None);
        return table;
    }
}
