namespace KronClip.Bench.Rows;

/// <summary>One row of the bench: measures something side by side and returns tables.</summary>
interface IBenchRow
{
    /// <summary>Name on the command line.</summary>
    string Name { get; }

    /// <summary>What it measures, in half a sentence.</summary>
    string What { get; }

    /// <summary>Measures.</summary>
    IEnumerable<BenchTable> Run(BenchSettings settings);
}

/// <summary>How much time the bench may take.</summary>
/// <param name="Quick">Few rounds and small sizes: to see that all works, not to be quoted.</param>
/// <param name="Threads">The larger number of threads; the other is one.</param>
sealed record BenchSettings(bool Quick, int Threads)
{
    /// <summary>Rounds of a comparison whose slowest contestant takes about so many seconds.</summary>
    public int Rounds(double seconds) => Quick ? 3 : Math.Clamp((int)(8 / seconds), 3, 9);

    /// <summary>Tells what is being done, on stderr.</summary>
    public static void Say(string what) => Console.Error.WriteLine($"  {what}");
}

/// <summary>A table of results.</summary>
/// <param name="Title">Heading.</param>
/// <param name="Columns">Column heads.</param>
/// <param name="Notes">Sentences below it.</param>
sealed record BenchTable(string Title, IReadOnlyList<string> Columns, params string[] Notes)
{
    /// <summary>Lines, one text per column.</summary>
    public List<string[]> Lines { get; } = [];

    /// <summary>Curves to be drawn below the table.</summary>
    public List<BenchPlot> Plots { get; } = [];

    /// <summary>Adds a line.</summary>
    public void Add(params string[] cells)
    {
        if (cells.Length != Columns.Count)
            throw new ArgumentException($"{cells.Length} cells for {Columns.Count} columns.", nameof(cells));
        Lines.Add(cells);
    }
}

/// <summary>A plot of several curves; both axes logarithmic where so said.</summary>
/// <param name="File">File name without ending.</param>
/// <param name="Title">Heading.</param>
/// <param name="XLabel">Under the x axis.</param>
/// <param name="YLabel">Above the y axis.</param>
/// <param name="Curves">Name and points of each curve.</param>
sealed record BenchPlot(string File, string Title, string XLabel, string YLabel, IReadOnlyList<(string Name, IReadOnlyList<(double X, double Y)> Points)> Curves);
