using System.Globalization;
using KronClip.Evaluation;
using KronClip.Jobs;
using Spectre.Console;

namespace KronClip.Cli.Output;

/// <summary>What a person sees at the end of a benchmark: tables, what they say, and where the rest is.</summary>
static class BenchmarkSummary
{
    const int WidestTitle = 30, Padding = 3;

    public static void Write(Terminal terminal, BenchmarkResult result)
    {
        var report = result.Report;
        var request = report.Request;
        terminal.Print();
        terminal.Print(string.Create(CultureInfo.InvariantCulture,
            $"{BenchmarkRequest.NameOf(request.Protocol)} on {Visible.Text(string.Join(", ", report.Origins.Select(o => o.Model)))}: {(request.Seeds.Count == 1 ? "one seed" : $"mean ± population standard deviation over {request.Seeds.Count} seeds")}, * best"));
        foreach (var table in BenchmarkText.Of(report))
            Write(terminal, table);
        terminal.Print();
        foreach (var sentence in report.Verdict)
            terminal.Print(Visible.Text(sentence));
        WriteAcceptance(terminal, report);
        terminal.Print();
        FactLines.Write(terminal, [("page", result.Page), ("figures", result.Document), ("cells", result.CellFolder)]);
    }

    /// <summary>A table with as many columns as fit side by side, and the others below.</summary>
    static void Write(Terminal terminal, TextTable text)
    {
        string[] titles = [.. text.Rows.Select(row => Visible.Fit(Visible.Text(row[0].Text), WidestTitle))];
        string[][] figures = [.. text.Rows.Select(row => row.Skip(1).Select(cell => Visible.Text(cell.Text) + (cell.Best ? "*" : " ")).ToArray())];
        var heads = text.Heads.Skip(1).Select(Visible.Text).ToArray();
        var widest = heads.Index().Max(head => Math.Max(Visible.Width(head.Item), figures.Max(row => Visible.Width(row[head.Index]))));
        var room = Math.Max(1, (terminal.Width - titles.Max(Visible.Width) - Padding) / (widest + Padding));
        terminal.Print();
        terminal.Print(Visible.Text(text.Caption));
        foreach (var columns in Enumerable.Range(0, heads.Length).Chunk(room))
        {
            var table = Tables.Plain(text.Heads[0], [.. columns.Select(column => Visible.Cell(heads[column]))]);
            foreach (var (i, title) in titles.Index())
                table.AddRow([Visible.Cell(title), .. columns.Select(column => figures[i][column])]);
            terminal.Print(table);
        }
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
