using System.Buffers.Binary;
using System.Text.Json;
using KronClip.Checkpoints;
using KronClip.Compute;

namespace KronClip.Testing;

/// <summary>How a full-size model is stored. The numbers are the same in all of them.</summary>
public enum FullSizeFormat
{
    /// <summary>transformers' CLIPModel: config.json and one F16 model.safetensors.</summary>
    HuggingFace,

    /// <summary>The same in F32, in shards with an index.</summary>
    HuggingFaceSharded,

    /// <summary>openai/CLIP's state_dict without a configuration: F16, with F32 where OpenAI has it.</summary>
    OpenAi,

    /// <summary>open_clip_config.json and open_clip_model.safetensors, F32.</summary>
    OpenClip,
}

/// <summary>
/// Full-size CLIP models of seeded random numbers, in the formats in which models are published: ViT-B/16 and RN50 (CLIP/clip/model.py). They
/// are hundreds of megabytes, are written into a test's temporary folder and never kept. Every number is exact in F16. The names are written out
/// here, apart from the library's, so that a mistake there shows.
/// </summary>
static class FullSizeModels
{
    const int Vocabulary = 49408, Positions = 77, TextWidth = 512, Layers = 12, VisionWidth = 768, Patch = 16, ImageSize = 224;

    static readonly int[] Stages = [3, 4, 6, 3];

    static readonly string[] KeptWhole = ["ln_", "bn", "embedding"];

    /// <summary>Parts of names that transformers spells otherwise, its "layrnorm" included; replaced in this order.</summary>
    static readonly (string OpenAi, string HuggingFace)[] Renamed =
    [
        ("attn.out_proj", "self_attn.out_proj"), ("ln_final", "final_layer_norm"), ("ln_pre", "pre_layrnorm"), ("ln_post", "post_layernorm"),
        ("ln_", "layer_norm"), ("mlp.c_fc", "mlp.fc1"), ("mlp.c_proj", "mlp.fc2"),
    ];

    /// <summary>A weight by OpenAI's name and shape; uniform numbers of a range around a centre.</summary>
    sealed record Weight(string Name, long[] Shape, double Range, double Centre = 0);

    /// <summary>ViT-B/16: 149,620,737 numbers.</summary>
    public static void WriteVit(string folder, FullSizeFormat format, long seed = 1)
    {
        var weights = Text(512).Concat(Transformer(Patch));
        switch (format)
        {
            case FullSizeFormat.HuggingFace:
                WriteJson(folder, "config.json", HuggingFaceConfig);
                SafeTensorsWriter.Write(Path.Combine(folder, "model.safetensors"), weights.SelectMany(w => HuggingFace(w, seed, TensorType.F16)));
                break;
            case FullSizeFormat.HuggingFaceSharded:
                WriteJson(folder, "config.json", HuggingFaceConfig);
                WriteShards(folder, weights.SelectMany(w => HuggingFace(w, seed, TensorType.F32)));
                break;
            default:
                var vision = new { image_size = ImageSize, layers = Layers, width = VisionWidth, patch_size = Patch };
                WriteUnderOpenAiNames(folder, format, seed, weights, OpenClipConfig(512, vision));
                break;
        }
    }

    /// <summary>ViT-B with patches of any size, in OpenCLIP's format.</summary>
    public static void WriteVitOfPatch(string folder, int patch, long seed = 1) => WriteUnderOpenAiNames(
        folder, FullSizeFormat.OpenClip, seed, Text(512).Concat(Transformer(patch)), OpenClipConfig(512, new { image_size = ImageSize, layers = Layers, width = VisionWidth, patch_size = patch }));

    /// <summary>RN50: 102,007,137 numbers; transformers has no such model, so only the other two formats are possible.</summary>
    public static void WriteResNet(string folder, FullSizeFormat format, long seed = 1) => WriteUnderOpenAiNames(
        folder, format, seed, Text(1024).Concat(ResNet()), OpenClipConfig(1024, new { image_size = ImageSize, layers = Stages, width = 64 }));

    static void WriteUnderOpenAiNames(string folder, FullSizeFormat format, long seed, IEnumerable<Weight> weights, object openClipConfig)
    {
        var openClip = format == FullSizeFormat.OpenClip;
        if (openClip)
            WriteJson(folder, "open_clip_config.json", openClipConfig);
        var tensors = weights.Select(w => Tensor(w.Name, w.Shape, Draw(w, seed), openClip ? TensorType.F32 : OpenAiType(w)));
        SafeTensorsWriter.Write(Path.Combine(folder, openClip ? "open_clip_model.safetensors" : "model.safetensors"), tensors);
    }

    /// <summary>CLIP/clip/model.py: convert_weights leaves embeddings and norms in fp32.</summary>
    static TensorType OpenAiType(Weight weight) =>
        KeptWhole.Any(part => weight.Name.Contains(part, StringComparison.Ordinal)) ? TensorType.F32 : TensorType.F16;

    static void WriteShards(string folder, IEnumerable<TensorData> tensors)
    {
        var shards = tensors.ToList().Chunk(150).ToArray();
        var map = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var (number, shard) in shards.Index())
        {
            var name = FormattableString.Invariant($"model-{number + 1:00000}-of-{shards.Length:00000}.safetensors");
            SafeTensorsWriter.Write(Path.Combine(folder, name), shard);
            foreach (var tensor in shard)
                map[tensor.Name] = name;
        }
        var bytes = shards.SelectMany(shard => shard).Sum(tensor => (long)tensor.Data.Length);
        WriteJson(folder, "model.safetensors.index.json", new { metadata = new { total_size = bytes }, weight_map = map });
    }

    static IEnumerable<Weight> Text(int embedding)
    {
        yield return new("logit_scale", [], 0, 4.6015625);      // ln 100 in F16
        yield return new("token_embedding.weight", [Vocabulary, TextWidth], 0.04);
        yield return new("positional_embedding", [Positions, TextWidth], 0.02);
        foreach (var weight in Blocks("transformer.resblocks.", TextWidth).Concat(Norm("ln_final", TextWidth)))
            yield return weight;
        yield return new("text_projection", [TextWidth, embedding], Range(TextWidth));
    }

    static IEnumerable<Weight> Transformer(int patch)
    {
        yield return new("visual.class_embedding", [VisionWidth], 0.06);
        yield return new("visual.positional_embedding", [ImageSize / patch * (ImageSize / patch) + 1, VisionWidth], 0.06);
        yield return new("visual.conv1.weight", [VisionWidth, 3, patch, patch], Range(3 * patch * patch));
        foreach (var weight in Norm("visual.ln_pre", VisionWidth)
            .Concat(Blocks("visual.transformer.resblocks.", VisionWidth)).Concat(Norm("visual.ln_post", VisionWidth)))
            yield return weight;
        yield return new("visual.proj", [VisionWidth, 512], Range(VisionWidth));
    }

    static IEnumerable<Weight> Blocks(string prefix, int width)
    {
        for (var layer = 0; layer < Layers; layer++)
        {
            var block = $"{prefix}{layer}.";
            yield return new(block + "attn.in_proj_weight", [3 * width, width], Range(width));
            yield return new(block + "attn.in_proj_bias", [3 * width], 0.1);
            foreach (var weight in Linear(block + "attn.out_proj", width, width)
                .Concat(Norm(block + "ln_1", width)).Concat(Norm(block + "ln_2", width))
                .Concat(Linear(block + "mlp.c_fc", 4 * width, width)).Concat(Linear(block + "mlp.c_proj", width, 4 * width)))
                yield return weight;
        }
    }

    static IEnumerable<Weight> ResNet()
    {
        var channels = 64;
        foreach (var weight in Convolution("visual.", 1, 32, 3, 3)
            .Concat(Convolution("visual.", 2, 32, 32, 3)).Concat(Convolution("visual.", 3, 64, 32, 3)))
            yield return weight;
        for (var stage = 0; stage < Stages.Length; stage++)
        {
            var planes = 64 << stage;
            for (var block = 0; block < Stages[stage]; block++)
            {
                var prefix = $"visual.layer{stage + 1}.{block}.";
                var convolutions = Convolution(prefix, 1, planes, channels, 1)
                    .Concat(Convolution(prefix, 2, planes, planes, 3)).Concat(Convolution(prefix, 3, 4 * planes, planes, 1));
                Weight[] shortcut = block > 0 ? [] :
                [
                    new(prefix + "downsample.0.weight", [4 * planes, channels, 1, 1], Range(channels)),
                    .. BatchNorm(prefix + "downsample.1", 4 * planes),
                ];
                foreach (var weight in convolutions.Concat(shortcut))
                    yield return weight;
                channels = 4 * planes;
            }
        }
        yield return new("visual.attnpool.positional_embedding", [50, 2048], 0.04);
        foreach (var weight in Linear("visual.attnpool.q_proj", 2048, 2048).Concat(Linear("visual.attnpool.k_proj", 2048, 2048))
            .Concat(Linear("visual.attnpool.v_proj", 2048, 2048)).Concat(Linear("visual.attnpool.c_proj", 1024, 2048)))
            yield return weight;
    }

    static Weight[] Convolution(string prefix, int number, int outputs, int inputs, int side) =>
    [
        new($"{prefix}conv{number}.weight", [outputs, inputs, side, side], Range(inputs * side * side)),
        .. BatchNorm($"{prefix}bn{number}", outputs),
    ];

    static Weight[] BatchNorm(string name, int channels) =>
    [
        new(name + ".weight", [channels], 0.3, 0.7),
        new(name + ".bias", [channels], 0.1),
        new(name + ".running_mean", [channels], 0.1),
        new(name + ".running_var", [channels], 0.4, 0.8),
    ];

    static Weight[] Norm(string name, int width) => [new(name + ".weight", [width], 0.3, 1), new(name + ".bias", [width], 0.1)];

    static Weight[] Linear(string name, int outputs, int inputs) =>
        [new(name + ".weight", [outputs, inputs], Range(inputs)), new(name + ".bias", [outputs], 0.1)];

    /// <summary>Uniform numbers of ±√(3/n) have variance 1/n, which keeps the size of what passes through.</summary>
    static double Range(int inputs) => Math.Sqrt(3.0 / inputs);

    static float[] Draw(Weight weight, long seed)
    {
        var values = new float[weight.Shape.Aggregate(1L, (product, size) => product * size)];
        var random = new SeededRandom(seed, weight.Name);
        for (var i = 0; i < values.Length; i += 4)
        {
            var bits = random.NextBits();                       // 16 bits for each number: these files are large
            for (var j = i; j < Math.Min(i + 4, values.Length); j++, bits >>= 16)
                values[j] = (float)(Half)(weight.Centre + weight.Range * ((short)bits / 32768.0));
        }
        return values;
    }

    /// <summary>The same weight under transformers' names: projections transposed, queries, keys and values apart.</summary>
    static IEnumerable<TensorData> HuggingFace(Weight weight, long seed, TensorType type)
    {
        var values = Draw(weight, seed);
        var name = weight.Name;
        if (name is "text_projection" or "visual.proj")
        {
            var (rows, columns) = ((int)weight.Shape[0], (int)weight.Shape[1]);
            var transposed = new float[values.Length];
            for (var i = 0; i < values.Length; i++)
                transposed[i % columns * rows + i / columns] = values[i];
            yield return Tensor(name == "visual.proj" ? "visual_projection.weight" : "text_projection.weight", [columns, rows], transposed, type);
            yield break;
        }
        var tower = name.StartsWith("visual.", StringComparison.Ordinal) ? "vision_model." : "text_model.";
        name = name.Replace("visual.", "", StringComparison.Ordinal).Replace("transformer.resblocks.", "encoder.layers.", StringComparison.Ordinal);
        if (name.Contains("attn.in_proj_", StringComparison.Ordinal))
        {
            var third = values.Length / 3;
            foreach (var (number, part) in new[] { "q", "k", "v" }.Index())
            {
                var own = name.Replace("attn.in_proj_", $"self_attn.{part}_proj.", StringComparison.Ordinal);
                yield return Tensor(tower + own, [weight.Shape[0] / 3, .. weight.Shape[1..]], values.AsSpan(number * third, third), type);
            }
            yield break;
        }
        name = name switch
        {
            "token_embedding.weight" => "embeddings.token_embedding.weight",
            "positional_embedding" => "embeddings.position_embedding.weight",
            "class_embedding" => "embeddings.class_embedding",
            "conv1.weight" => "embeddings.patch_embedding.weight",
            _ => Renamed.Aggregate(name, (text, pair) => text.Replace(pair.OpenAi, pair.HuggingFace, StringComparison.Ordinal)),
        };
        yield return Tensor(name == "logit_scale" ? name : tower + name, weight.Shape, values, type);
    }

    static TensorData Tensor(string name, long[] shape, ReadOnlySpan<float> values, TensorType type)
    {
        if (type == TensorType.F32)
            return TensorData.FromFloats(name, shape, values);
        var bytes = new byte[2 * values.Length];
        for (var i = 0; i < values.Length; i++)
            BinaryPrimitives.WriteHalfLittleEndian(bytes.AsSpan(2 * i), (Half)values[i]);
        return new TensorData(name, TensorType.F16, shape, bytes);
    }

    static object HuggingFaceConfig => new
    {
        model_type = "clip",
        projection_dim = 512,
        text_config = new
        {
            hidden_size = TextWidth,
            intermediate_size = 2048,
            num_attention_heads = 8,
            num_hidden_layers = Layers,
            eos_token_id = 2,                                   // as in OpenAI's own config.json
            bos_token_id = 0,
        },
        vision_config = new
        {
            hidden_size = VisionWidth,
            intermediate_size = 3072,
            num_attention_heads = 12,
            num_hidden_layers = Layers,
            image_size = ImageSize,
            patch_size = Patch,
        },
    };

    static object OpenClipConfig(int embedding, object vision) => new
    {
        model_cfg = new
        {
            embed_dim = embedding,
            quick_gelu = true,
            vision_cfg = vision,
            text_cfg = new { context_length = Positions, vocab_size = Vocabulary, width = TextWidth, heads = 8, layers = Layers },
        },
    };

    static void WriteJson(string folder, string name, object value) => File.WriteAllText(Path.Combine(folder, name), JsonSerializer.Serialize(value));
}
