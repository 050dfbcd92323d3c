using KronClip.Compute.Kernels;

namespace KronClip.Compute;

/// <summary>
/// Multi-head scaled dot-product attention (Vaswani et al., arXiv:1706.03762) over a <see cref="SequenceLayout"/>: rows of the shared prefix are
/// computed once and seen by every suffix. Of qkv [R × 3d], columns hold queries, keys and values, d each; head h owns columns h·e … (h+1)·e of each
/// third, e = d / heads, and scores are scaled by 1/√e. Thread-safe.
/// </summary>
public static unsafe class Attention
{
    /// <summary>
    /// output [R × d] = softmax(Q Kᵀ / √e) V per sequence and head. <paramref name="logSumExp"/> [R × heads], if given, receives the logarithm of
    /// each row's sum of exponentials, from which the backward pass finds the probabilities again. <paramref name="prefix"/> [P × 3d] is needed where
    /// the layout's prefix lies elsewhere: its rows of qkv.
    /// </summary>
    /// <exception cref="ArgumentException">A shape does not fit the layout or the number of heads.</exception>
    public static void Forward(
        Engine engine, Matrix qkv, SequenceLayout layout, int heads, Matrix output, Matrix? logSumExp = null, Matrix? prefix = null)
    {
        ArgumentNullException.ThrowIfNull(engine);
        ArgumentNullException.ThrowIfNull(qkv);
        ArgumentNullException.ThrowIfNull(output);
        var d = RequireShapes(qkv, layout, heads, 3, prefix);
        output.RequireShape(layout.Rows, d, nameof(output));
        logSumExp?.RequireShape(layout.Rows, heads, nameof(logSumExp));
        fixed (float* qkvData = qkv.Data, prefixData = (prefix ?? qkv).Data, outputData = output.Data, sumsData = logSumExp?.Data)
        {
            Run(engine, new AttentionForward
            {
                Engine = engine,
                Shape = new AttentionShape(layout, heads, pooled: false),
                Data = Thirds(qkvData, prefixData, d, heads),
                Output = outputData,
                LogSumExp = sumsData,
            });
        }
    }

    /// <summary>
    /// The same with one query per sequence, which sees all of it and the prefix: q [sequences × d], kv [R × 2d] with keys and values, output
    /// [sequences × d], logSumExp [sequences × heads]; prefix [P × 2d] where it lies elsewhere.
    /// </summary>
    /// <exception cref="ArgumentException">A shape does not fit the layout or the number of heads.</exception>
    public static void ForwardPooled(
        Engine engine, Matrix q, Matrix kv, SequenceLayout layout, int heads, Matrix output, Matrix? logSumExp = null, Matrix? prefix = null)
    {
        ArgumentNullException.ThrowIfNull(engine);
        ArgumentNullException.ThrowIfNull(q);
        ArgumentNullException.ThrowIfNull(kv);
        ArgumentNullException.ThrowIfNull(output);
        var d = RequireShapes(kv, layout, heads, 2, prefix);
        q.RequireShape(layout.Sequences, d, nameof(q));
        output.RequireShape(layout.Sequences, d, nameof(output));
        logSumExp?.RequireShape(layout.Sequences, heads, nameof(logSumExp));
        fixed (float* qData = q.Data, kvData = kv.Data, prefixData = (prefix ?? kv).Data, outputData = output.Data, sumsData = logSumExp?.Data)
        {
            Run(engine, new AttentionForward
            {
                Engine = engine,
                Shape = new AttentionShape(layout, heads, pooled: true),
                Data = QueriesApart(qData, kvData, prefixData, d, heads),
                Output = outputData,
                LogSumExp = sumsData,
            });
        }
    }

    /// <summary>
    /// dQkv [R × 3d], overwritten, from dOutput [R × d] and what <see cref="Forward"/> was given and gave. Keys and values of the prefix receive the
    /// gradients of all sequences: those of this layout are added to <paramref name="dPrefix"/> [P × 2d] where it is given, in a fixed order, and
    /// where the prefix's rows are here, the sum goes to their rows of dQkv.
    /// </summary>
    /// <param name="engine">Kernels and threads.</param>
    /// <param name="dOutput">[R × d].</param>
    /// <param name="qkv">[R × 3d].</param>
    /// <param name="logSumExp">[R × heads].</param>
    /// <param name="layout">The layout.</param>
    /// <param name="heads">Number of heads.</param>
    /// <param name="dQkv">[R × 3d].</param>
    /// <param name="prefix">[P × 3d], where the prefix lies elsewhere.</param>
    /// <param name="dPrefix">[P × 2d], needed where the prefix lies elsewhere; where it lies here, what other layouts have added so far.</param>
    /// <param name="toSuffixes">False leaves out the gradients of the suffixes' rows, for where they are constants; their rows of dQkv are then untouched.</param>
    /// <exception cref="ArgumentException">A shape does not fit the layout or the number of heads.</exception>
    public static void BackwardToInput(
        Engine engine, Matrix dOutput, Matrix qkv, Matrix logSumExp, SequenceLayout layout, int heads, Matrix dQkv,
        Matrix? prefix = null, Matrix? dPrefix = null, bool toSuffixes = true)
    {
        ArgumentNullException.ThrowIfNull(engine);
        ArgumentNullException.ThrowIfNull(dOutput);
        ArgumentNullException.ThrowIfNull(qkv);
        ArgumentNullException.ThrowIfNull(logSumExp);
        ArgumentNullException.ThrowIfNull(dQkv);
        var d = RequireShapes(qkv, layout, heads, 3, prefix);
        dOutput.RequireShape(layout.Rows, d, nameof(dOutput));
        logSumExp.RequireShape(layout.Rows, heads, nameof(logSumExp));
        dQkv.RequireShape(qkv.Rows, qkv.Columns, nameof(dQkv));
        RequirePrefixGradient(layout, d, dPrefix);
        fixed (float* qkvData = qkv.Data, prefixData = (prefix ?? qkv).Data, dQkvData = dQkv.Data, dOutputData = dOutput.Data,
            sumsData = logSumExp.Data, dPrefixData = dPrefix?.Data)
        {
            RunBackward(engine, new AttentionBackward
            {
                Engine = engine,
                Shape = new AttentionShape(layout, heads, pooled: false),
                Data = Thirds(qkvData, prefixData, d, heads),
                Gradient = Thirds(dQkvData, null, d, heads),
                DOutput = dOutputData,
                LogSumExp = sumsData,
                ToSuffixes = toSuffixes,
            }, dPrefixData);
        }
    }

    /// <summary>dQ [sequences × d] and dKv [R × 2d], overwritten, through <see cref="ForwardPooled"/>; prefix and dPrefix as in <see cref="BackwardToInput"/>.</summary>
    /// <exception cref="ArgumentException">A shape does not fit the layout or the number of heads.</exception>
    public static void BackwardToInputPooled(
        Engine engine, Matrix dOutput, Matrix q, Matrix kv, Matrix logSumExp, SequenceLayout layout, int heads, Matrix dQ, Matrix dKv,
        Matrix? prefix = null, Matrix? dPrefix = null)
    {
        ArgumentNullException.ThrowIfNull(engine);
        ArgumentNullException.ThrowIfNull(dOutput);
        ArgumentNullException.ThrowIfNull(q);
        ArgumentNullException.ThrowIfNull(kv);
        ArgumentNullException.ThrowIfNull(logSumExp);
        ArgumentNullException.ThrowIfNull(dQ);
        ArgumentNullException.ThrowIfNull(dKv);
        var d = RequireShapes(kv, layout, heads, 2, prefix);
        q.RequireShape(layout.Sequences, d, nameof(q));
        dOutput.RequireShape(layout.Sequences, d, nameof(dOutput));
        logSumExp.RequireShape(layout.Sequences, heads, nameof(logSumExp));
        dQ.RequireShape(layout.Sequences, d, nameof(dQ));
        dKv.RequireShape(kv.Rows, kv.Columns, nameof(dKv));
        RequirePrefixGradient(layout, d, dPrefix);
        fixed (float* qData = q.Data, kvData = kv.Data, prefixData = (prefix ?? kv).Data, dQData = dQ.Data, dKvData = dKv.Data,
            dOutputData = dOutput.Data, sumsData = logSumExp.Data, dPrefixData = dPrefix?.Data)
        {
            RunBackward(engine, new AttentionBackward
            {
                Engine = engine,
                Shape = new AttentionShape(layout, heads, pooled: true),
                Data = QueriesApart(qData, kvData, prefixData, d, heads),
                Gradient = QueriesApart(dQData, dKvData, null, d, heads),
                DOutput = dOutputData,
                LogSumExp = sumsData,
                ToSuffixes = true,
            }, dPrefixData);
        }
    }

    static void Run(Engine engine, AttentionForward work) => engine.ForEach(work.Shape.Items, ref work);

    static void RunBackward(Engine engine, AttentionBackward work, float* dPrefix)
    {
        var (layout, d) = (work.Shape.Layout, work.Data.Width * work.Shape.Heads);
        var floats = layout.PrefixLength * 2 * d;
        using var sums = new Scratch((nint)work.Shape.Parts * floats);
        work.PrefixSums = sums.Pointer;
        engine.ForEach(work.Shape.Items, ref work);
        for (var row = 0; row < layout.PrefixLength; row++)
        {
            var total = sums.Pointer + (nint)row * 2 * d;
            for (var part = 1; part < work.Shape.Parts; part++)
                engine.RowKernels.Add(total + (nint)part * floats, total, 2 * d);
            if (dPrefix != null)
                engine.RowKernels.Add(total, dPrefix + (nint)row * 2 * d, 2 * d);
            if (layout.OwnPrefixRows == 0)
                continue;
            var from = new ReadOnlySpan<float>(dPrefix != null ? dPrefix + (nint)row * 2 * d : total, 2 * d);
            from[..d].CopyTo(new Span<float>(work.Gradient.Keys + row * work.Gradient.KeyStride, d));
            from[d..].CopyTo(new Span<float>(work.Gradient.Values + row * work.Gradient.KeyStride, d));
        }
    }

    static AttentionData Thirds(float* qkv, float* prefix, int d, int heads) => new()
    {
        Queries = qkv,
        Keys = qkv + d,
        Values = qkv + 2 * d,
        PrefixKeys = prefix + d,
        PrefixValues = prefix + 2 * d,
        QueryStride = 3 * d,
        KeyStride = 3 * d,
        PrefixStride = 3 * d,
        Width = d / heads,
    };

    static AttentionData QueriesApart(float* q, float* kv, float* prefix, int d, int heads) => new()
    {
        Queries = q,
        Keys = kv,
        Values = kv + d,
        PrefixKeys = prefix,
        PrefixValues = prefix + d,
        QueryStride = d,
        KeyStride = 2 * d,
        PrefixStride = 2 * d,
        Width = d / heads,
    };

    /// <summary>d, after checking that the rows and columns of keys and values (with queries, where parts is 3) fit.</summary>
    static int RequireShapes(Matrix packed, SequenceLayout layout, int heads, int parts, Matrix? prefix)
    {
        ArgumentNullException.ThrowIfNull(layout);
        ArgumentOutOfRangeException.ThrowIfLessThan(heads, 1);
        if (packed.Columns % (parts * heads) != 0)
        {
            throw new ArgumentException(
                $"{(parts == 3 ? "qkv" : "kv")} has {packed.Columns} columns, which {heads} heads of {(parts == 3 ? "queries, keys and values" : "keys and values")} cannot share evenly.", nameof(heads));
        }
        packed.RequireShape(layout.Rows, packed.Columns, parts == 3 ? "qkv" : "kv");
        if (layout.PrefixLength > layout.OwnPrefixRows && prefix is null)
            throw new ArgumentException("The layout's prefix lies elsewhere; its keys and values must be given.", nameof(prefix));
        prefix?.RequireShape(layout.PrefixLength, packed.Columns, nameof(prefix));
        return packed.Columns / parts;
    }

    static void RequirePrefixGradient(SequenceLayout layout, int d, Matrix? dPrefix)
    {
        if (layout.PrefixLength > layout.OwnPrefixRows && dPrefix is null)
            throw new ArgumentException("The layout's prefix lies elsewhere; its gradient needs a place.", nameof(dPrefix));
        dPrefix?.RequireShape(layout.PrefixLength, 2 * d, nameof(dPrefix));
    }
}
