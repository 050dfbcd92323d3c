using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using KronClip.Checkpoints;
using KronClip.Clip;
using KronClip.Storage;

namespace KronClip.Jobs;

/// <summary>Writes the sample model: a tiny random CLIP with a ViT image tower, as a folder in the form of transformers' CLIPModel.</summary>
static class SampleModel
{
    static readonly JsonSerializerOptions Json = new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>The sizes, for a vocabulary of so many tokens; with another image tower where one is asked for.</summary>
    public static ClipConfig Config(int vocabularySize, VisionTransformerConfig? vision = null) => new()
    {
        EmbeddingWidth = 32,
        Text = new TextConfig
        {
            VocabularySize = vocabularySize,
            Width = 64,
            Heads = 2,
            Layers = 2,
            MlpWidth = 256,
            StartToken = vocabularySize - 2,
            EndToken = vocabularySize - 1,
        },
        Vision = vision ?? new VisionTransformerConfig { ImageSize = 32, PatchSize = 8, Width = 64, Heads = 2, Layers = 2, MlpWidth = 256 },
    };

    /// <summary>Writes all files of the model into <paramref name="folder"/>; with an image tower of another size for measurements, which cost what a real one costs.</summary>
    /// <exception cref="StorageException">The folder cannot be written.</exception>
    public static void Write(string folder, long seed, VisionTransformerConfig? vision = null)
    {
        string At(string name) => Path.Combine(folder, name);
        var (merges, vocabulary) = SampleVocabulary.Learn();
        var config = Config(vocabulary.Count, vision);
        var lines = merges.Select(merge => $"{merge.Left} {merge.Right}\n");
        AtomicFile.WriteText(At(TokenizerFiles.Vocabulary), ToText(new JsonObject(vocabulary.Select(token => KeyValuePair.Create(token.Key, (JsonNode?)token.Value)))));
        AtomicFile.WriteText(At(TokenizerFiles.Merges), "#version: 0.2\n" + string.Concat(lines));
        AtomicFile.WriteText(At("tokenizer_config.json"), ToText(TokenizerConfig(config)));
        AtomicFile.WriteText(At("preprocessor_config.json"), ToText(PreprocessorConfig(config)));
        AtomicFile.WriteText(At("README.md"), Readme(config, seed));
        AtomicFile.WriteText(At("config.json"), ToText(ConfigJson(config, (VisionTransformerConfig)config.Vision)));
        var metadata = new Dictionary<string, string> { ["format"] = "pt" };           // transformers asks for this word
        SafeTensorsWriter.Write(At("model.safetensors"), SampleWeights.HuggingFace(config, seed), metadata);
    }

    static string ToText(JsonNode json) => json.ToJsonString(Json).ReplaceLineEndings("\n") + "\n";

    static JsonObject ConfigJson(ClipConfig config, VisionTransformerConfig vision) => new()
    {
        ["architectures"] = new JsonArray("CLIPModel"),
        ["model_type"] = "clip",
        ["projection_dim"] = config.EmbeddingWidth,
        ["logit_scale_init_value"] = 2.6592,
        ["torch_dtype"] = "float32",
        ["text_config"] = new JsonObject
        {
            ["model_type"] = "clip_text_model",
            ["vocab_size"] = config.Text.VocabularySize,
            ["max_position_embeddings"] = config.Text.ContextLength,
            ["hidden_size"] = config.Text.Width,
            ["intermediate_size"] = config.Text.MlpWidth,
            ["num_attention_heads"] = config.Text.Heads,
            ["num_hidden_layers"] = config.Text.Layers,
            ["projection_dim"] = config.EmbeddingWidth,
            ["hidden_act"] = "quick_gelu",
            ["layer_norm_eps"] = 1e-5,
            ["bos_token_id"] = config.Text.StartToken,
            ["eos_token_id"] = config.Text.EndToken,
            ["pad_token_id"] = config.Text.EndToken,
        },
        ["vision_config"] = new JsonObject
        {
            ["model_type"] = "clip_vision_model",
            ["image_size"] = vision.ImageSize,
            ["patch_size"] = vision.PatchSize,
            ["num_channels"] = 3,
            ["hidden_size"] = vision.Width,
            ["intermediate_size"] = vision.MlpWidth,
            ["num_attention_heads"] = vision.Heads,
            ["num_hidden_layers"] = vision.Layers,
            ["projection_dim"] = config.EmbeddingWidth,
            ["hidden_act"] = "quick_gelu",
            ["layer_norm_eps"] = 1e-5,
        },
    };

    static JsonNode PreprocessorConfig(ClipConfig config)
    {
        var json = JsonNode.Parse(PreprocessOptions.ForSize(config.Vision.ImageSize).ToJson())!;
        json["image_processor_type"] = "CLIPImageProcessor";
        return json;
    }

    static JsonObject TokenizerConfig(ClipConfig config) => new()
    {
        ["tokenizer_class"] = "CLIPTokenizer",
        ["bos_token"] = TokenizerWords.Start,
        ["eos_token"] = TokenizerWords.End,
        ["pad_token"] = TokenizerWords.End,
        ["unk_token"] = TokenizerWords.End,
        ["do_lower_case"] = true,
        ["errors"] = "replace",
        ["model_max_length"] = config.Text.ContextLength,
    };

    static string Readme(ClipConfig config, long seed) => FormattableString.Invariant($"""
        # A random CLIP for trying KronClip

        **This model has learned nothing.** Its weights are random numbers (seed {seed}), so every accuracy measured with it means nothing.
        It has the form of a real model (transformers' CLIPModel: config.json, model.safetensors, vocab.json, merges.txt, preprocessor_config.json),
        only smaller: a ViT for pictures of {config.Vision.ImageSize} pixels, {config.EmbeddingWidth} numbers per embedding,
        {config.Text.VocabularySize} tokens. It shows that an installation works from end to end.
        For real work take a trained CLIP, for example a folder with OpenAI's ViT-B/16 in this same form.

        Made by `kronclip sample`.

        """).ReplaceLineEndings("\n");
}
