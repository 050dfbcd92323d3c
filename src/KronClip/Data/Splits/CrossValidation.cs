using KronClip.Compute;

namespace KronClip.Data;

/// <summary>Deals training pictures into folds, class by class, so that every fold has its share of every class.</summary>
static class CrossValidation
{
    const int MostFolds = 5;

    /// <summary>
    /// k = min(5, the smallest class with at least two training pictures). A class's pictures, in drawn order, go round the folds from
    /// a drawn start, so fold sizes within a class differ by at most one. The only picture of a class is always trained on and never
    /// tested. Null if no class has two.
    /// </summary>
    public static IReadOnlyList<Fold>? Deal(IReadOnlyList<ImageItem> train, IReadOnlyList<ClassDefinition> classes, long seed)
    {
        var byClass = train.GroupBy(item => item.Label).ToDictionary(g => g.Key, g => g.ToList());
        var dealt = byClass.Values.Where(items => items.Count >= 2).ToList();
        if (dealt.Count == 0)
            return null;
        var k = Math.Min(MostFolds, dealt.Min(items => items.Count));
        var foldOf = new Dictionary<ImageItem, int>();
        foreach (var items in dealt)
        {
            var start = new SeededRandom(seed, $"folds/{classes[items[0].Label].Folder}").NextInt(k);
            foreach (var (i, item) in items.Index())
                foldOf[item] = (start + i) % k;
        }
        return Gather(train, k, item => foldOf.TryGetValue(item, out var fold) ? fold : null);
    }

    /// <summary>The folds from each picture's fold number (null: always trained on).</summary>
    public static IReadOnlyList<Fold> Gather(IReadOnlyList<ImageItem> train, int k, Func<ImageItem, int?> foldOf) =>
        [.. Enumerable.Range(0, k).Select(fold => new Fold(
            [.. train.Where(item => foldOf(item) != fold)],
            [.. train.Where(item => foldOf(item) == fold)]))];
}
