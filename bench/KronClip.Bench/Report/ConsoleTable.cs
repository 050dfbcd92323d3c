using KronClip.Bench.Rows;

namespace KronClip.Bench.Report;

/// <summary>Tables for a terminal.</summary>
static class ConsoleTable
{
    public static void Write(BenchTable table)
    {
        Console.WriteLine();
        Console.WriteLine(table.Title);
        string[][] lines = [[.. table.Columns], .. table.Lines];
        var widths = Enumerable.Range(0, table.Columns.Count).Select(c => lines.Max(l => l[c].Length)).ToArray();
        foreach (var line in lines)
            Console.WriteLine(string.Join("  ", line.Select((cell, c) => cell.PadLeft(widths[c]))));
    }
}
