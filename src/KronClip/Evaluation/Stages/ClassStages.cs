namespace KronClip.Evaluation;

/// <summary>Classes in groups that come one after the other.</summary>
public static class ClassStages
{
    /// <summary>Divides an order of classes into groups whose sizes differ by one at most, the larger first.</summary>
    /// <param name="order">The classes, in the order in which they come.</param>
    /// <param name="stages">Number of groups.</param>
    /// <exception cref="ArgumentException">There are fewer than two stages, or no more classes than stages, so that the first group has nothing to tell apart.</exception>
    public static IReadOnlyList<IReadOnlyList<int>> Of(IReadOnlyList<int> order, int stages)
    {
        ArgumentNullException.ThrowIfNull(order);
        if (stages < 2 || order.Count <= stages)
            throw new ArgumentException("Two stages or more are needed, and more classes than stages.", nameof(stages));
        var (size, larger) = Math.DivRem(order.Count, stages);
        var groups = new List<IReadOnlyList<int>>();
        for (int g = 0, from = 0; g < stages; g++)
        {
            var count = size + (g < larger ? 1 : 0);
            groups.Add([.. order.Skip(from).Take(count)]);
            from += count;
        }
        return groups;
    }
}
