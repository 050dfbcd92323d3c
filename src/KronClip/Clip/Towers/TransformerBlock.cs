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
/// </summary>
sealed class TransformerBlock : IDisposable
{
    readonly Engine engine;
    readonly int heads;
    readonly float epsilon;
    readonly Activation activation;
    readonly float[] ln1Weight, ln1Bias, ln2Weight, ln2Bias;
    readonly float[] inProjBias, outProjBias, cFcBias, cProjBias;
    readonly PackedWeights inProj, outProj, cFc, cProj;

    /// <summary>Reads and packs the block named <paramref name="prefix"/>, for example "transformer.resblocks.0".</summary>
    public TransformerBlock(Engine engine, ClipCheckpoint weights, string prefix, int width, int heads, int mlpWidth, Activation activation, float epsilon)
    {
        (this.engine, this.heads, this.epsilon, this.activation) = (engine, heads, epsilon, activation);
        (Width, MlpWidth) = (width, mlpWidth);
        float[] Read(string name) => weights.Read($"{prefix}.{name}");
        PackedWeights Pack(string name, int outputs, int inputs) => PackedWeights.FromLinear(engine, Read(name), outputs, inputs);

        (ln1Weight, ln1Bias) = (Read("ln_1.weight"), Read("ln_1.bias"));
        (inProj, inProjBias) = (Pack("attn.in_proj_weight", 3 * width, width), Read("attn.in_proj_bias"));
        (outProj, outProjBias) = (Pack("attn.out_proj.weight", width, width), Read("attn.out_proj.bias"));
        (ln2Weight, ln2Bias) = (Read("ln_2.weight"), Read("ln_2.bias"));
        (cFc, cFcBias) = (Pack("mlp.c_fc.weight", mlpWidth, width), Read("mlp.c_fc.bias"));
        (cProj, cProjBias) = (Pack("mlp.c_proj.weight", width, mlpWidth), Read("mlp.c_proj.bias"));
    }

    /// <summary>d, the width of the residual stream.</summary>
    public int Width { get; }

    /// <summary>Width of the hidden layer, usually 4d.</summary>
    public int MlpWidth { get; }

    /// <summary>y = block(x); <paramref name="trace"/> keeps what <see cref="BackwardToInput"/> needs, x itself included.</summary>
    public void Forward(Matrix x, SequenceLayout layout, BlockTrace trace, BlockScratch scratch, Matrix y)
    {
        trace.Input = x;
        LayerNorm.Forward(engine, x, ln1Weight, ln1Bias, epsilon, scratch.Normed, trace.Mean1, trace.ReciprocalDeviation1);
        Product.Forward(engine, scratch.Normed, inProj, trace.Qkv, inProjBias);                                   // [R×d]·[d×3d] → [R×3d]
        Attention.Forward(engine, trace.Qkv, layout, heads, trace.Attended, trace.LogSumExp);                     // [R×3d] → [R×d]
        Product.Forward(engine, trace.Attended, outProj, trace.Middle, outProjBias, residual: x);                 // [R×d]·[d×d] + x → [R×d]
        LayerNorm.Forward(engine, trace.Middle, ln2Weight, ln2Bias, epsilon, scratch.Normed, trace.Mean2, trace.ReciprocalDeviation2);
        Product.Forward(engine, scratch.Normed, cFc, scratch.Hidden, cFcBias, activation, preActivation: trace.PreActivation); // → [R×4d]
        Product.Forward(engine, scratch.Hidden, cProj, y, cProjBias, residual: trace.Middle);                     // [R×4d]·[4d×d] + m → [R×d]
    }

    /// <summary>dx ← dL/dx from <paramref name="gradient"/> = dL/dy, in place. The weights are frozen: no gradient of theirs exists.</summary>
    public void BackwardToInput(SequenceLayout layout, BlockTrace trace, BlockScratch scratch, Matrix gradient)
    {
        Product.BackwardToInput(engine, gradient, cProj, scratch.Hidden);                                         // dh  [R×4d]
        Activations.Backward(engine, activation, trace.PreActivation!, scratch.Hidden, scratch.Hidden);           // through act
        Product.BackwardToInput(engine, scratch.Hidden, cFc, scratch.Normed);                                     // d ln_2(m)  [R×d]
        LayerNorm.BackwardToInput(engine, scratch.Normed, trace.Middle, trace.Mean2, trace.ReciprocalDeviation2, ln2Weight, gradient, accumulate: true); // dm

        Product.BackwardToInput(engine, gradient, outProj, scratch.Normed);                                       // d attended  [R×d]
        Attention.BackwardToInput(engine, scratch.Normed, trace.Qkv, trace.Attended, trace.LogSumExp!, layout, heads, scratch.Qkv);
        Product.BackwardToInput(engine, scratch.Qkv, inProj, scratch.Normed);                                     // d ln_1(x)  [R×d]
        LayerNorm.BackwardToInput(engine, scratch.Normed, trace.Input!, trace.Mean1, trace.ReciprocalDeviation1, ln1Weight, gradient, accumulate: true); // dx
    }

    public void Dispose()
    {
        inProj.Dispose();
        outProj.Dispose();
        cFc.Dispose();
        cProj.Dispose();
    }
}

/// <summary>What one block keeps of a forward pass of R rows. Without <c>keep</c> one trace serves all blocks in turn.</summary>
sealed class BlockTrace(int rows, TransformerBlock block, int heads, bool keep)
{
    public Matrix? Input { get; set; }

    public float[] Mean1 { get; } = new float[rows];

    public float[] ReciprocalDeviation1 { get; } = new float[rows];

    public Matrix Qkv { get; } = new(rows, 3 * block.Width);

    public Matrix Attended { get; } = new(rows, block.Width);

    public Matrix? LogSumExp { get; } = keep ? new(rows, heads) : null;

    public Matrix Middle { get; } = new(rows, block.Width);

    public float[] Mean2 { get; } = new float[rows];

    public float[] ReciprocalDeviation2 { get; } = new float[rows];

    public Matrix? PreActivation { get; } = keep ? new(rows, block.MlpWidth) : null;
}

/// <summary>Room that every block of a pass overwrites.</summary>
sealed class BlockScratch(int rows, TransformerBlock block, bool keep)
{
    public Matrix Normed { get; } = new(rows, block.Width);

    public Matrix Hidden { get; } = new(rows, block.MlpWidth);

    public Matrix Qkv { get; } = keep ? new(rows, 3 * block.Width) : new(0, 3 * block.Width);
}
