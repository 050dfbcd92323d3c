using System.Globalization;

namespace KronClip.Data;

/// <summary>Compares what there is of a data set with what the published figures were made with.</summary>
static class BenchmarkDifferences
{
    /// <summary>What a count is called, how many there are, and how many are published (null: not published).</summary>
    public readonly record struct Count(string What, int Here, int? Published)
    {
        /// <summary>True where it is as published, or nothing is published about it.</summary>
        public bool Agrees => Published is null || Here == Published;
    }

    /// <summary>The counts of a split beside the published ones, in the order of the tables.</summary>
    public static IReadOnlyList<Count> Counts(BenchmarkSplit split)
    {
        var published = split.Definition.Counts;
        var (first, second) = split.TestHalves();
        Count[] all =
        [
            new("classes", split.Classes.Count, published.Classes), new("training pictures", split.Train.Count, published.Train),
            new("validation pictures", split.Validation.Count, published.Validation), new("test pictures", split.Test.Count, published.Test),
            new("test pictures of the base classes", first, published.TestBase), new("test pictures of the new classes", second, published.TestNew),
        ];
        return [.. all.Where(count => count.Published is not null)];
    }

    /// <summary>Sentences; none where all is as published.</summary>
    public static IReadOnlyList<string> Of(BenchmarkSplit split, PartialBenchmark found)
    {
        var partial = found.IsWhole ? null : $"Partial: {found.Sentence}";
        var counts = Counts(split).Where(count => !count.Agrees)
            .Select(count => string.Create(CultureInfo.InvariantCulture, $"{split.Definition.Title} has {count.Here:#,0} {count.What} here; the published figures are of {count.Published:#,0}."));
        return [.. counts.Prepend(partial).OfType<string>()];
    }
}
