namespace KronClip.Evaluation;

/// <summary>
/// The two-sample statistic of Kolmogorov and Smirnov, D = sup over x of |F₁(x) − F₂(x)| (Smirnov 1939), of weighted pictures: with weights 1/n it is the usual one.
/// </summary>
sealed class SmirnovStatistic
{
    readonly double[] values;
    readonly int[] order;

    /// <summary>Prepares the values of both sets together, [n].</summary>
    public SmirnovStatistic(double[] values)
    {
        this.values = values;
        order = [.. Enumerable.Range(0, values.Length)];
        Array.Sort(values.ToArray(), order);
    }

    /// <summary>D.</summary>
    /// <param name="fresh">Whether a value is of the second set, [n].</param>
    /// <param name="first">Weight that each value has in the first set, if it is there, [n]; those that are there sum to 1.</param>
    /// <param name="second">The same of the second set.</param>
    public double Of(bool[] fresh, double[] first, double[] second)
    {
        var (gap, largest) = (0.0, 0.0);
        for (var i = 0; i < order.Length; i++)
        {
            var place = order[i];
            gap += fresh[place] ? second[place] : -first[place];
            if (i + 1 == order.Length || values[order[i + 1]] > values[place])           // equal values make one step
                largest = Math.Max(largest, Math.Abs(gap));
        }
        return largest;
    }
}
