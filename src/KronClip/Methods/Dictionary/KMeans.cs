using KronClip.Compute;

namespace KronClip.Methods;

/// <summary>K-means clustering of rows: k-means++ seeding (Arthur and Vassilvitskii 2007), Lloyd iterations, empty clusters re-seeded. Seeded and deterministic.</summary>
/// <param name="Centres">[K×d].</param>
/// <param name="Assignments">Nearest centre of each row; ties go to the lower index.</param>
/// <param name="InertiaHistory">Sum of squared distances to the nearest centre at each iteration, before the centres move.</param>
/// <param name="Converged">Whether the assignments settled before the iteration limit.</param>
public sealed record KMeans(Matrix Centres, int[] Assignments, IReadOnlyList<double> InertiaHistory, bool Converged)
{
    const int ChunkRows = 4096;                                             // bounds the distance table

    /// <summary>Clusters the rows of <paramref name="x"/>, [n×d], into <paramref name="k"/> clusters.</summary>
    /// <exception cref="OptionsException">k is below one or above the number of rows.</exception>
    public static KMeans Fit(Engine engine, Matrix x, int k, long seed, int maxIterations = 50)
    {
        ArgumentNullException.ThrowIfNull(x);
        if (k < 1 || k > x.Rows)
            throw new OptionsException($"K is {k}, but there are {x.Rows} rows to cluster; K must be between 1 and that.");
        var random = new SeededRandom(seed, "k-means");
        return Lloyd(engine, x, PlusPlus(engine, x, k, random), maxIterations);
    }

    /// <summary>Lloyd iterations from given centres, [K×d]: assign each row to its nearest centre, move each centre to the mean of its rows, until nothing changes.</summary>
    public static KMeans Lloyd(Engine engine, Matrix x, Matrix initial, int maxIterations = 300)
    {
        ArgumentNullException.ThrowIfNull(engine);
        ArgumentNullException.ThrowIfNull(x);
        ArgumentNullException.ThrowIfNull(initial);
        return Iterate(engine, x, initial, maxIterations, Move);
    }

    /// <summary>Assigns and moves in turn; <paramref name="move"/> gets rows, centres (which it changes), assignments and squared distances.</summary>
    internal static KMeans Iterate(Engine engine, Matrix x, Matrix initial, int maxIterations, Action<Matrix, Matrix, int[], double[]> move)
    {
        var centres = initial.Clone();
        var assignments = Enumerable.Repeat(-1, x.Rows).ToArray();
        var distances = new double[x.Rows];
        var history = new List<double>();
        for (var iteration = 0; iteration < maxIterations; iteration++)
        {
            var changed = Assign(engine, x, centres, assignments, distances);
            history.Add(distances.Sum());
            if (!changed)
                return new KMeans(centres, assignments, history, Converged: true);
            move(x, centres, assignments, distances);
        }
        Assign(engine, x, centres, assignments, distances);
        return new KMeans(centres, assignments, history, Converged: false);
    }

    /// <summary>The next centre is a row drawn with probability proportional to its squared distance from the centres so far.</summary>
    internal static Matrix PlusPlus(Engine engine, Matrix x, int k, SeededRandom random)
    {
        var centres = new Matrix(k, x.Columns);
        var nearest = Enumerable.Repeat(double.PositiveInfinity, x.Rows).ToArray();
        var chosen = random.NextInt(x.Rows);
        for (var c = 0; c < k; c++)
        {
            x.Row(chosen).CopyTo(centres.Row(c));
            var centre = chosen;
            engine.ForEach((x.Rows + ChunkRows - 1) / ChunkRows, chunk =>
            {
                for (var i = chunk * ChunkRows; i < Math.Min(x.Rows, (chunk + 1) * ChunkRows); i++)
                    nearest[i] = Math.Min(nearest[i], SquaredDistance.Between(x.Row(i), x.Row(centre)));
            });
            chosen = Draw(nearest, random);
        }
        return centres;
    }

    static int Draw(double[] weights, SeededRandom random)
    {
        var target = random.NextDouble() * weights.Sum();
        for (var i = 0; i < weights.Length; i++)
        {
            target -= weights[i];
            if (target < 0)
                return i;
        }
        return Array.FindLastIndex(weights, w => w > 0) is var last and >= 0 ? last : random.NextInt(weights.Length);
    }

    /// <summary>argmin_c ‖x − c‖² = argmin_c ‖c‖² − 2 x·c. Returns whether any assignment changed.</summary>
    static bool Assign(Engine engine, Matrix x, Matrix centres, int[] assignments, double[] distances)
    {
        var norms = Enumerable.Range(0, centres.Rows).Select(c => SquaredDistance.Norm(centres.Row(c))).ToArray();
        var changed = false;
        for (var first = 0; first < x.Rows; first += ChunkRows)
        {
            var rows = Math.Min(ChunkRows, x.Rows - first);
            var part = new Matrix(rows, x.Columns, x.Data.AsSpan(first * x.Columns, rows * x.Columns).ToArray());
            var products = new Matrix(rows, centres.Rows);
            Product.Multiply(engine, part, centres, products, transposeB: true);       // x·cᵀ  [n×d]·[d×K] → [n×K]
            var (start, moved) = (first, 0);
            engine.ForEach(rows, i =>
            {
                var row = products.Row(i);
                var best = 0;
                for (var c = 1; c < row.Length; c++)
                {
                    if (norms[c] - 2.0 * row[c] < norms[best] - 2.0 * row[best])
                        best = c;
                }
                if (assignments[start + i] != best)
                    Interlocked.Exchange(ref moved, 1);
                assignments[start + i] = best;
                distances[start + i] = SquaredDistance.Between(x.Row(start + i), centres.Row(best));
            });
            changed |= moved != 0;
        }
        return changed;
    }

    /// <summary>Centres become means (summed in double, in row order); an empty cluster takes the row that is farthest from its centre.</summary>
    internal static void Move(Matrix x, Matrix centres, int[] assignments, double[] distances)
    {
        var (k, d) = (centres.Rows, centres.Columns);
        var (sums, counts) = (new double[k * d], new int[k]);
        for (var i = 0; i < x.Rows; i++)
        {
            counts[assignments[i]]++;
            var row = x.Row(i);
            var sum = sums.AsSpan(assignments[i] * d, d);
            for (var j = 0; j < d; j++)
                sum[j] += row[j];
        }
        for (var c = 0; c < k; c++)
        {
            if (counts[c] == 0)
            {
                var farthest = Array.IndexOf(distances, distances.Max());
                x.Row(farthest).CopyTo(centres.Row(c));
                distances[farthest] = 0;
                continue;
            }
            for (var j = 0; j < d; j++)
                centres[c, j] = (float)(sums[c * d + j] / counts[c]);
        }
    }
}

/// <summary>Squared Euclidean distances, summed in double.</summary>
static class SquaredDistance
{
    public static double Between(ReadOnlySpan<float> a, ReadOnlySpan<float> b)
    {
        double s0 = 0, s1 = 0, s2 = 0, s3 = 0;                              // four sums in a fixed order: as exact, and faster
        var i = 0;
        for (; i <= a.Length - 4; i += 4)
        {
            double d0 = a[i] - b[i], d1 = a[i + 1] - b[i + 1], d2 = a[i + 2] - b[i + 2], d3 = a[i + 3] - b[i + 3];
            s0 += d0 * d0;
            s1 += d1 * d1;
            s2 += d2 * d2;
            s3 += d3 * d3;
        }
        for (; i < a.Length; i++)
            s0 += (a[i] - b[i]) * (double)(a[i] - b[i]);
        return s0 + s1 + (s2 + s3);
    }

    public static double Norm(ReadOnlySpan<float> a)
    {
        var sum = 0.0;
        foreach (var value in a)
            sum += value * (double)value;
        return sum;
    }
}
