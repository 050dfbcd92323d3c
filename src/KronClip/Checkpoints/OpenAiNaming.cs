namespace KronClip.Checkpoints;

/// <summary>
/// The names of openai/CLIP (CLIP/clip/model.py), which are the canonical ones; OpenCLIP keeps them for models with CLIP's own text tower
/// (open_clip/model.py: CLIP). Both carry a few buffers along: OpenAI's archives three sizes, OpenCLIP the causal mask, batch norms a counter.
/// </summary>
sealed class OpenAiNaming : TensorNaming
{
    public override bool Recognises(IReadOnlySet<string> keys) =>
        keys.Contains("token_embedding.weight") || keys.Contains("visual.conv1.weight") || keys.Contains("text_projection");

    public override StoredTensor Locate(string canonical) => new([canonical]);

    public override bool Ignores(string key) =>
        key is "input_resolution" or "context_length" or "vocab_size" or "attn_mask"
        || key.EndsWith(".num_batches_tracked", StringComparison.Ordinal);
}
