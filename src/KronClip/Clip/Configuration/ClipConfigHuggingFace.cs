using System.Text.Json;
using KronClip.Compute;

namespace KronClip.Clip;

/// <summary>
/// Reads the config.json of a Hugging Face CLIPModel. Missing keys take the defaults of transformers' CLIPConfig
/// (transformers/models/clip/configuration_clip.py); text_config_dict and vision_config_dict, written by old versions, win over the plain forms.
/// </summary>
static class ClipConfigHuggingFace
{
    /// <summary>Old configurations name this id; transformers then pools at the largest id of the text instead (modeling_clip.py).</summary>
    const int EndTokenOfOldFiles = 2;

    /// <exception cref="CheckpointException">The file describes another kind of model, or is damaged.</exception>
    public static ClipConfigReading Read(string file)
    {
        var root = ClipConfigSource.Load(file);
        var (text, vision) = (root.Section("text_config", "text_config_dict"), root.Section("vision_config", "vision_config_dict"));
        if (root.Text("model_type") is not "clip" and { } type)
            throw root.Unsupported($"a model of type '{type}'");
        if (text is null || vision is null)
        {
            if (root.Find("model_type") is null)
                throw root.Unsupported("something that has no text_config and vision_config");
            var empty = new ClipConfigSource(file, "", JsonDocument.Parse("{}").RootElement);
            (text, vision) = (text ?? empty, vision ?? empty);
        }
        var config = new ClipConfig { EmbeddingWidth = root.Size("projection_dim", 512), Text = Text(text), Vision = Vision(vision) };
        return new(config, [.. Warnings(root, config)]);
    }

    static TextConfig Text(ClipConfigSource section)
    {
        var vocabulary = section.Size("vocab_size", 49408);
        var end = section.Token("eos_token_id", vocabulary);
        var old = end == EndTokenOfOldFiles;
        var config = new TextConfig
        {
            ContextLength = section.Size("max_position_embeddings", 77),
            VocabularySize = vocabulary,
            Width = section.Size("hidden_size", 512),
            Heads = section.Size("num_attention_heads", 8),
            Layers = section.Layers("num_hidden_layers", 12),
            MlpWidth = section.Size("intermediate_size", 2048),
            Activation = section.Activation("hidden_act"),
            LayerNormEpsilon = (float)section.Positive("layer_norm_eps", 1e-5),
            StartToken = old ? null : section.Token("bos_token_id", vocabulary),
            EndToken = old ? null : end,
        };
        section.RequireDivisible(config.Width, config.Heads);
        return config;
    }

    static VisionTransformerConfig Vision(ClipConfigSource section)
    {
        if (section.Size("num_channels", 3) is not 3 and var channels)
            throw section.Unsupported($"an image tower for {channels} colour channels");
        var config = new VisionTransformerConfig
        {
            ImageSize = section.SquareSize("image_size", 224),
            PatchSize = section.SquareSize("patch_size", 32),
            Width = section.Size("hidden_size", 768),
            Heads = section.Size("num_attention_heads", 12),
            Layers = section.Layers("num_hidden_layers", 12),
            MlpWidth = section.Size("intermediate_size", 3072),
            Activation = section.Activation("hidden_act"),
            LayerNormEpsilon = (float)section.Positive("layer_norm_eps", 1e-5),
        };
        section.RequireDivisible(config.Width, config.Heads);
        if (config.Grid < 1)
            throw section.Unsupported($"patches of {config.PatchSize} pixels in a picture of {config.ImageSize}");
        return config;
    }

    static IEnumerable<string> Warnings(ClipConfigSource root, ClipConfig config)
    {
        var vision = ((VisionTransformerConfig)config.Vision).Activation;
        if (vision != config.Text.Activation)
            yield return $"'{root.File}' gives the image tower {vision} and the text tower {config.Text.Activation}; every published CLIP "
                + "has the same in both.";
        if (ClipConfigActivation.Contradiction(root.Text("_name_or_path"), config.Text.Activation) is { } contradiction)
            yield return $"'{root.File}': {contradiction}";
    }
}
