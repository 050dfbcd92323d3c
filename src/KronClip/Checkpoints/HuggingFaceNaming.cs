namespace KronClip.Checkpoints;

/// <summary>
/// The names of transformers' CLIPModel (modeling_clip.py). Against OpenAI's: queries, keys and values are three tensors, the projections are linear
/// layers and so transposed, and the image tower's first layer norm is spelt "pre_layrnorm". Old files also hold position_ids, which count from
/// 0 up.
/// The correspondence is that of transformers' convert_clip_original_pytorch_to_hf.py.
/// </summary>
sealed class HuggingFaceNaming : TensorNaming
{
    static readonly Dictionary<string, string> Names = new(StringComparer.Ordinal)
    {
        ["logit_scale"] = "logit_scale",
        ["token_embedding.weight"] = "text_model.embeddings.token_embedding.weight",
        ["positional_embedding"] = "text_model.embeddings.position_embedding.weight",
        ["ln_final.weight"] = "text_model.final_layer_norm.weight",
        ["ln_final.bias"] = "text_model.final_layer_norm.bias",
        ["text_projection"] = "text_projection.weight",
        ["visual.class_embedding"] = "vision_model.embeddings.class_embedding",
        ["visual.positional_embedding"] = "vision_model.embeddings.position_embedding.weight",
        ["visual.conv1.weight"] = "vision_model.embeddings.patch_embedding.weight",
        ["visual.ln_pre.weight"] = "vision_model.pre_layrnorm.weight",
        ["visual.ln_pre.bias"] = "vision_model.pre_layrnorm.bias",
        ["visual.ln_post.weight"] = "vision_model.post_layernorm.weight",
        ["visual.ln_post.bias"] = "vision_model.post_layernorm.bias",
        ["visual.proj"] = "visual_projection.weight",
    };

    static readonly Dictionary<string, string> BlockNames = new(StringComparer.Ordinal)
    {
        ["attn.out_proj"] = "self_attn.out_proj",
        ["ln_1"] = "layer_norm1",
        ["ln_2"] = "layer_norm2",
        ["mlp.c_fc"] = "mlp.fc1",
        ["mlp.c_proj"] = "mlp.fc2",
    };

    public override bool Recognises(IReadOnlySet<string> keys) =>
        keys.Any(key => key.StartsWith("text_model.", StringComparison.Ordinal))
        && keys.Any(key => key.StartsWith("vision_model.", StringComparison.Ordinal));

    public override bool Ignores(string key) => key.EndsWith(".position_ids", StringComparison.Ordinal);

    public override StoredTensor Locate(string canonical)
    {
        if (Names.TryGetValue(canonical, out var name))
            return new([name], Transposed: canonical is "text_projection" or "visual.proj");
        const string blocks = "transformer.resblocks.";
        var tower = canonical.StartsWith("visual.", StringComparison.Ordinal) ? "vision_model" : "text_model";
        var start = canonical.IndexOf(blocks, StringComparison.Ordinal);
        if (start < 0)
            return new([canonical]);                            // a weight that this scheme has no place for: reported as missing under its own name
        var rest = canonical[(start + blocks.Length)..];
        var dot = rest.IndexOf('.', StringComparison.Ordinal);
        var (layer, part) = ($"{tower}.encoder.layers.{rest[..dot]}.", rest[(dot + 1)..]);
        if (part is "attn.in_proj_weight" or "attn.in_proj_bias")
        {
            var kind = part.EndsWith("weight", StringComparison.Ordinal) ? "weight" : "bias";
            return new([$"{layer}self_attn.q_proj.{kind}", $"{layer}self_attn.k_proj.{kind}", $"{layer}self_attn.v_proj.{kind}"]);
        }
        var last = part.LastIndexOf('.');
        return new([layer + BlockNames[part[..last]] + part[last..]]);
    }
}
