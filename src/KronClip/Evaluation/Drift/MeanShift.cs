namespace KronClip.Evaluation;

/// <summary>How far two sets lie apart within their strata: Σ_s (n_s / n) ‖mean of the second − mean of the first‖², with n_s the second set's pictures of stratum s.</summary>
sealed class MeanShift
{
    readonly double[][] positions;          // [N][k]
    readonly int[] strata;
    readonly double[] first, second;        // pictures of each set, by stratum

    public MeanShift(double[][] positions, int[] strata, bool[] fresh)
    {
        (this.positions, this.strata) = (positions, strata);
        var count = strata.Max() + 1;
        (first, second) = (new double[count], new double[count]);
        for (var i = 0; i < strata.Length; i++)
            (fresh[i] ? second : first)[strata[i]]++;
        Deviation = DeviationOf(fresh);
    }

    /// <summary>Root of the mean squared distance of a picture to the mean of its set in its stratum; never 0.</summary>
    public double Deviation { get; }

    public double Of(bool[] fresh)
    {
        var width = positions[0].Length;
        var gaps = new double[first.Length * width];
        for (var i = 0; i < positions.Length; i++)
        {
            var weight = fresh[i] ? 1 / second[strata[i]] : -1 / first[strata[i]];
            var gap = gaps.AsSpan(strata[i] * width, width);
            var position = positions[i];
            for (var k = 0; k < gap.Length; k++)
                gap[k] += weight * position[k];
        }
        var (all, sum) = (0.0, 0.0);
        for (var s = 0; s < first.Length; s++)
        {
            all += second[s];
            var squares = 0.0;
            foreach (var x in gaps.AsSpan(s * width, width))
                squares += x * x;
            sum += second[s] * squares;
        }
        return sum / all;
    }

    double DeviationOf(bool[] fresh)
    {
        var squares = 0.0;
        var groups = Enumerable.Range(0, positions.Length).GroupBy(i => (strata[i], fresh[i])).Select(g => g.Select(i => positions[i]).ToArray()).ToArray();
        foreach (var group in groups)
        {
            for (var k = 0; k < group[0].Length; k++)
            {
                var mean = group.Average(p => p[k]);
                squares += group.Sum(p => (p[k] - mean) * (p[k] - mean));
            }
        }
        return Math.Sqrt(Math.Max(1e-12, squares / Math.Max(1, positions.Length - groups.Length)));
    }
}
