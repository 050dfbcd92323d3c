using System.Globalization;
using System.Text.Json;
using KronClip.Compute;

namespace KronClip.Clip;

/// <summary>
/// Reads an open_clip_config.json ({"model_cfg": …}), or one of OpenCLIP's model_configs/*.json (the model_cfg alone). Missing keys take the
/// defaults of
/// open_clip/model.py: CLIPVisionCfg and CLIPTextCfg. A setting that changes the model and is not implemented is refused, never ignored.
/// </summary>
static class ClipConfigOpenClip
{
    /// <summary>Settings of each section that change nothing at inference: training, output form, or preprocessing.</summary>
    static readonly Dictionary<string, string[]> WithoutEffect = new()
    {
        ["model"] = ["init_logit_scale", "cast_dtype", "output_dict", "nonscalar_logit_scale"],
        ["vision"] =
        [
            "patch_dropout", "output_tokens", "attn_pooler_queries", "attn_pooler_heads", "timm_model_pretrained", "timm_pool", "timm_proj",
            "timm_proj_bias", "timm_drop", "timm_drop_path", "image_mean", "image_std", "interpolation", "resize_mode",
        ],
        ["text"] =
        [
            "output_tokens", "hf_tokenizer_name", "tokenizer_kwargs", "tokenizer_mode", "hf_model_pretrained", "hf_proj_type", "hf_pooler_type", "pad_id",
        ],
    };

    /// <summary>Settings whose neutral values (as JSON) are what CLIP does; any other value is another model.</summary>
    static readonly Dictionary<string, string[]> Neutral = new()
    {
        ["custom_text"] = ["false"],
        ["multimodal_cfg"] = [],
        ["init_logit_bias"] = [],
        ["timm_model_name"] = [],
        ["hf_model_name"] = [],
        ["ls_init_value"] = [],
        ["attentional_pool"] = ["false", "\"\""],
        ["no_ln_pre"] = ["false"],
        ["input_patchnorm"] = ["false"],
        ["global_average_pool"] = ["false"],
        ["pos_embed_type"] = ["\"learnable\""],
        ["final_ln_after_pool"] = ["false"],
        ["embed_cls"] = ["false"],
        ["no_causal_mask"] = ["false"],
        ["proj_bias"] = ["false"],
        ["proj_type"] = ["\"linear\""],
        ["block_type"] = ["\"default\""],
        ["qk_norm"] = ["false"],
        ["scaled_cosine_attn"] = ["false"],
        ["scale_heads"] = ["false"],
        ["scale_attn_inner"] = ["false"],
        ["scale_attn"] = ["false"],
        ["scale_fc"] = ["false"],
        ["act_kwargs"] = ["{}"],
        ["norm_kwargs"] = ["{}"],
        ["correct_cls_mask"] = ["false"],
        ["attn_mask"] = ["true"],
    };

    /// <exception cref="CheckpointException">The file describes a model with other parts than CLIP's, or is damaged.</exception>
    public static ClipConfigReading Read(string file)
    {
        var root = ClipConfigSource.Load(file);
        var model = root.Section("model_cfg") ?? root;
        if (model.Find("embed_dim") is null || model.Section("vision_cfg") is not { } vision || model.Section("text_cfg") is not { } text)
            throw root.Unsupported("something that has no embed_dim, vision_cfg and text_cfg");
        RefuseUnknown(model, "model", "embed_dim", "quick_gelu", "vision_cfg", "text_cfg");
        RefuseUnknown(vision, "vision", "layers", "width", "head_width", "mlp_ratio", "patch_size", "image_size", "pool_type");
        RefuseUnknown(text, "text", "context_length", "vocab_size", "width", "heads", "layers", "mlp_ratio", "pool_type", "eos_id");
        var activation = model.Flag("quick_gelu", false) ? Activation.QuickGelu : Activation.Gelu;
        var config = new ClipConfig
        {
            EmbeddingWidth = model.Size("embed_dim", 512),
            Text = Text(text, activation),
            Vision = vision.Find("layers") is { ValueKind: JsonValueKind.Array } stages ? ResNet(vision, stages) : Transformer(vision, activation),
        };
        var names = new[] { "pretrained", "pretrained_tag", "tag", "name", "hf_hub_id" }.Where(root.Keys.Contains).Select(root.Text)
            .Append(Path.GetFileName(Path.GetDirectoryName(Path.GetFullPath(file))));
        var contradiction = names.Select(name => ClipConfigActivation.Contradiction(name, activation)).OfType<string>().FirstOrDefault();
        return new(config, contradiction is null ? [] : [$"'{file}': {contradiction}"]);
    }

    static TextConfig Text(ClipConfigSource section, Activation activation)
    {
        if (section.Text("pool_type") is not "argmax" and { } pooling)
            throw section.Unsupported($"a text tower that pools by '{pooling}' (text_cfg.pool_type)");
        var width = section.Size("width", 512);
        var config = new TextConfig
        {
            ContextLength = section.Size("context_length", 77),
            VocabularySize = section.Size("vocab_size", 49408),
            Width = width,
            Heads = section.Size("heads", 8),
            Layers = section.Layers("layers", 12),
            MlpWidth = MlpWidth(section, width),
            Activation = activation,
        };
        section.RequireDivisible(config.Width, config.Heads);
        return config;
    }

    static VisionTransformerConfig Transformer(ClipConfigSource section, Activation activation)
    {
        if (section.Text("pool_type") is not "tok" and { } pooling)
            throw section.Unsupported($"an image tower that pools by '{pooling}' (vision_cfg.pool_type)");
        var width = section.Size("width", 768);
        var headWidth = section.Size("head_width", 64);
        var config = new VisionTransformerConfig
        {
            ImageSize = section.SquareSize("image_size", 224),
            PatchSize = section.SquareSize("patch_size", 16),
            Width = width,
            Heads = Math.Max(width / headWidth, 1),
            Layers = section.Layers("layers", 12),
            MlpWidth = MlpWidth(section, width),
            Activation = activation,
        };
        section.RequireDivisible(config.Width, config.Heads);
        if (config.Grid < 1)
            throw section.Unsupported($"patches of {config.PatchSize} pixels in a picture of {config.ImageSize}");
        return config;
    }

    static ResNetConfig ResNet(ClipConfigSource section, JsonElement stages)
    {
        var layers = stages.EnumerateArray()
            .Select(stage => stage.ValueKind == JsonValueKind.Number && stage.TryGetInt32(out var blocks) && blocks is >= 1 and <= 1000 ? blocks : 0)
            .ToArray();
        if (layers.Length != 4 || layers.Contains(0))
            throw section.Refuse("layers", stages, "four block counts are needed");
        var width = section.Size("width", 64);
        var config = new ResNetConfig
        {
            ImageSize = section.SquareSize("image_size", 224),
            Layers = layers,
            Width = width,
            Heads = Math.Max(32 * width / section.Size("head_width", 64), 1),
        };
        section.RequireDivisible(config.FeatureWidth, config.Heads);
        if (width % 2 != 0 || config.ImageSize < ResNetConfig.Stride)
            throw section.Unsupported(string.Create(CultureInfo.InvariantCulture, $"a ResNet of width {width} for pictures of "
                + $"{config.ImageSize} pixels"));
        return config;
    }

    static int MlpWidth(ClipConfigSource section, int width) => Math.Max((int)Math.Min(width * section.Positive("mlp_ratio", 4), int.MaxValue), 1);

    static void RefuseUnknown(ClipConfigSource section, string kind, params string[] understood)
    {
        foreach (var key in section.Keys.Except(understood).Except(WithoutEffect[kind]))
        {
            if (section.Find(key) is not { } value)
                continue;
            var text = value.ValueKind == JsonValueKind.Array ? "[…]" : value.GetRawText();
            if (!Neutral.TryGetValue(key, out var neutral) || !neutral.Contains(text))
                throw section.Unsupported($"a model with {kind} setting '{key}': {(text.Length > 60 ? text[..60] + "…" : text)}");
        }
    }
}
