using System.Buffers.Binary;
using System.Text.Json;
using KronClip.Checkpoints;

namespace KronClip.Testing;

/// <summary>
/// Complete folders of the tiny golden models (tests/golden/README.md): the stored tensors and the token table, which is not stored but made by a
/// formula. The towers are random, so they tell a loader's mistakes and nothing about pictures. They hold no tokenizer.
/// </summary>
static class TinyModels
{
    public const int VocabularySize = 49408, TextWidth = 128;

    /// <summary>The token table, [rows × width]; every value is exact in fp16. Source: tests/golden/README.md.</summary>
    public static float[] TokenTable(int rows = VocabularySize, int width = TextWidth)
    {
        var table = new float[rows * width];
        for (var i = 0; i < table.Length; i++)
        {
            var x = unchecked((uint)i + 0x9E3779B9u);
            x ^= x >> 16;
            x = unchecked(x * 0x85EBCA6Bu);
            x ^= x >> 13;
            x = unchecked(x * 0xC2B2AE35u);
            x ^= x >> 16;
            table[i] = ((int)(x >> 21) - 1024) / 32768f;
        }
        return table;
    }

    /// <summary>tiny_vit in Hugging Face's names, F32: config.json and model.safetensors.</summary>
    public static void WriteHuggingFaceVit(string folder)
    {
        WriteJson(Path.Combine(folder, "config.json"), HuggingFaceConfig);
        SafeTensorsWriter.Write(Path.Combine(folder, "model.safetensors"), HuggingFaceTensors());
    }

    /// <summary>tiny_vit in OpenAI's names and types: model.safetensors alone, without a configuration.</summary>
    public static void WriteOpenAiVit(string folder) => SafeTensorsWriter.Write(Path.Combine(folder, "model.safetensors"), OpenAiVitTensors());

    /// <summary>tiny_rn in OpenAI's names: the ResNet image tower with the text tower of tiny_vit.</summary>
    public static void WriteOpenAiResNet(string folder) => SafeTensorsWriter.Write(Path.Combine(folder, "model.safetensors"),
        [.. Golden("tiny_rn_visual_openai.safetensors"), .. OpenAiVitTensors().Where(t => !t.Name.StartsWith("visual.", StringComparison.Ordinal))]);

    /// <summary>tiny_vit as OpenCLIP publishes models: OpenAI's names with the causal mask, and an open_clip_config.json.</summary>
    public static void WriteOpenClipVit(string folder)
    {
        WriteJson(Path.Combine(folder, "open_clip_config.json"), OpenClipConfig);
        var mask = new float[77 * 77];
        for (var i = 0; i < mask.Length; i++)
            mask[i] = i % 77 > i / 77 ? float.NegativeInfinity : 0;
        SafeTensorsWriter.Write(Path.Combine(folder, "open_clip_model.safetensors"), [.. OpenAiVitTensors(), TensorData.FromFloats("attn_mask", [77, 77], mask)]);
    }

    public static List<TensorData> HuggingFaceTensors() =>
        [.. Golden("tiny_vit_hf_noembed.safetensors"), TensorData.FromFloats("text_model.embeddings.token_embedding.weight", [VocabularySize, TextWidth], TokenTable())];

    public static List<TensorData> OpenAiVitTensors() => [.. Golden("tiny_vit_openai_noembed.safetensors"), HalfTable()];

    public static object HuggingFaceConfig => new
    {
        model_type = "clip",
        projection_dim = 64,
        text_config = new { hidden_size = 128, intermediate_size = 512, num_attention_heads = 2, num_hidden_layers = 2, eos_token_id = 2, bos_token_id = 0 },
        vision_config = new { hidden_size = 128, intermediate_size = 512, num_attention_heads = 2, num_hidden_layers = 2, image_size = 32, patch_size = 8 },
    };

    public static object OpenClipConfig => new
    {
        model_cfg = new
        {
            embed_dim = 64,
            quick_gelu = true,
            vision_cfg = new { image_size = 32, layers = 2, width = 128, patch_size = 8 },
            text_cfg = new { context_length = 77, vocab_size = VocabularySize, width = 128, heads = 2, layers = 2 },
        },
        preprocess_cfg = new { mean = new[] { 0.48145466, 0.4578275, 0.40821073 } },
    };

    public static void WriteJson(string path, object document)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, JsonSerializer.Serialize(document));
    }

    static TensorData HalfTable()
    {
        var table = TokenTable();
        var bytes = new byte[2 * table.Length];
        for (var i = 0; i < table.Length; i++)
            BinaryPrimitives.WriteHalfLittleEndian(bytes.AsSpan(2 * i), (Half)table[i]);
        return new("token_embedding.weight", TensorType.F16, [VocabularySize, TextWidth], bytes);
    }

    static IEnumerable<TensorData> Golden(string file)
    {
        using var tensors = SafeTensorsFile.Open(TestFiles.Golden("clip", file));
        return [.. tensors.Tensors.Values.Select(t => new TensorData(t.Name, t.Type, t.Shape, tensors.ReadBytes(t.Name)))];
    }
}
