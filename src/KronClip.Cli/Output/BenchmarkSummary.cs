using System.Globalization;
using KronClip.Evaluation;
using KronClip.Jobs;
using Spectre.Console;

namespace KronClip.Cli.Output;

/// <summary>What a person sees at the end of a benchmark: a table, what it says, and where the rest is.</summary>
static class BenchmarkSummary
{
    const int WidestTitle = 30, Padding = 3;

    public static void Write(Terminal terminal, BenchmarkResult result)
    {
        var report = result.Report;
        var titles = report.Rows.ToDictionary(row => row, row => Visible.Fit(Visible.Text(report.TitleOf(row)), WidestTitle));
        var columns = Shown(report).Select(column => (Heading: Heading(report, column), Column: column)).ToArray();
        var widest = Math.Max(columns.Max(c => Visible.Width(c.Heading)), report.Rows.Max(row => columns.Max(c => Figure(report, row, c.Column).Length)));
        var room = Math.Max(1, (terminal.Width - titles.Values.Max(Visible.Width) - Padding) / (widest + Padding));

        terminal.Print();
        terminal.Print(string.Create(CultureInfo.InvariantCulture,
            $"{BenchmarkRequest.NameOf(report.Request.Protocol)}, {Visible.Text(string.Join(", ", report.Origins.Select(o => o.Model)))}: accuracy in %, {(report.Request.Seeds.Count == 1 ? "one seed" : $"mean ± population standard deviation over {report.Request.Seeds.Count} seeds")}, * best"));
        foreach (var chunk in columns.Chunk(room))             // as many as fit side by side
        {
            terminal.Print();
            var table = Tables.Plain("method", [.. chunk.Select(c => Visible.Cell(c.Heading))]);
            foreach (var row in report.Rows)
                table.AddRow([Visible.Cell(titles[row]), .. chunk.Select(c => Figure(report, row, c.Column))]);
            terminal.Print(table);
        }
        terminal.Print();
        foreach (var sentence in report.Verdict)
            terminal.Print(Visible.Text(sentence));
        WriteAcceptance(terminal, report);
        terminal.Print();
        FactLines.Write(terminal, [("figures", result.Document), ("cells", result.CellFolder)]);
    }

    /// <summary>Everything of one set; of several the averages, and for each set what sums it up.</summary>
    static IEnumerable<BenchmarkColumn> Shown(BenchmarkReport report)
    {
        var averages = report.Table.Columns.Where(c => c.IsAverage).ToArray();
        return averages.Length == 0 || report.Request.Protocol != ProtocolKind.BaseToNew
            ? [.. averages, .. report.Table.Columns.Except(averages)]
            : [.. averages, .. report.Table.Columns.Where(c => !c.IsAverage && c.Part == BenchmarkColumn.HarmonicMean)];
    }

    /// <summary>"caltech101 base", "average H", "photos 4".</summary>
    static string Heading(BenchmarkReport report, BenchmarkColumn column)
    {
        var set = column.Set is null ? "average" : Visible.Text(column.Set);
        return report.Request.Protocol switch
        {
            ProtocolKind.FewShot => string.Create(CultureInfo.InvariantCulture, $"{set} {column.Shots}"),
            ProtocolKind.BaseToNew => $"{set} {column.Part switch { BenchmarkColumn.HarmonicMean => "H", BenchmarkColumn.MeanOfHarmonicMeans => "mean of H", var part => part }}",
            _ => set,
        };
    }

    /// <summary>What reads the same as the best is marked too.</summary>
    static string Figure(BenchmarkReport report, BenchmarkRow row, BenchmarkColumn column)
    {
        if (report.Table.Of(row, column) is not { } figure)
            return Percent.None + " ";
        var mark = report.Table.Best(column) is { } best && Percent.Of(figure.Mean) == Percent.Of(best) ? "*" : " ";
        return figure.PerSeed.Count == 1 ? Percent.Of(figure.Mean) + mark : $"{Percent.Of(figure.Mean)}±{Percent.Of(figure.StandardDeviation)}{mark}";
    }

    static void WriteAcceptance(Terminal terminal, BenchmarkReport report)
    {
        if (report.Acceptance.Count > 0)
            terminal.Print();
        foreach (var row in report.Acceptance)
        {
            terminal.Print(Visible.Text(FormattableString.Invariant(
                $"{report.TitleOf(row.Row)}: {string.Join(", ", row.Criteria.Select(c => $"{c.Text} is {(c.Met ? "met" : "not met")} ({(c.Value is { } value ? Percent.Of(value) : "not measured")})"))}.")));
        }
        if (report.Accepted == true)
            terminal.Print("Accepted.");
    }
}
