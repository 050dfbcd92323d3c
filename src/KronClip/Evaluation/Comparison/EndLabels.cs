namespace KronClip.Evaluation;

/// <summary>Moves labels apart that would lie on one another, as little as it takes, in the order of what they label.</summary>
static class EndLabels
{
    /// <summary>Places of the labels.</summary>
    /// <param name="wanted">Where each would stand best.</param>
    /// <param name="step">The least distance of two.</param>
    /// <param name="top">The least place.</param>
    /// <param name="bottom">The greatest place; passed where there are too many labels.</param>
    public static double[] Spread(IReadOnlyList<double> wanted, double step, double top, double bottom)
    {
        var order = Enumerable.Range(0, wanted.Count).OrderBy(i => wanted[i]).ThenBy(i => i).ToArray();
        var places = new double[wanted.Count];
        var next = top;
        foreach (var i in order)
            next = (places[i] = Math.Max(wanted[i], next)) + step;
        var limit = Math.Max(bottom, top + (order.Length - 1) * step);
        foreach (var i in Enumerable.Reverse(order))
        {
            places[i] = Math.Min(places[i], limit);
            limit = places[i] - step;
        }
        return places;
    }
}
