using KronClip.Data;

namespace KronClip.Jobs;

/// <summary>The same bytes among the training pictures and among those measured elsewhere.</summary>
static class Leaks
{
    /// <summary>A sentence for each set that has such pictures.</summary>
    public static IEnumerable<string> Of(MeasuredSet source, IEnumerable<MeasuredSet> others, IEnumerable<SeedDraw> draws)
    {
        var trained = draws.SelectMany(d => d.Train).Select(item => source.Pictures.Hashes[item]).ToHashSet(StringComparer.Ordinal);
        return from set in others
               let count = set.Measured().Count(item => trained.Contains(set.Pictures.Hashes[item]))
               where count > 0
               select $"Leak: {Printable.Count(count, "picture")} of '{set.Name}' are training pictures too, so its figures flatter.";
    }
}
