namespace KronClip.Compute;

/// <summary>
/// Softmax over each row and the cross-entropy loss on it. The largest logit of a row is taken away before the exponential, so nothing overflows.
/// Thread-safe.
/// </summary>
public static unsafe class SoftmaxCrossEntropy
{
    /// <summary>
    /// The mean over rows of -log softmax(logits)[label], in natural units; logits [R × C], labels [R] in 0 … C-1.
    /// <paramref name="dLogits"/> [R × C], if given, receives the loss's gradient (softmax - onehot) / R; it may be <paramref name="logits"/>.
    /// </summary>
    /// <exception cref="ArgumentException">A shape does not fit, a label is no column, or there are no rows.</exception>
    public static double Forward(Engine engine, Matrix logits, ReadOnlySpan<int> labels, Matrix? dLogits = null)
    {
        ArgumentNullException.ThrowIfNull(engine);
        ArgumentNullException.ThrowIfNull(logits);
        dLogits?.RequireShape(logits.Rows, logits.Columns, nameof(dLogits));
        if (logits.Rows == 0)
            throw new ArgumentException("The mean loss of no rows is not defined; give at least one row.", nameof(logits));
        if (labels.Length != logits.Rows)
            throw new ArgumentException($"There are {labels.Length} labels for {logits.Rows} rows of logits; give one per row.", nameof(labels));
        foreach (var label in labels)
        {
            if ((uint)label >= (uint)logits.Columns)
                throw new ArgumentException($"Label {label} is no column of the logits; labels go from 0 to {logits.Columns - 1}.", nameof(labels));
        }

        var columns = logits.Columns;
        var losses = new double[logits.Rows];
        fixed (float* fromData = logits.Data, toData = dLogits?.Data)
        fixed (int* labelData = labels)
        {
            var (from, to, label) = ((nint)fromData, (nint)toData, (nint)labelData);
            var factor = 1f / logits.Rows;
            RowBlocks.ForEach(engine, logits.Rows, columns, (first, count) =>
            {
                using var scratch = new Scratch(columns);
                for (var r = first; r < first + count; r++)
                {
                    var x = (float*)from + (nint)r * columns;
                    var y = to == 0 ? scratch.Pointer : (float*)to + (nint)r * columns;
                    var own = ((int*)label)[r];
                    var ownLogit = x[own];
                    losses[r] = engine.RowKernels.Softmax(x, 1, y, columns) - ownLogit;
                    if (to == 0)
                        continue;
                    y[own] -= 1;
                    engine.RowKernels.Scale(y, factor, y, columns);
                }
            });
        }
        return losses.Sum() / losses.Length;
    }

    /// <summary>
    /// The mean over rows of -Σ_c targets_c log softmax(logits)_c; logits and targets [R × C], each row of targets summing to 1.
    /// <paramref name="dLogits"/> [R × C] receives the loss's gradient (softmax - targets) / R; it may be <paramref name="logits"/>.
    /// </summary>
    /// <exception cref="ArgumentException">A shape does not fit, or there are no rows.</exception>
    public static double Forward(Engine engine, Matrix logits, Matrix targets, Matrix dLogits)
    {
        ArgumentNullException.ThrowIfNull(engine);
        ArgumentNullException.ThrowIfNull(logits);
        ArgumentNullException.ThrowIfNull(targets);
        ArgumentNullException.ThrowIfNull(dLogits);
        targets.RequireShape(logits.Rows, logits.Columns, nameof(targets));
        dLogits.RequireShape(logits.Rows, logits.Columns, nameof(dLogits));
        if (logits.Rows == 0)
            throw new ArgumentException("The mean loss of no rows is not defined; give at least one row.", nameof(logits));
        var columns = logits.Columns;
        var losses = new double[logits.Rows];
        RowBlocks.ForEach(engine, logits.Rows, columns, (first, count) =>
        {
            fixed (float* from = logits.Data, wanted = targets.Data, to = dLogits.Data)
            {
                for (var r = first; r < first + count; r++)
                {
                    float* x = from + (nint)r * columns, t = wanted + (nint)r * columns, y = to + (nint)r * columns;
                    double expected = 0, mass = 0;                       // Σ t x, and Σ t, which is 1 but for rounding
                    for (var c = 0; c < columns; c++)
                    {
                        expected += t[c] * (double)x[c];
                        mass += t[c];
                    }
                    losses[r] = mass * engine.RowKernels.Softmax(x, 1, y, columns) - expected;
                    engine.RowKernels.SubtractScaled(y, t, 1, 1f / logits.Rows, y, columns);
                }
            }
        });
        return losses.Sum() / losses.Length;
    }

    /// <summary>probabilities = softmax(logits) per row, both [R × C]; they may be the same matrix.</summary>
    /// <exception cref="ArgumentException">The shapes differ.</exception>
    public static void Softmax(Engine engine, Matrix logits, Matrix probabilities)
    {
        ArgumentNullException.ThrowIfNull(engine);
        ArgumentNullException.ThrowIfNull(logits);
        ArgumentNullException.ThrowIfNull(probabilities);
        probabilities.RequireShape(logits.Rows, logits.Columns, nameof(probabilities));
        RowBlocks.ForEach(engine, logits.Rows, logits.Columns, (first, count) =>
        {
            fixed (float* from = logits.Data, to = probabilities.Data)
            {
                for (var r = first; r < first + count; r++)
                    engine.RowKernels.Softmax(from + (nint)r * logits.Columns, 1, to + (nint)r * logits.Columns, logits.Columns);
            }
        });
    }
}
