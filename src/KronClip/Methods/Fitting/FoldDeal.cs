namespace KronClip.Methods;

/// <summary>How training pictures are dealt into folds: k = min(5, the smallest class), and the n-th picture of class c goes to fold (n + c) mod k, so that every fold has its share of every class.</summary>
static class FoldDeal
{
    const int MostFolds = 5;

    /// <summary>k; below 2 nothing can be held out, because a class would have nothing left to be learned from.</summary>
    public static int Count(int[] labels, int classes) => Math.Min(MostFolds, Enumerable.Range(0, classes).Min(c => labels.Count(label => label == c)));

    /// <summary>For each fold the places of the pictures to fit to, and of those to judge by.</summary>
    public static IReadOnlyList<(int[] Train, int[] Held)> Of(int[] labels, int k)
    {
        var seen = new int[labels.Max() + 1];
        var foldOf = labels.Select(label => (seen[label]++ + label) % k).ToArray();
        int[] Places(Func<int, bool> wanted) => [.. Enumerable.Range(0, labels.Length).Where(i => wanted(foldOf[i]))];
        return [.. Enumerable.Range(0, k).Select(fold => (Places(f => f != fold), Places(f => f == fold)))];
    }
}
