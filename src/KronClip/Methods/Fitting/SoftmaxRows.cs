using KronClip.Classifiers;
using KronClip.Compute;

namespace KronClip.Methods;

/// <summary>Softmax cross-entropy of rows in fp64, with its gradient.</summary>
static class SoftmaxRows
{
    const int Exponential = 16;                // multiply-adds that take as long

    /// <summary>
    /// Mean of −log softmax(z_i)[y_i] over the rows of <paramref name="z"/>, [N×C], which becomes the gradient (softmax(z_i) − onehot(y_i)) / N in its place. Nothing is
    /// lost where a picture's class is all but certain: 1 − p is never taken of a p near 1.
    /// </summary>
    public static double LossAndGradient(Engine engine, DoubleMatrix z, int[] labels)
    {
        var losses = new double[labels.Length];
        DoubleRows.ForEach(engine, labels.Length, Exponential * (long)z.Columns, i =>
        {
            var row = z.Row(i);
            var (label, best) = (labels[i], Ranking.Argmax<double>(row));
            var (largest, own) = (row[best], row[label] - row[best]);
            var rest = 0.0;                                                // Σ_c e^(z_c − z_best) without the best: small where the row is sure
            for (var c = 0; c < row.Length; c++)
                rest += c == best ? 0 : row[c] = Math.Exp(row[c] - largest);
            row[best] = 1;
            losses[i] = LogOnePlus(rest) - own;
            for (var c = 0; c < row.Length; c++)
                row[c] = (c != label ? row[c] : c == best ? -rest : row[c] - 1 - rest) / (1 + rest) / labels.Length;
        });
        var total = 0.0;
        foreach (var loss in losses)
            total += loss;
        return total / labels.Length;
    }

    /// <summary>log(1 + x), exact for small x too (Kahan, as in Goldberg, ACM Computing Surveys 23, 1991, theorem 4).</summary>
    static double LogOnePlus(double x)
    {
        var sum = 1 + x;
        return sum == 1 ? x : Math.Log(sum) * x / (sum - 1);
    }
}
