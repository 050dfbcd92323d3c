using System.Globalization;
using System.Text;
using KronClip.Bench.Rows;

namespace KronClip.Bench.Report;

/// <summary>docs/performance.md and its plots, from the tables of one run.</summary>
static class MarkdownReport
{
    const string Remarks = "remarks.md";

    /// <summary>Writes the report into a docs folder.</summary>
    public static void Write(string docs, DateOnly date, IReadOnlyList<string> machine, IReadOnlyList<BenchTable> tables)
    {
        var plots = Path.Combine(docs, "performance");
        Directory.CreateDirectory(plots);
        var text = new StringBuilder();
        text.Append("# Performance\n\n");
        text.Append("Written by the bench in one run, and by nobody else: `dotnet run -c Release --project bench/KronClip.Bench -- --write docs` ([how it measures](../bench/README.md)). ");
        text.Append("Everything that is compared was timed in turns within this run; ratios are medians over rounds. Absolute times hold for this machine on this day.\n\n");
        text.Append(FormattableString.Invariant($"Date: {date:yyyy-MM-dd}\n\n"));
        foreach (var line in machine)
            text.Append(CultureInfo.InvariantCulture, $"* {line}\n");
        foreach (var table in tables)
        {
            text.Append(CultureInfo.InvariantCulture, $"\n## {table.Title}\n\n");
            text.Append(CultureInfo.InvariantCulture, $"| {string.Join(" | ", table.Columns)} |\n|{string.Concat(table.Columns.Select(_ => "---|"))}\n");
            foreach (var line in table.Lines)
                text.Append(CultureInfo.InvariantCulture, $"| {string.Join(" | ", line)} |\n");
            foreach (var note in table.Notes)
                text.Append(CultureInfo.InvariantCulture, $"\n{note}\n");
            foreach (var plot in table.Plots)
            {
                File.WriteAllText(Path.Combine(plots, plot.File + ".svg"), SvgPlot.Draw(plot));
                text.Append(CultureInfo.InvariantCulture, $"\n![{plot.Title}](performance/{plot.File}.svg)\n");
            }
        }
        var remarks = Path.Combine(plots, Remarks);
        if (File.Exists(remarks))
            text.Append('\n').Append(File.ReadAllText(remarks));
        File.WriteAllText(Path.Combine(docs, "performance.md"), text.ToString());
    }
}
