using System.Globalization;
using KronClip.Bench.Kernels;
using KronClip.Bench.Measuring;
using KronClip.Bench.Peers;
using KronClip.Bench.Report;
using KronClip.Bench.Rows;

namespace KronClip.Bench;

static class Program
{
    const string Help = """
        Measures KronClip's engine beside its peers, in turns, in one run.

          KronClip.Bench [--row NAME ...] [--threads N] [--quick] [--write DOCS]
          KronClip.Bench kernels [BenchmarkDotNet's options]     single kernels
          KronClip.Bench check-peers                             whether the peers compute the same

          --row NAME     only this row; may be given again
          --threads N    the larger number of threads (default: all cores)
          --quick        few rounds, small sizes: shows that all works, not to be quoted
          --write DOCS   writes performance.md and its plots into the folder DOCS

        Rows:
        """;

    static readonly IBenchRow[] Rows = [new ProductRow(), new StepRow(), new GrowthRow(), new LargeRow(), new ImagesRow(), new MethodRow(), new FamilyRow(), new JobRow()];

    static int Main(string[] args)
    {
        CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
        switch (args.FirstOrDefault())
        {
            case "check-peers":
                return PeerCheck.Run();
            case "large-child":
                LargeRow.Child(int.Parse(args[1], CultureInfo.InvariantCulture), int.Parse(args[2], CultureInfo.InvariantCulture), int.Parse(args[3], CultureInfo.InvariantCulture));
                return 0;
            case "kernels":
                KernelBenchmarks.Run(args[1..]);
                return 0;
        }
        var (names, threads, quick, docs) = (new List<string>(), Environment.ProcessorCount, false, (string?)null);
        for (var i = 0; i < args.Length; i++)
        {
            switch (args[i])
            {
                case "--row" when i + 1 < args.Length && Rows.Any(r => r.Name == args[i + 1]):
                    names.Add(args[++i]);
                    break;
                case "--threads" when i + 1 < args.Length && int.TryParse(args[i + 1], NumberStyles.None, CultureInfo.InvariantCulture, out threads) && threads > 0:
                    i++;
                    break;
                case "--quick":
                    quick = true;
                    break;
                case "--write" when i + 1 < args.Length && Directory.Exists(args[i + 1]):
                    docs = args[++i];
                    break;
                default:
                    return Usage(args[i]);
            }
        }
        if (docs is not null && (quick || names.Count > 0))
        {
            Console.Error.WriteLine("The report is written from a whole run only: leave out --quick and --row.");
            return 2;
        }
        Measure(names, new BenchSettings(quick, threads), docs);
        return 0;
    }

    static void Measure(List<string> names, BenchSettings settings, string? docs)
    {
        var machine = MachineDescription.Lines(settings.Threads);
        foreach (var line in machine)
            Console.WriteLine(line);
        var tables = new List<BenchTable>();
        foreach (var row in Rows.Where(r => names.Count == 0 || names.Contains(r.Name)))
        {
            foreach (var table in row.Run(settings))
            {
                ConsoleTable.Write(table);
                tables.Add(table);
            }
        }
        if (docs is not null)
            MarkdownReport.Write(docs, DateOnly.FromDateTime(DateTime.UtcNow), machine, tables);
    }

    static int Usage(string argument)
    {
        var asked = argument is "-h" or "--help";
        var to = asked ? Console.Out : Console.Error;
        if (!asked)
            to.WriteLine($"'{argument}' cannot be understood here.\n");
        to.WriteLine(Help);
        foreach (var row in Rows)
            to.WriteLine($"  {row.Name,-10} {row.What}");
        return asked ? 0 : 2;
    }
}
