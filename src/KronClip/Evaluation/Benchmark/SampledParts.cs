namespace KronClip.Evaluation;

/// <summary>
/// The measured parts of all rows with their draws. All rows and shots that were measured on the same pictures see the same draws, which are named by the pictures' fingerprint; seeds that share
/// their pictures are drawn together, seeds with pictures of their own apart.
/// </summary>
sealed class SampledParts
{
    readonly record struct Key(RowKey Row, int Shots, string Set, string Part);

    /// <summary>The seeds of one part that share their pictures: in how many of them each picture was recognised.</summary>
    sealed record Shared(Key Key, string Fingerprint, int[] Recognised);

    readonly Dictionary<Key, (SampledFigure Figure, Shared[] Pictures)> parts = [];

    public SampledParts(BenchmarkRequestFacts request, IReadOnlyList<BenchmarkRow> rows, IReadOnlyList<BenchmarkCell> cells)
    {
        var learns = rows.ToDictionary(r => r.Key, r => r.Method.Learns);
        var whole = cells.Where(c => learns.ContainsKey(new RowKey(c.Model, c.Row))).GroupBy(c => new Key(new RowKey(c.Model, c.Row), c.Shots, c.Set, c.Part))
            .Select(g => (g.Key, Cells: Seeds(request, [.. g], learns[g.Key.Row]))).Where(p => p.Cells is not null).Select(p => (p.Key, Cells: p.Cells!)).ToArray();
        var shared = whole.SelectMany(p => p.Cells.GroupBy(c => c.TestFingerprint)
            .Select(g => new Shared(p.Key, g.Key, PairedDifference.Recognised([.. g.Select(c => c.Hits)])))).ToArray();
        var byKey = shared.ToLookup(s => s.Key);
        var draws = Draw(shared, request.Seeds.Count);
        foreach (var (key, own) in whole)
        {
            double[] perSeed = [.. own.Select(c => c.Accuracy)];
            parts[key] = (new SampledFigure(perSeed.Average(), perSeed, draws[key], own.Average(c => c.MacroF1), own[0].Hits.Pictures), [.. byKey[key]]);
        }
    }

    /// <summary>A measured part; null where a seed is missing.</summary>
    public SampledFigure? Figure(BenchmarkRow row, BenchmarkColumn column) => parts.GetValueOrDefault(KeyOf(row, column)).Figure;

    /// <summary>Pictures that one of two rows recognises with more seeds; null where a seed is missing or they were measured on other pictures.</summary>
    public (int OnlyFirst, int OnlySecond)? Discordant(BenchmarkRow first, BenchmarkRow second, BenchmarkColumn column)
    {
        if (!parts.TryGetValue(KeyOf(first, column), out var a) || !parts.TryGetValue(KeyOf(second, column), out var b)
            || !a.Pictures.Select(p => p.Fingerprint).SequenceEqual(b.Pictures.Select(p => p.Fingerprint)))
            return null;
        var counts = a.Pictures.Zip(b.Pictures, (x, y) => PairedDifference.Discordant(x.Recognised, y.Recognised)).ToArray();
        return (counts.Sum(c => c.OnlyFirst), counts.Sum(c => c.OnlySecond));
    }

    static Key KeyOf(BenchmarkRow row, BenchmarkColumn column) => new(row.Key, row.Method.Learns ? column.Shots : 0, column.Set!, column.Part);

    /// <summary>
    /// One cell for each seed; null where one is missing. What learns nothing gives every seed the same on the same pictures, so where its cells share their pictures one of them stands for all.
    /// </summary>
    static BenchmarkCell[]? Seeds(BenchmarkRequestFacts request, BenchmarkCell[] cells, bool learns)
    {
        var bySeed = cells.ToDictionary(c => c.Seed);
        var any = !learns && cells.All(c => c.TestFingerprint == cells[0].TestFingerprint) ? cells[0] : null;
        var own = request.Seeds.Select(seed => bySeed.GetValueOrDefault(seed) ?? any).ToArray();
        return own.Contains(null) ? null : [.. own.Select(c => c!)];
    }

    static Dictionary<Key, double[]> Draw(Shared[] shared, int seeds)
    {
        var draws = shared.DistinctBy(s => s.Key).ToDictionary(s => s.Key, _ => new double[Bootstrap.Resamples]);
        foreach (var pictures in shared.GroupBy(s => s.Fingerprint))
        {
            Shared[] lists = [.. pictures];
            if (lists.Any(l => l.Recognised.Length != lists[0].Recognised.Length))
                throw new ArgumentException($"Cells of the pictures {pictures.Key} have different numbers of pictures; they are not those of one benchmark.");
            var sums = Bootstrap.Sums([.. lists.Select(l => l.Recognised)], pictures.Key);
            foreach (var (m, list) in lists.Index())
            {
                var own = draws[list.Key];
                for (var b = 0; b < own.Length; b++)
                    own[b] += (double)sums[m][b] / ((double)list.Recognised.Length * seeds);
            }
        }
        return draws;
    }
}
