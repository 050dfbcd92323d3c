namespace KronClip.Compute.Kernels;

/// <summary>
/// The shape of attention: which sequences an item takes together, who asks, and what is seen. The prefix's part is done for all queries of a group at
/// once, the own part sequence by sequence.
/// </summary>
readonly struct AttentionShape(SequenceLayout layout, int heads, bool pooled)
{
    public SequenceLayout Layout { get; } = layout;

    public int Heads { get; } = heads;

    /// <summary>Whether each sequence has one query only, which sees all of it; else every row asks.</summary>
    public bool Pooled { get; } = pooled;

    /// <summary>Whether the prefix's rows ask as well: they form a group of their own, the first.</summary>
    public bool PrefixAsks => Layout.OwnPrefixRows > 0 && !Pooled;

    /// <summary>Items of work: one for each group of queries and head, or one for each group where rows see few keys.</summary>
    public int Items => Layout.FewKeys ? Parts : Parts * Heads;

    /// <summary>Groups of queries.</summary>
    public int Parts => Layout.Groups + (PrefixAsks ? 1 : 0);

    /// <summary>What part <paramref name="index"/> takes.</summary>
    public AttentionPart Part(int index)
    {
        if (PrefixAsks && index-- == 0)
            return new AttentionPart(-1, 0, 0, Layout.PrefixLength, 0, WholeVectors(Layout.PrefixLength));
        var (first, end) = Layout.Group(index);
        var firstRow = Layout.SuffixOffsets[first];
        var (queries, longest) = (0, 0);
        for (var s = first; s < end; s++)
        {
            queries += Pooled ? 1 : Layout.SuffixLengths[s];
            longest = Math.Max(longest, Layout.SuffixLengths[s]);
        }
        return new AttentionPart(first, end, Pooled ? first : firstRow, queries, Layout.PrefixLength, WholeVectors(Layout.PrefixLength + longest));
    }

    /// <summary>Sequence <paramref name="index"/> of a part; the prefix is one, of its own rows.</summary>
    public AttentionSequence Sequence(AttentionPart part, int index)
    {
        if (part.First < 0)
            return new AttentionSequence(0, Layout.PrefixLength, 0, Layout.PrefixLength);
        var (row, length) = (Layout.SuffixOffsets[index], Layout.SuffixLengths[index]);
        return Pooled ? new AttentionSequence(row, length, index, 1) : new AttentionSequence(row, length, row, length);
    }

    /// <summary>The most queries that a sequence of a part has.</summary>
    public int LongestQueries(AttentionPart part)
    {
        var longest = 0;
        for (var s = part.From; s < part.To; s++)
            longest = Math.Max(longest, Sequence(part, s).Queries);
        return longest;
    }

    /// <summary>A number of keys filled up to whole vectors of every width: a row's last vector then needs no care.</summary>
    public static int WholeVectors(int keys) => (keys + 15) & ~15;

    /// <summary>Keys that query <paramref name="query"/> of a sequence sees, the prefix's included.</summary>
    public int Visible(AttentionPart part, AttentionSequence sequence, int query) =>
        part.Shared + (Layout.Causal && !Pooled ? query + 1 : sequence.Length);

    /// <summary>The first query of a sequence that sees its own key <paramref name="key"/>.</summary>
    public int FirstToSee(int key) => Layout.Causal && !Pooled ? key : 0;
}

/// <summary>
/// Queries that are worked on together: those of sequences First … End-1, or the prefix's own (First -1), which lie one after the
/// other from FirstQuery on. Keys counts whole vectors.
/// </summary>
readonly record struct AttentionPart(int First, int End, int FirstQuery, int Queries, int Shared, int Keys)
{
    /// <summary>Index of the first sequence.</summary>
    public int From => Math.Max(First, 0);

    /// <summary>Index after the last sequence.</summary>
    public int To => First < 0 ? 1 : End;
}

/// <summary>Own keys of one sequence, and its queries.</summary>
readonly record struct AttentionSequence(int Row, int Length, int FirstQuery, int Queries);

/// <summary>Item: one part and one head, or one part where rows see few keys; forward.</summary>
unsafe struct AttentionForward : IIndexedWork
{
    public Engine Engine;
    public AttentionShape Shape;
    public AttentionData Data;
    public float* Output, LogSumExp;

    public readonly void Run(int index)
    {
        if (Shape.Layout.FewKeys)
        {
            AttentionRowByRow.Forward(this, Shape.Part(index));
            return;
        }
        var (part, head) = (Shape.Part(index / Shape.Heads), index % Shape.Heads);
        var (keys, shared, d) = (part.Keys, part.Shared, (nint)Data.Width * Shape.Heads);
        using var memory = new Scratch((nint)part.Queries * keys);
        var p = memory.Pointer;                                         // scores, then probabilities [queries × keys]
        AttentionScores.Run(Engine, Data, Shape, part, head, p);
        for (var s = part.From; s < part.To; s++)
        {
            var sequence = Shape.Sequence(part, s);
            Data.FetchNextHead(head, Shape.Heads, sequence);
            for (var i = 0; i < sequence.Queries; i++)
            {
                var query = sequence.FirstQuery + i;
                var row = p + (nint)(query - part.FirstQuery) * keys;
                var visible = Shape.Visible(part, sequence, i);
                var filled = AttentionShape.WholeVectors(visible);
                new Span<float>(row + visible, filled - visible).Fill(float.NegativeInfinity);      // e^-∞ = 0
                var sum = Engine.RowKernels.Softmax(row, Data.Scale, row, filled);
                new Span<float>(row + filled, keys - filled).Clear();
                if (LogSumExp != null)
                    LogSumExp[(nint)query * Shape.Heads + head] = (float)sum;
            }
        }

        // O = P V   [queries × keys]·[keys × e] → [queries × e], the prefix's part first
        var o = Output + part.FirstQuery * d + head * Data.Width;
        if (shared > 0)
            SmallProduct.Run(Engine, new MatrixView(p, part.Queries, shared, keys), Data.PrefixV(head, shared), o, d);
        for (var s = part.From; s < part.To; s++)
        {
            var sequence = Shape.Sequence(part, s);
            var at = (nint)(sequence.FirstQuery - part.FirstQuery);
            var own = new MatrixView(p + at * keys + shared, sequence.Queries, sequence.Length, keys);
            SmallProduct.Run(Engine, own, Data.V(head, sequence.Row, sequence.Length), o + at * d, d, accumulate: shared > 0);
        }
    }
}

/// <summary>S = Q Kᵀ of a part, unscaled [queries × keys], the prefix's keys first, then the own ones of each query's sequence.</summary>
static unsafe class AttentionScores
{
    public static void Run(Engine engine, in AttentionData data, AttentionShape shape, AttentionPart part, int head, float* scores)
    {
        var keys = part.Keys;
        if (part.Shared > 0)
            SmallProduct.Run(engine, data.Q(head, part.FirstQuery, part.Queries), data.PrefixK(head, part.Shared).Transposed, scores, keys);
        for (var s = part.From; s < part.To; s++)
        {
            var sequence = shape.Sequence(part, s);
            var at = scores + (nint)(sequence.FirstQuery - part.FirstQuery) * keys + part.Shared;
            SmallProduct.Run(engine, data.Q(head, sequence.FirstQuery, sequence.Queries), data.K(head, sequence.Row, sequence.Length).Transposed, at, keys);
        }
    }
}
