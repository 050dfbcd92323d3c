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
    /// each row's sum of exponentials, from which the backward pass finds the probabilities again.
    /// </summary>
    /// <exception cref="ArgumentException">A shape does not fit the layout or the number of heads.</exception>
    public static void Forward(Engine engine, Matrix qkv, SequenceLayout layout, int heads, Matrix output, Matrix? logSumExp = null)
    {
        ArgumentNullException.ThrowIfNull(engine);
        ArgumentNullException.ThrowIfNull(qkv);
        ArgumentNullException.ThrowIfNull(output);
        var width = RequireShapes(qkv, layout, heads);
        output.RequireShape(layout.Rows, width * heads, nameof(output));
        logSumExp?.RequireShape(layout.Rows, heads, nameof(logSumExp));
        fixed (float* qkvData = qkv.Data, outputData = output.Data, sumsData = logSumExp?.Data)
        {
            var (columns, result, sums) = (new HeadColumns((nint)qkvData, heads, width), (nint)outputData, (nint)sumsData);
            engine.ForEach(Segment.Count(layout) * heads, item =>
            {
                var (segment, head) = (Segment.Of(layout, item / heads), item % heads);
                AttendForward(engine, columns, head, segment, (float*)result + head * width, (float*)sums);
            });
        }
    }

    /// <summary>
    /// dQkv [R × 3d], overwritten, from dOutput [R × d] and what <see cref="Forward"/> was given and gave. Keys and values of the shared prefix
    /// receive the gradients of all sequences, added in the order of the sequences; heads run in parallel, and sequences too where no prefix is shared.
    /// </summary>
    /// <exception cref="ArgumentException">A shape does not fit the layout or the number of heads.</exception>
    public static void BackwardToInput(
        Engine engine, Matrix dOutput, Matrix qkv, Matrix output, Matrix logSumExp, SequenceLayout layout, int heads, Matrix dQkv)
    {
        ArgumentNullException.ThrowIfNull(engine);
        ArgumentNullException.ThrowIfNull(dOutput);
        ArgumentNullException.ThrowIfNull(qkv);
        ArgumentNullException.ThrowIfNull(output);
        ArgumentNullException.ThrowIfNull(logSumExp);
        ArgumentNullException.ThrowIfNull(dQkv);
        var width = RequireShapes(qkv, layout, heads);
        output.RequireShape(layout.Rows, width * heads, nameof(output));
        dOutput.RequireShape(layout.Rows, width * heads, nameof(dOutput));
        logSumExp.RequireShape(layout.Rows, heads, nameof(logSumExp));
        dQkv.RequireShape(qkv.Rows, qkv.Columns, nameof(dQkv));
        fixed (float* qkvData = qkv.Data, dQkvData = dQkv.Data, outputData = output.Data, dOutputData = dOutput.Data, sumsData = logSumExp.Data)
        {
            var (columns, dColumns) = (new HeadColumns((nint)qkvData, heads, width), new HeadColumns((nint)dQkvData, heads, width));
            var (result, dResult, sums) = ((nint)outputData, (nint)dOutputData, (nint)sumsData);
            var segments = Segment.Count(layout);
            var together = layout.PrefixLength == 0 ? 1 : segments;     // segments that one item does, in order
            engine.ForEach(segments / together * heads, item =>
            {
                var head = item % heads;
                for (var s = 0; s < together; s++)
                {
                    AttendBackward(
                        engine, columns, dColumns, head, Segment.Of(layout, item / heads * together + s),
                        (float*)result + head * width, (float*)dResult + head * width, (float*)sums);
                }
            });
        }
    }

    static void AttendForward(Engine engine, HeadColumns columns, int head, Segment segment, float* output, float* logSumExp)
    {
        var (first, rows, shared, keys) = (segment.First, segment.Length, segment.Shared, segment.Keys);
        var d = columns.Heads * columns.Width;
        using var memory = new Scratch((nint)rows * keys);
        var p = memory.Pointer;                                         // scores, then probabilities [rows × keys]
        Scores(engine, columns, head, segment, p);
        for (var i = 0; i < rows; i++)
        {
            var visible = segment.Visible(i);
            var sum = engine.RowKernels.Softmax(p + (nint)i * keys, columns.Scale, p + (nint)i * keys, visible);
            new Span<float>(p + (nint)i * keys + visible, keys - visible).Clear();
            if (logSumExp != null)
                logSumExp[(nint)(first + i) * columns.Heads + head] = (float)sum;
        }

        // O = P V   [rows × keys]·[keys × e] → [rows × e], the prefix's part first
        var o = output + (nint)first * d;
        if (shared > 0)
            SmallProduct.Run(engine, new MatrixView(p, rows, shared, keys), columns.Values(head, 0, shared), o, d);
        SmallProduct.Run(engine, new MatrixView(p + shared, rows, rows, keys), columns.Values(head, first, rows), o, d, accumulate: shared > 0);
    }

    static void AttendBackward(
        Engine engine, HeadColumns columns, HeadColumns dColumns, int head, Segment segment, float* output, float* dOutput, float* logSumExp)
    {
        var (first, rows, shared, keys) = (segment.First, segment.Length, segment.Shared, segment.Keys);
        var d = columns.Heads * columns.Width;
        var stride = columns.Stride;
        using var probabilities = new Scratch((nint)rows * keys);
        using var slopes = new Scratch((nint)rows * keys);
        float* p = probabilities.Pointer, ds = slopes.Pointer, o = output + (nint)first * d, dO = dOutput + (nint)first * d;
        var dOut = new MatrixView(dO, rows, columns.Width, d);

        // P = exp(S / √e - logSumExp);  dP = dO Vᵀ;  dS = P (dP - dO·O) / √e   [rows × keys]
        Scores(engine, columns, head, segment, p);
        if (shared > 0)
            SmallProduct.Run(engine, dOut, columns.Values(head, 0, shared).Transposed, ds, keys);
        SmallProduct.Run(engine, dOut, columns.Values(head, first, rows).Transposed, ds + shared, keys);
        for (var i = 0; i < rows; i++)
        {
            var visible = segment.Visible(i);
            float* pRow = p + (nint)i * keys, dsRow = ds + (nint)i * keys;
            engine.RowKernels.SoftmaxAgain(pRow, columns.Scale, logSumExp[(nint)(first + i) * columns.Heads + head], pRow, visible);
            var mean = engine.RowKernels.Dot(dO + (nint)i * d, o + (nint)i * d, columns.Width);
            engine.RowKernels.SoftmaxBackward(pRow, dsRow, mean, columns.Scale, dsRow, visible);
            new Span<float>(pRow + visible, keys - visible).Clear();
            new Span<float>(dsRow + visible, keys - visible).Clear();
        }

        // dQ = dS K;  dK = dSᵀ Q;  dV = Pᵀ dO, the prefix's keys and values collecting from every sequence
        var (dsOwn, pOwn) = (new MatrixView(ds + shared, rows, rows, keys), new MatrixView(p + shared, rows, rows, keys));
        var queries = columns.Queries(head, first, rows);
        var dQueries = dColumns.Queries(head, first, rows).At(0, 0);
        if (shared > 0)
        {
            var (dsShared, pShared) = (new MatrixView(ds, rows, shared, keys), new MatrixView(p, rows, shared, keys));
            SmallProduct.Run(engine, dsShared, columns.Keys(head, 0, shared), dQueries, stride);
            SmallProduct.Run(engine, dsShared.Transposed, queries, dColumns.Keys(head, 0, shared).At(0, 0), stride, accumulate: true);
            SmallProduct.Run(engine, pShared.Transposed, dOut, dColumns.Values(head, 0, shared).At(0, 0), stride, accumulate: true);
        }
        SmallProduct.Run(engine, dsOwn, columns.Keys(head, first, rows), dQueries, stride, accumulate: shared > 0);
        SmallProduct.Run(engine, dsOwn.Transposed, queries, dColumns.Keys(head, first, rows).At(0, 0), stride);
        SmallProduct.Run(engine, pOwn.Transposed, dOut, dColumns.Values(head, first, rows).At(0, 0), stride);
    }

    /// <summary>S = Q Kᵀ, unscaled [rows × keys], the prefix's keys first.</summary>
    static void Scores(Engine engine, HeadColumns columns, int head, Segment segment, float* scores)
    {
        var keys = segment.Keys;
        var queries = columns.Queries(head, segment.First, segment.Length);
        if (segment.Shared > 0)
            SmallProduct.Run(engine, queries, columns.Keys(head, 0, segment.Shared).Transposed, scores, keys);
        SmallProduct.Run(engine, queries, columns.Keys(head, segment.First, segment.Length).Transposed, scores + segment.Shared, keys);
    }

    static int RequireShapes(Matrix qkv, SequenceLayout layout, int heads)
    {
        ArgumentNullException.ThrowIfNull(layout);
        ArgumentOutOfRangeException.ThrowIfLessThan(heads, 1);
        if (qkv.Columns % (3 * heads) != 0)
        {
            throw new ArgumentException(
                $"qkv has {qkv.Columns} columns, which {heads} heads of queries, keys and values cannot share evenly.", nameof(heads));
        }
        qkv.RequireShape(layout.Rows, qkv.Columns, nameof(qkv));
        return qkv.Columns / (3 * heads);
    }

    /// <summary>Rows that attend together: the prefix to itself, or a suffix to the prefix and itself.</summary>
    readonly record struct Segment(int First, int Length, int Shared, bool Causal)
    {
        public static int Count(SequenceLayout layout) => layout.Sequences + (layout.PrefixLength > 0 ? 1 : 0);

        public static Segment Of(SequenceLayout layout, int index)
        {
            var sequence = layout.PrefixLength > 0 ? index - 1 : index;
            return sequence < 0
                ? new Segment(0, layout.PrefixLength, 0, layout.Causal)
                : new Segment(layout.SuffixOffsets[sequence], layout.SuffixLengths[sequence], layout.PrefixLength, layout.Causal);
        }

        /// <summary>Keys in all: the prefix's and its own.</summary>
        public int Keys => Shared + Length;

        /// <summary>Number of keys, from the first, that own row <paramref name="row"/> sees.</summary>
        public int Visible(int row) => Shared + (Causal ? row + 1 : Length);
    }

    /// <summary>The columns of one head in a pinned [R × 3d] matrix.</summary>
    readonly record struct HeadColumns(nint Origin, int Heads, int Width)
    {
        public nint Stride => (nint)3 * Heads * Width;

        public float Scale => 1 / MathF.Sqrt(Width);

        public MatrixView Queries(int head, int first, int count) => Third(0, head, first, count);

        public MatrixView Keys(int head, int first, int count) => Third(1, head, first, count);

        public MatrixView Values(int head, int first, int count) => Third(2, head, first, count);

        MatrixView Third(int third, int head, int first, int count) =>
            new((float*)Origin + first * Stride + (third * Heads + head) * Width, count, Width, Stride);
    }
}
