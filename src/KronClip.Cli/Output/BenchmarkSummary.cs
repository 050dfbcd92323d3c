using System.Globalization;
using KronClip.Evaluation;
using KronClip.Jobs;
using Spectre.Console;

namespace KronClip.Cli.Output;

/// <summary>What a person sees at the end of a benchmark: a table for each model, and where the results are.</summary>
static class BenchmarkSummary
{
    public static void Write(Terminal terminal, BenchmarkResult result)
    {
        foreach (var model in result.Cells.GroupBy(cell => cell.Model))
        {
            var columns = model.Select(cell => (cell.Set, cell.Part, Shots: cell.Protocol == ProtocolKind.FewShot ? cell.Shots : 0)).Where(c => model.First().Protocol != ProtocolKind.FewShot || c.Shots > 0).Distinct().ToArray();
            terminal.Print();
            terminal.Print($"{Visible.Text(model.Key)}: accuracy in %");
            var table = Tables.Plain("method", [.. columns.Select(c => c.Shots > 0 ? string.Create(CultureInfo.InvariantCulture, $"{Visible.Cell(c.Set)} {c.Shots}") : $"{Visible.Cell(c.Set)} {c.Part}")]);
            foreach (var row in result.Rows)
            {
                table.AddRow([Visible.Cell(row.Title), .. columns.Select(column => model
                    .Where(cell => cell.Row == row.Id && cell.Set == column.Set && cell.Part == column.Part && (column.Shots == 0 || cell.Shots == column.Shots || cell.Shots == 0))
                    .Select(cell => cell.Accuracy).ToArray() is { Length: > 0 } own ? Percent.Of(own.Average()) : Percent.None)]);
            }
            terminal.Print(table);
        }
        terminal.Print();
        FactLines.Write(terminal, [("cells", result.CellFolder)]);
    }
}
