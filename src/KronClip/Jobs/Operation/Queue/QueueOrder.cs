using KronClip.Compute;

namespace KronClip.Jobs;

/// <summary>
/// Greedy farthest-first over embeddings, weighted by how unsure the classifier is. Uncertainty is the margin (Scheffer, Decomain and Wrobel 2001), spread the greedy k-centre rule
/// (Gonzalez 1985; Sener and Savarese, arXiv:1708.00489), and their product follows the idea of BADGE (Ash et al., arXiv:1906.03671): unsure and different at once.
/// </summary>
static class QueueOrder
{
    /// <summary>What a picture of which the classifier is entirely sure still counts: enough to order such pictures by their distances.</summary>
    const double Floor = 1e-3;

    /// <summary>The first <paramref name="count"/> rows.</summary>
    /// <param name="uncertainty">u, [n], from 0 to 1: 1 − (p₁ − p₂) of the two likeliest classes.</param>
    /// <param name="features">f, raw embeddings, [n×e].</param>
    /// <param name="count">How many to pick at most.</param>
    /// <returns>Indices with their scores: u_i · d_i, with d_i half the distance to the nearest row picked before, 1 for the first. The scores never rise.</returns>
    public static IReadOnlyList<(int Index, double Score)> Of(double[] uncertainty, Matrix features, int count)
    {
        var rows = Enumerable.Range(0, features.Rows).Select(i => Unit(features.Row(i))).ToArray();
        var nearest = new double[rows.Length];
        Array.Fill(nearest, 1);
        var taken = new bool[rows.Length];
        var picked = new List<(int, double)>();
        while (picked.Count < Math.Min(count, rows.Length))
        {
            var (best, score) = (-1, -1.0);
            for (var i = 0; i < rows.Length; i++)
            {
                var own = Math.Max(Floor, uncertainty[i]) * nearest[i];
                if (!taken[i] && own > score)                              // among equal ones the first
                    (best, score) = (i, own);
            }
            taken[best] = true;
            picked.Add((best, score));
            for (var i = 0; i < rows.Length; i++)
                nearest[i] = Math.Min(nearest[i], Distance(rows[i], rows[best]) / 2);
        }
        return picked;
    }

    static double[] Unit(ReadOnlySpan<float> row)
    {
        var squares = 0.0;
        foreach (var x in row)
            squares += x * (double)x;
        var unit = new double[row.Length];
        for (var i = 0; i < unit.Length; i++)
            unit[i] = row[i] / Math.Sqrt(squares);
        return unit;
    }

    static double Distance(double[] x, double[] y)
    {
        var squares = 0.0;
        for (var i = 0; i < x.Length; i++)
            squares += (x[i] - y[i]) * (x[i] - y[i]);
        return Math.Sqrt(squares);
    }
}
