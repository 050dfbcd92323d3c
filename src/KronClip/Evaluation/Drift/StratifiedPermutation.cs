using KronClip.Compute;

namespace KronClip.Evaluation;

/// <summary>
/// Two sets of pictures in strata. Chance is made by dealing the pictures of each stratum anew to the two sets, as many to each as there were (Fisher 1935; Good, Permutation, Parametric and Bootstrap
/// Tests, 2005): exact whatever the distribution, and a set that merely has more of one stratum is not another.
/// </summary>
/// <param name="strata">Stratum of each picture, from 0, [n].</param>
/// <param name="fresh">Whether it is of the second set, [n]. Each stratum has pictures of both sets.</param>
sealed class StratifiedPermutation(int[] strata, bool[] fresh)
{
    /// <summary>Deals of a test: the smallest p value is 1 / (999 + 1).</summary>
    public const int Deals = 999;

    readonly int[][] places = [.. strata.Select((stratum, i) => (stratum, i)).GroupBy(s => s.stratum).OrderBy(g => g.Key).Select(g => g.Select(s => s.i).ToArray())];

    /// <summary>Weight of a picture of the first set, by stratum: the first set with the second's mix of strata.</summary>
    public double[] Weights { get; } = WeightsOf(strata, fresh);

    /// <summary>p values of statistics that are large where the sets differ, and what each is in the mean over the deals.</summary>
    /// <param name="statistics">Each takes which pictures are of the second set.</param>
    /// <param name="stream">Name of the deals.</param>
    public (double Value, double P, double Mean)[] Test(IReadOnlyList<Func<bool[], double>> statistics, string stream)
    {
        var values = statistics.Select(s => s(fresh)).ToArray();
        var (reached, sums) = (new int[values.Length], new double[values.Length]);
        var random = new SeededRandom(0, "permutation/" + stream);
        var dealt = fresh.ToArray();
        for (var deal = 0; deal < Deals; deal++)
        {
            foreach (var stratum in places)
            {
                for (var i = stratum.Length - 1; i > 0; i--)
                {
                    var j = random.NextInt(i + 1);
                    (dealt[stratum[i]], dealt[stratum[j]]) = (dealt[stratum[j]], dealt[stratum[i]]);
                }
            }
            for (var s = 0; s < values.Length; s++)
            {
                var value = statistics[s](dealt);
                sums[s] += value;
                reached[s] += value >= values[s] - 1e-12 * Math.Abs(values[s]) ? 1 : 0;      // equal but for the order of a sum
            }
        }
        return [.. values.Select((value, s) => (value, (1.0 + reached[s]) / (1 + Deals), sums[s] / Deals))];
    }

    static double[] WeightsOf(int[] strata, bool[] fresh)
    {
        var (first, second) = (new int[strata.Max() + 1], new int[strata.Max() + 1]);
        for (var i = 0; i < strata.Length; i++)
            (fresh[i] ? second : first)[strata[i]]++;
        if (first.Contains(0) || second.Contains(0))
            throw new ArgumentException("A stratum has pictures of one set alone.", nameof(strata));
        var all = (double)second.Sum();
        return [.. first.Select((count, s) => second[s] / (all * count))];
    }
}
