namespace KronClip.Compute;

/// <summary>
/// Softmax over each row and the generalised cross-entropy of Zhang and Sabuncu ("Generalized Cross Entropy Loss for Training Deep Neural Networks with Noisy
/// Labels", NeurIPS 2018), with an optional shift of the logits and a weight for each class:
/// <code>
/// p = softmax(z + a)            l = w_y (1 − p_y^q) / q            q → 0: −w_y log p_y, cross-entropy;   q = 1: w_y (1 − p_y), half of the absolute error
/// ∂l/∂z_c = w_y p_y^q (p_c − [c = y])
/// </code>
/// The gradient is cross-entropy's times p_y^q: a picture whose label the model does not believe pulls less. With log p_y = z_y − log Σ e^z at hand neither value nor
/// gradient divides by p_y, so nothing overflows where p_y is 0. Thread-safe.
/// </summary>
public static unsafe class GeneralisedCrossEntropy
{
    /// <summary>The mean of l over the rows, in natural units; logits [R × C], labels [R] in 0 … C-1.</summary>
    /// <param name="engine">Where to compute.</param>
    /// <param name="logits">z, [R × C].</param>
    /// <param name="labels">y, [R].</param>
    /// <param name="q">0 to 1.</param>
    /// <param name="shift">a, added to the logits of each row, [C]; empty for none.</param>
    /// <param name="weights">w, one for each class, [C]; empty where each is 1.</param>
    /// <param name="dLogits">Receives the gradient of the mean, [R × C]; it may be <paramref name="logits"/>.</param>
    /// <exception cref="ArgumentException">A shape does not fit, a label is no column, q is not within 0 and 1, or there are no rows.</exception>
    public static double Forward(Engine engine, Matrix logits, ReadOnlySpan<int> labels, double q, ReadOnlySpan<float> shift, ReadOnlySpan<float> weights, Matrix dLogits)
    {
        ArgumentNullException.ThrowIfNull(engine);
        ArgumentNullException.ThrowIfNull(logits);
        ArgumentNullException.ThrowIfNull(dLogits);
        dLogits.RequireShape(logits.Rows, logits.Columns, nameof(dLogits));
        if (q is not (>= 0 and <= 1))
            throw new ArgumentOutOfRangeException(nameof(q), q, "q goes from 0 to 1.");
        Require(logits, labels, shift, weights);
        var columns = logits.Columns;
        var (own, add, weigh) = (labels.ToArray(), shift.ToArray(), weights.ToArray());
        var losses = new double[logits.Rows];
        RowBlocks.ForEach(engine, logits.Rows, columns, (first, count) =>
        {
            fixed (float* from = logits.Data, to = dLogits.Data)
            {
                for (var r = first; r < first + count; r++)
                {
                    float* x = from + (nint)r * columns, y = to + (nint)r * columns;
                    for (var c = 0; c < columns; c++)
                        y[c] = add.Length == 0 ? x[c] : x[c] + add[c];
                    var label = own[r];
                    double logit = y[label], weight = weigh.Length == 0 ? 1 : weigh[label];
                    var log = Math.Min(0, logit - engine.RowKernels.Softmax(y, 1, y, columns));      // log p_y; NaN stays NaN
                    losses[r] = weight * (q == 0 ? -log : -ExpMinusOne(q * log) / q);
                    y[label] -= 1;
                    engine.RowKernels.Scale(y, (float)(weight * Math.Exp(q * log) / losses.Length), y, columns);
                }
            }
        });
        return losses.Sum() / losses.Length;
    }

    static void Require(Matrix logits, ReadOnlySpan<int> labels, ReadOnlySpan<float> shift, ReadOnlySpan<float> weights)
    {
        if (logits.Rows == 0)
            throw new ArgumentException("The mean loss of no rows is not defined; give at least one row.", nameof(logits));
        if (labels.Length != logits.Rows)
            throw new ArgumentException($"There are {labels.Length} labels for {logits.Rows} rows of logits; give one per row.", nameof(labels));
        if (shift.Length != 0 && shift.Length != logits.Columns)
            throw new ArgumentException($"The shift has {shift.Length} numbers for {logits.Columns} columns; give one per column, or none.", nameof(shift));
        if (weights.Length != 0 && weights.Length != logits.Columns)
            throw new ArgumentException($"There are {weights.Length} weights for {logits.Columns} columns; give one per column, or none.", nameof(weights));
        foreach (var label in labels)
        {
            if ((uint)label >= (uint)logits.Columns)
                throw new ArgumentException($"Label {label} is no column of the logits; labels go from 0 to {logits.Columns - 1}.", nameof(labels));
        }
    }

    /// <summary>e^x − 1, exact for small x too (Kahan's quotient): (u − 1) x / log u with u = e^x as it was rounded.</summary>
    static double ExpMinusOne(double x)
    {
        var u = Math.Exp(x);
        return u == 1 ? x : u == 0 ? -1 : (u - 1) * x / Math.Log(u);
    }
}
