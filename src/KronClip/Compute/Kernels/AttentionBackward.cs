namespace KronClip.Compute.Kernels;

/// <summary>Item: one part and one head, or one part where rows see few keys; backwards. What reaches the prefix's keys and values goes to the part's own sums, which are added up afterwards in the order of the parts.</summary>
unsafe struct AttentionBackward : IIndexedWork
{
    public Engine Engine;
    public AttentionShape Shape;

    /// <summary>Forward values; its queries are those of <see cref="AttentionShape.Pooled"/>.</summary>
    public AttentionData Data;

    /// <summary>Where the gradients of queries, keys and values go.</summary>
    public AttentionData Gradient;

    public float* DOutput, LogSumExp;

    /// <summary>[parts × P × 2d]: gradients of the prefix's keys and values from each part.</summary>
    public float* PrefixSums;

    /// <summary>Whether the suffixes' own queries, keys and values receive their gradients; where they are constants nobody asks for them.</summary>
    public bool ToSuffixes;

    public readonly void Run(int index)
    {
        if (Shape.Layout.FewKeys)
        {
            AttentionRowByRow.Backward(this, index, Shape.Part(index));
            return;
        }
        var (number, head) = Math.DivRem(index, Shape.Heads);
        var part = Shape.Part(number);
        var (keys, shared, d) = (part.Keys, part.Shared, (nint)Data.Width * Shape.Heads);
        using var probabilities = new Scratch((nint)part.Queries * keys);
        using var slopes = new Scratch((nint)part.Queries * keys);
        float* p = probabilities.Pointer, ds = slopes.Pointer, dO = DOutput + part.FirstQuery * d + head * Data.Width;
        var dOut = new MatrixView(dO, part.Queries, Data.Width, d);
        Probabilities(part, head, p, ds, dO);

        // dQ = dS K;  dK = dSᵀ Q;  dV = Pᵀ dO
        var prefix = PrefixSums + (nint)number * Shape.Layout.PrefixLength * 2 * d + head * Data.Width;
        var queries = Data.Q(head, part.FirstQuery, part.Queries);
        var forPrefix = part.First < 0;
        if (shared > 0)
        {
            var (dsShared, pShared) = (new MatrixView(ds, part.Queries, shared, keys), new MatrixView(p, part.Queries, shared, keys));
            SmallProduct.Run(Engine, dsShared.Transposed, queries, prefix, 2 * d);
            SmallProduct.Run(Engine, pShared.Transposed, dOut, prefix + d, 2 * d);
            if (ToSuffixes)
                SmallProduct.Run(Engine, dsShared, Data.PrefixK(head, shared), Gradient.Q(head, part.FirstQuery, part.Queries).At(0, 0), Gradient.QueryStride);
        }
        if (!ToSuffixes && !forPrefix)
            return;
        for (var s = part.From; s < part.To; s++)
        {
            var sequence = Shape.Sequence(part, s);
            var at = (nint)(sequence.FirstQuery - part.FirstQuery);
            var dsOwn = new MatrixView(ds + at * keys + shared, sequence.Queries, sequence.Length, keys);
            var pOwn = new MatrixView(p + at * keys + shared, sequence.Queries, sequence.Length, keys);
            var (q, dOwn) = (Data.Q(head, sequence.FirstQuery, sequence.Queries), new MatrixView(dO + at * d, sequence.Queries, Data.Width, d));
            var dQ = Gradient.Q(head, sequence.FirstQuery, sequence.Queries).At(0, 0);
            var dK = forPrefix ? prefix : Gradient.K(head, sequence.Row, sequence.Length).At(0, 0);
            var dV = forPrefix ? prefix + d : Gradient.V(head, sequence.Row, sequence.Length).At(0, 0);
            var stride = forPrefix ? 2 * d : Gradient.KeyStride;
            SmallProduct.Run(Engine, dsOwn, Data.K(head, sequence.Row, sequence.Length), dQ, Gradient.QueryStride, accumulate: shared > 0);
            SmallProduct.Run(Engine, dsOwn.Transposed, q, dK, stride);
            SmallProduct.Run(Engine, pOwn.Transposed, dOwn, dV, stride);
        }
    }

    /// <summary>P = exp(S / √e - logSumExp);  dP = dO Vᵀ;  dS = P (dP - Σ P dP) / √e   [queries × keys]</summary>
    readonly void Probabilities(AttentionPart part, int head, float* p, float* ds, float* dO)
    {
        var (keys, shared, d) = (part.Keys, part.Shared, (nint)Data.Width * Shape.Heads);
        AttentionScores.Run(Engine, Data, Shape, part, head, p);
        if (shared > 0)
            SmallProduct.Run(Engine, new MatrixView(dO, part.Queries, Data.Width, d), Data.PrefixV(head, shared).Transposed, ds, keys);
        for (var s = part.From; s < part.To; s++)
        {
            var sequence = Shape.Sequence(part, s);
            Data.FetchNextHead(head, Shape.Heads, sequence);
            if (ToSuffixes)
                Gradient.FetchNextHead(head, Shape.Heads, sequence);
            var at = (nint)(sequence.FirstQuery - part.FirstQuery);
            var dOwn = new MatrixView(dO + at * d, sequence.Queries, Data.Width, d);
            SmallProduct.Run(Engine, dOwn, Data.V(head, sequence.Row, sequence.Length).Transposed, ds + at * keys + shared, keys);
            for (var i = 0; i < sequence.Queries; i++)
            {
                float* pRow = p + (at + i) * keys, dsRow = ds + (at + i) * keys;
                var visible = Shape.Visible(part, sequence, i);
                var filled = AttentionShape.WholeVectors(visible);
                new Span<float>(pRow + visible, filled - visible).Fill(float.NegativeInfinity);
                new Span<float>(dsRow + visible, filled - visible).Clear();
                Engine.RowKernels.SoftmaxAgain(pRow, Data.Scale, LogSumExp[(nint)(sequence.FirstQuery + i) * Shape.Heads + head], pRow, filled);
                Engine.RowKernels.SoftmaxBackward(pRow, dsRow, Engine.RowKernels.Dot(pRow, dsRow, filled), Data.Scale, dsRow, filled);
                new Span<float>(pRow + filled, keys - filled).Clear();
                new Span<float>(dsRow + filled, keys - filled).Clear();
            }
        }
    }
}
