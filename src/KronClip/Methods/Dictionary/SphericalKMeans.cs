using KronClip.Compute;

namespace KronClip.Methods;

/// <summary>
/// Spherical K-means (Dhillon and Modha 2001): rows and centres are compared by cosine, so long rows weigh no more than short ones. A context word has a length,
/// which the text tower feels, so each centre is scaled back to the mean length of its members.
/// <code>
/// u_i = x_i / |x_i|        a_i = argmax_c u_i·z_c        z_c = Σ u_i / |Σ u_i| over i with a_i = c        centre_c = z_c · mean |x_i|
/// </code>
/// Rows of zeros have no direction and are left out. Seeded and deterministic.
/// </summary>
/// <param name="Centres">[K×d].</param>
/// <param name="Assignments">The centre of each row of the input; -1 for a row of zeros. Ties go to the lower index.</param>
/// <param name="CosineHistory">Sum of the cosines between rows and their centres at each iteration, before the centres move; it never falls.</param>
/// <param name="Converged">Whether the assignments settled before the iteration limit.</param>
public sealed record SphericalKMeans(Matrix Centres, int[] Assignments, IReadOnlyList<double> CosineHistory, bool Converged)
{
    /// <summary>Clusters the rows of <paramref name="x"/>, [n×d], into <paramref name="k"/> clusters.</summary>
    /// <exception cref="OptionsException">k is below one or above the number of rows that have a direction.</exception>
    public static SphericalKMeans Fit(Engine engine, Matrix x, int k, long seed, int maxIterations = 50)
    {
        ArgumentNullException.ThrowIfNull(engine);
        ArgumentNullException.ThrowIfNull(x);
        var lengths = Enumerable.Range(0, x.Rows).Select(i => Math.Sqrt(SquaredDistance.Norm(x.Row(i)))).ToArray();
        var rows = Enumerable.Range(0, x.Rows).Where(i => lengths[i] > 0).ToArray();
        if (k < 1 || k > rows.Length)
            throw new OptionsException($"K is {k}, but there are {rows.Length} rows with a direction to cluster; K must be between 1 and that.");
        var u = new Matrix(rows.Length, x.Columns);
        for (var i = 0; i < rows.Length; i++)
            Scale(x.Row(rows[i]), 1 / lengths[rows[i]], u.Row(i));

        // |u − z|² = 2 − 2 u·z on the sphere: nearest is most alike, so K-means' own assignment and seeding serve.
        var start = KMeans.PlusPlus(engine, u, k, new SeededRandom(seed, "spherical-k-means"));
        var result = KMeans.Iterate(engine, u, start, maxIterations, MoveOnSphere);

        var assignments = Enumerable.Repeat(-1, x.Rows).ToArray();
        for (var i = 0; i < rows.Length; i++)
            assignments[rows[i]] = result.Assignments[i];
        return new SphericalKMeans(
            WithLengths(result.Centres, assignments, lengths),
            assignments,
            [.. result.InertiaHistory.Select(inertia => rows.Length - inertia / 2)],
            result.Converged);
    }

    /// <summary>Centres become the direction of the sum of their members. Where that sum is zero every direction is as good, and the centre stays.</summary>
    static void MoveOnSphere(Matrix u, Matrix centres, int[] assignments, double[] distances)
    {
        var before = centres.Clone();
        KMeans.Move(u, centres, assignments, distances);
        for (var c = 0; c < centres.Rows; c++)
        {
            var length = Math.Sqrt(SquaredDistance.Norm(centres.Row(c)));
            if (length > 0)
                Scale(centres.Row(c), 1 / length, centres.Row(c));
            else
                before.Row(c).CopyTo(centres.Row(c));
        }
    }

    /// <summary>z_c · mean |x_i|. A cluster without members, which only an iteration limit leaves behind, takes the mean length of all rows.</summary>
    static Matrix WithLengths(Matrix directions, int[] assignments, double[] lengths)
    {
        var (sums, counts) = (new double[directions.Rows], new int[directions.Rows]);
        for (var i = 0; i < assignments.Length; i++)
        {
            if (assignments[i] < 0)
                continue;
            sums[assignments[i]] += lengths[i];
            counts[assignments[i]]++;
        }
        var usual = sums.Sum() / counts.Sum();
        var centres = new Matrix(directions.Rows, directions.Columns);
        for (var c = 0; c < centres.Rows; c++)
            Scale(directions.Row(c), counts[c] > 0 ? sums[c] / counts[c] : usual, centres.Row(c));
        return centres;
    }

    static void Scale(ReadOnlySpan<float> row, double by, Span<float> target)
    {
        for (var j = 0; j < row.Length; j++)
            target[j] = (float)(row[j] * by);
    }
}
