namespace KronClip.Compute.Kernels;

/// <summary>
/// Attention where a query sees few keys, as in prompts that share their prefix: sequence after sequence, head after head, one query after the other, whose
/// scores never leave the nearest cache. Packing such small factors for the product kernel would cost several times what the products themselves do.
/// </summary>
static unsafe class AttentionRowByRow
{
    /// <summary>o = softmax(q Kᵀ / √e) V for each query and head of a part.</summary>
    public static void Forward(in AttentionForward work, AttentionPart part)
    {
        var (data, shape, kernels, d) = (work.Data, work.Shape, work.Engine.RowKernels, (nint)work.Data.Width * work.Shape.Heads);
        using var memory = new Scratch((nint)shape.LongestQueries(part) * part.Keys);
        for (var s = part.From; s < part.To; s++)
        {
            var (sequence, next) = (shape.Sequence(part, s), shape.Sequence(part, Math.Min(s + 1, part.To - 1)));
            for (var head = 0; head < shape.Heads; head++)
            {
                data.FetchHead(head, next);
                var p = memory.Pointer;                                                             // [queries × keys]
                data.Scores(kernels, head, sequence, part.Shared, p, part.Keys);
                for (var i = 0; i < sequence.Queries; i++, p += part.Keys)
                {
                    var query = sequence.FirstQuery + i;
                    var visible = shape.Visible(part, sequence, i);
                    var filled = AttentionShape.WholeVectors(visible);
                    new Span<float>(p + visible, filled - visible).Fill(float.NegativeInfinity);    // e^-∞ = 0
                    var sum = kernels.Softmax(p, data.Scale, p, filled);
                    if (work.LogSumExp != null)
                        work.LogSumExp[(nint)query * shape.Heads + head] = (float)sum;
                    data.WeightedValues(kernels, head, p, part.Shared, sequence.Row, visible, work.Output + query * d + head * data.Width);
                }
            }
        }
    }

    /// <summary>
    /// For each query and head of a part: P = exp(S / √e - logSumExp), dP = dO Vᵀ, dS = P (dP - Σ P dP) / √e, dQ = dS K; and for the keys and values
    /// that it sees dK = dSᵀ Q, dV = Pᵀ dO, those of the prefix into the part's own sums.
    /// </summary>
    public static void Backward(in AttentionBackward work, int number, AttentionPart part)
    {
        var (data, shape, kernels) = (work.Data, work.Shape, work.Engine.RowKernels);
        var (keys, d) = ((nint)part.Keys, (nint)work.Data.Width * work.Shape.Heads);
        var ofHead = part.Queries * keys;
        using var memory = new Scratch(2 * shape.Heads * ofHead);
        float* allP = memory.Pointer, allDs = allP + shape.Heads * ofHead;                          // [heads × queries × keys] each
        var prefix = work.PrefixSums + (nint)number * shape.Layout.PrefixLength * 2 * d;
        for (var s = part.From; s < part.To; s++)
        {
            var (sequence, next) = (shape.Sequence(part, s), shape.Sequence(part, Math.Min(s + 1, part.To - 1)));
            for (var head = 0; head < shape.Heads; head++)
            {
                data.FetchHead(head, next);
                if (work.ToSuffixes)
                    work.Gradient.FetchHead(head, next);
                var at = (sequence.FirstQuery - part.FirstQuery) * keys + head * ofHead;
                var dO = new MatrixView(work.DOutput + sequence.FirstQuery * d + head * data.Width, sequence.Queries, data.Width, d);
                data.Scores(kernels, head, sequence, part.Shared, allP + at, part.Keys);
                data.ValueScores(kernels, head, sequence, dO, part.Shared, allDs + at, part.Keys);
                for (var i = 0; i < sequence.Queries; i++)
                    Slopes(work, part, sequence, head, i, allP + at + i * keys, allDs + at + i * keys);
                if (part.First < 0)
                    OwnKeys(work, sequence, head, allP + at, allDs + at, keys, prefix + head * data.Width, prefix + head * data.Width + d, 2 * d);
                else if (work.ToSuffixes)
                    OwnKeys(work, sequence, head, allP + at + part.Shared, allDs + at + part.Shared, keys,
                        work.Gradient.K(head, sequence.Row, 1).At(0, 0), work.Gradient.V(head, sequence.Row, 1).At(0, 0), work.Gradient.KeyStride);
            }
        }
        for (var head = 0; head < shape.Heads; head++)
        {
            float* q = data.Q(head, part.FirstQuery, 1).At(0, 0), dO = work.DOutput + part.FirstQuery * d + head * data.Width;
            for (var j = 0; j < part.Shared; j++)
            {
                var to = prefix + j * 2 * d + head * data.Width;
                kernels.WeightedSum(allDs + head * ofHead + j, keys, q, data.QueryStride, part.Queries, data.Width, to, accumulate: false);
                kernels.WeightedSum(allP + head * ofHead + j, keys, dO, d, part.Queries, data.Width, to + d, accumulate: false);
            }
        }
    }

    /// <summary>The rows of P and dS of a sequence's query <paramref name="i"/> from those of S and dP, zero beyond what it sees, and its dQ where that is asked for.</summary>
    static void Slopes(in AttentionBackward work, AttentionPart part, AttentionSequence sequence, int head, int i, float* p, float* ds)
    {
        var (data, shape, kernels, query) = (work.Data, work.Shape, work.Engine.RowKernels, sequence.FirstQuery + i);
        var visible = shape.Visible(part, sequence, i);
        var filled = AttentionShape.WholeVectors(visible);
        new Span<float>(p + visible, filled - visible).Fill(float.NegativeInfinity);
        new Span<float>(ds + visible, filled - visible).Clear();
        kernels.SoftmaxAgain(p, data.Scale, work.LogSumExp[(nint)query * shape.Heads + head], p, filled);
        kernels.SoftmaxBackward(p, ds, kernels.Dot(p, ds, filled), data.Scale, ds, filled);
        if (work.ToSuffixes || part.First < 0)
            data.WeightedKeys(kernels, head, ds, part.Shared, sequence.Row, visible, work.Gradient.Q(head, query, 1).At(0, 0));
        new Span<float>(p + filled, part.Keys - filled).Clear();
        new Span<float>(ds + filled, part.Keys - filled).Clear();
    }

    /// <summary>dK = dSᵀ Q and dV = Pᵀ dO of a sequence's own keys, key by key; where rows are causal, key j is seen from query j on.</summary>
    static void OwnKeys(in AttentionBackward work, AttentionSequence sequence, int head, float* p, float* ds, nint keys, float* dK, float* dV, nint stride)
    {
        var (data, kernels, d) = (work.Data, work.Engine.RowKernels, (nint)work.Data.Width * work.Shape.Heads);
        for (var j = 0; j < sequence.Length; j++)
        {
            var first = work.Shape.FirstToSee(j);
            var (query, count) = (sequence.FirstQuery + first, sequence.Queries - first);
            kernels.WeightedSum(ds + first * keys + j, keys, data.Q(head, query, 1).At(0, 0), data.QueryStride, count, data.Width, dK + j * stride, accumulate: false);
            kernels.WeightedSum(p + first * keys + j, keys, work.DOutput + query * d + head * data.Width, d, count, data.Width, dV + j * stride, accumulate: false);
        }
    }
}
