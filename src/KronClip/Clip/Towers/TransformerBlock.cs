using KronClip.Checkpoints;
using KronClip.Compute;

namespace KronClip.Clip;

/// <summary>
/// One residual attention block of either tower (openai/CLIP clip/model.py, ResidualAttentionBlock): frozen weights, forward and
/// backward to the input. Weight names are the checkpoint's. Thread-safe: all state of a pass lives in its <see cref="BlockTrace"/>.
/// <code>
/// m = x + out_proj(attention(ln_1(x)))      [R×d]
/// y = m + c_proj(act(c_fc(ln_2(m))))        [R×d]
/// </code>
/// Neither ln_1(x), ln_2(m) nor act(…) is stored: they are computed while the rows go into the product that wants them.
/// </summary>
sealed class TransformerBlock : IDisposable
{
    readonly Engine engine;
    readonly Activation activation;
    readonly NormWeights ln1, ln2;
    readonly float[] inProjBias, outProjBias, cFcBias, cProjBias;
    readonly PackedWeights inProj, outProj, cFc, cProj;

    /// <summary>Reads and packs the block named <paramref name="prefix"/>, for example "transformer.resblocks.0".</summary>
    public TransformerBlock(Engine engine, ClipCheckpoint weights, string prefix, int width, int heads, int mlpWidth, Activation activation, float epsilon)
    {
        (this.engine, this.activation) = (engine, activation);
        (Width, MlpWidth, Heads) = (width, mlpWidth, heads);
        float[] Read(string name) => weights.Read($"{prefix}.{name}");
        PackedWeights Pack(string name, int outputs, int inputs) => PackedWeights.FromLinear(engine, Read(name), outputs, inputs);

        ln1 = new NormWeights(Read("ln_1.weight"), Read("ln_1.bias"), epsilon);
        (inProj, inProjBias) = (Pack("attn.in_proj_weight", 3 * width, width), Read("attn.in_proj_bias"));
        (outProj, outProjBias) = (Pack("attn.out_proj.weight", width, width), Read("attn.out_proj.bias"));
        ln2 = new NormWeights(Read("ln_2.weight"), Read("ln_2.bias"), epsilon);
        (cFc, cFcBias) = (Pack("mlp.c_fc.weight", mlpWidth, width), Read("mlp.c_fc.bias"));
        (cProj, cProjBias) = (Pack("mlp.c_proj.weight", width, mlpWidth), Read("mlp.c_proj.bias"));
    }

    /// <summary>d, the width of the residual stream.</summary>
    public int Width { get; }

    /// <summary>Width of the hidden layer, usually 4d.</summary>
    public int MlpWidth { get; }

    /// <summary>Attention heads.</summary>
    public int Heads { get; }

    /// <summary>Whether one query per sequence can be computed without the other rows' on this engine (it needs d to be whole panels).</summary>
    public bool CanPool => FusedProduct.CanSlice(engine, Width);

    /// <summary>
    /// y = block(x), [R×d]. <paramref name="trace"/> keeps what <see cref="BackwardToInput"/> needs, x itself included. <paramref name="prefix"/>
    /// [P×3d] holds queries, keys and values of the shared prefix: written where its rows are among x, read where they are elsewhere; null where
    /// nothing but x needs them. <paramref name="freshRows"/>: only so many rows from the first have changed since qkv was last computed.
    /// </summary>
    public void Forward(Matrix x, SequenceLayout layout, BlockTrace trace, BlockScratch scratch, Matrix y, Matrix? prefix, int freshRows)
    {
        trace.Input = x;
        FusedProduct.Normed(engine, x, ln1, inProj, inProjBias, trace.Qkv, trace.Mean1, trace.ReciprocalDeviation1, rows: freshRows); // [R×d]·[d×3d] → [R×3d]
        if (layout.OwnPrefixRows > 0)
            prefix?.CopyFirstRows(trace.Qkv);
        Attention.Forward(engine, trace.Qkv, layout, Heads, scratch.Rows.Attended, trace.LogSumExp, layout.OwnPrefixRows > 0 ? null : prefix); // [R×3d] → [R×d]
        Mlp(x, trace, scratch.Rows, y);
    }

    /// <summary>
    /// y = block(x) at one row of each sequence, which sees all of it, [sequences×d]: everything but keys and values is computed for those rows only.
    /// <paramref name="prefix"/> is [P×2d], keys and values.
    /// </summary>
    public void ForwardPooled(Matrix x, int[] pooledRows, SequenceLayout layout, BlockTrace trace, BlockScratch scratch, Matrix y, Matrix? prefix)
    {
        trace.Input = x;
        FusedProduct.Normed(engine, x, ln1, inProj, inProjBias, trace.Qkv, trace.Mean1, trace.ReciprocalDeviation1, firstOutput: Width); // keys and values: [R×d]·[d×2d] → [R×2d]
        for (var c = 0; c < pooledRows.Length; c++)
            x.Row(pooledRows[c]).CopyTo(trace.PooledInput!.Row(c));
        FusedProduct.Normed(engine, trace.PooledInput!, ln1, inProj, inProjBias, trace.PooledQ!, null, null);                          // queries: [C×d]·[d×d] → [C×d]
        if (layout.OwnPrefixRows > 0)
            prefix?.CopyFirstRows(trace.Qkv);
        Attention.ForwardPooled(engine, trace.PooledQ!, trace.Qkv, layout, Heads, scratch.Pooled!.Attended, trace.LogSumExp, layout.OwnPrefixRows > 0 ? null : prefix);
        Mlp(trace.PooledInput!, trace, scratch.Pooled!, y);
    }

    /// <summary>
    /// <paramref name="gradient"/>: dL/dy, [R×d], turned into dL/dx in place. <paramref name="prefix"/> as in <see cref="Forward"/>;
    /// <paramref name="dPrefix"/> [P×2d] gathers the gradient of the prefix's keys and values over all layouts. With
    /// <paramref name="constantSuffixes"/> x is constant but for the prefix's rows, and only their gradients are computed.
    /// </summary>
    public void BackwardToInput(
        SequenceLayout layout, BlockTrace trace, BlockScratch scratch, Matrix gradient, Matrix? prefix, Matrix? dPrefix, bool constantSuffixes)
    {
        BackwardMlp(trace, scratch.Rows, gradient);
        var elsewhere = layout.OwnPrefixRows > 0 ? null : prefix;
        Attention.BackwardToInput(engine, scratch.Rows.Attended, trace.Qkv, trace.LogSumExp!, layout, Heads, scratch.Qkv!, elsewhere, dPrefix, !constantSuffixes);
        var rows = constantSuffixes ? layout.OwnPrefixRows : layout.Rows;
        if (rows == 0)
            return;
        FusedProduct.BackwardToInput(engine, scratch.Qkv!, inProj, scratch.Rows.Normed, rows: rows);                    // d ln_1(x)  [R×3d]·[3d×d] → [R×d]
        LayerNorm.BackwardToInput(engine, scratch.Rows.Normed, trace.Input!, trace.Mean1, trace.ReciprocalDeviation1, ln1.Gain, gradient, accumulate: true, rows); // dx
    }

    /// <summary>
    /// <paramref name="dPooled"/>: dL/dy of <see cref="ForwardPooled"/>, [sequences×d], used up; <paramref name="gradient"/> ← dL/dx, [R×d].
    /// </summary>
    public void BackwardToInputPooled(
        int[] pooledRows, SequenceLayout layout, BlockTrace trace, BlockScratch scratch, Matrix dPooled, Matrix gradient, Matrix? prefix, Matrix? dPrefix)
    {
        BackwardMlp(trace, scratch.Pooled!, dPooled);
        Attention.BackwardToInputPooled(engine, scratch.Pooled!.Attended, trace.PooledQ!, trace.Qkv, trace.LogSumExp!, layout, Heads,
            scratch.PooledQ!, scratch.Kv!, layout.OwnPrefixRows > 0 ? null : prefix, dPrefix);
        FusedProduct.BackwardToInput(engine, scratch.Kv!, inProj, scratch.Rows.Normed, firstOutput: Width);            // through keys and values  [R×2d]·[2d×d] → [R×d]
        FusedProduct.BackwardToInput(engine, scratch.PooledQ!, inProj, scratch.Pooled!.Normed);                    // through queries  [C×d]·[d×d] → [C×d]
        for (var c = 0; c < pooledRows.Length; c++)
            scratch.Rows.Normed.AddToRow(engine, pooledRows[c], scratch.Pooled!.Normed, c);
        LayerNorm.BackwardToInput(engine, scratch.Rows.Normed, trace.Input!, trace.Mean1, trace.ReciprocalDeviation1, ln1.Gain, gradient);
        for (var c = 0; c < pooledRows.Length; c++)
            gradient.AddToRow(engine, pooledRows[c], dPooled, c);                                                 // the way around attention
    }

    /// <summary>From attention to y; x, trace.Middle and y have the rows that go through the hidden layer: all, or one of each sequence.</summary>
    void Mlp(Matrix x, BlockTrace trace, RowScratch scratch, Matrix y)
    {
        Product.Forward(engine, scratch.Attended, outProj, trace.Middle, outProjBias, residual: x);        // [R×d]·[d×d] + x → [R×d]
        FusedProduct.Normed(engine, trace.Middle, ln2, cFc, cFcBias, trace.PreActivation, trace.Mean2, trace.ReciprocalDeviation2); // [R×d]·[d×4d] → [R×4d]
        FusedProduct.Activated(engine, activation, trace.PreActivation, cProj, cProjBias, residual: trace.Middle, y); // [R×4d]·[4d×d] + m → [R×d]
    }

    /// <summary>From dL/dy to the gradient of attention's result, in scratch; <paramref name="gradient"/> becomes that of m.</summary>
    void BackwardMlp(BlockTrace trace, RowScratch scratch, Matrix gradient)
    {
        Product.BackwardToInput(engine, gradient, cProj, scratch.Hidden);                                         // dh  [R×d]·[d×4d] → [R×4d]
        FusedProduct.BackwardThroughActivation(engine, scratch.Hidden, activation, trace.PreActivation, cFc, scratch.Normed); // act′ dh  [R×4d]·[4d×d] → [R×d]
        LayerNorm.BackwardToInput(engine, scratch.Normed, trace.Middle, trace.Mean2, trace.ReciprocalDeviation2, ln2.Gain, gradient, accumulate: true); // dm
        Product.BackwardToInput(engine, gradient, outProj, scratch.Attended);                                     // d attended  [R×d]
    }

    public void Dispose()
    {
        inProj.Dispose();
        outProj.Dispose();
        cFc.Dispose();
        cProj.Dispose();
    }
}
