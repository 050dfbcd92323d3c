using System.Buffers.Binary;
using System.Text.Json;
using System.Text.Json.Nodes;
using KronClip.Checkpoints;
using KronClip.Testing;

namespace KronClip.Tests.Checkpoints;

/// <summary>The tiny models written once for all tests of a class, in every form in which models are published; plus small ones to damage.</summary>
public sealed class TinyModelFolders : IDisposable
{
    readonly TemporaryFolder root = TestFiles.Temporary();

    public TinyModelFolders()
    {
        TinyModels.WriteHuggingFaceVit(HuggingFace);
        TinyModels.WriteOpenAiVit(OpenAi);
        TinyModels.WriteOpenAiResNet(ResNet);
        TinyModels.WriteOpenClipVit(OpenClip);
    }

    public string HuggingFace => root.File("hugging-face");

    public string OpenAi => root.File("open-ai");

    public string ResNet => root.File("resnet");

    public string OpenClip => root.File("open-clip");

    /// <summary>A new folder below the common one.</summary>
    public string New()
    {
        var folder = root.File(Guid.NewGuid().ToString("N"));
        Directory.CreateDirectory(folder);
        return folder;
    }

    public void Dispose() => root.Dispose();

    /// <summary>A model of a few thousand numbers: vocabulary 50, width 64, one block a tower, image 32, patch 16.</summary>
    internal static List<TensorData> Miniature()
    {
        var tensors = new List<TensorData>();
        void Add(string name, params long[] shape) => tensors.Add(TensorData.FromFloats(name, shape,
            Enumerable.Range(0, (int)shape.Aggregate(1L, (a, b) => a * b)).Select(i => i * 0.5f - tensors.Count).ToArray()));
        void Block(string prefix)
        {
            Add(prefix + "attn.in_proj_weight", 192, 64);
            Add(prefix + "attn.in_proj_bias", 192);
            Add(prefix + "attn.out_proj.weight", 64, 64);
            Add(prefix + "attn.out_proj.bias", 64);
            foreach (var norm in new[] { "ln_1", "ln_2" })
            {
                Add(prefix + norm + ".weight", 64);
                Add(prefix + norm + ".bias", 64);
            }
            Add(prefix + "mlp.c_fc.weight", 256, 64);
            Add(prefix + "mlp.c_fc.bias", 256);
            Add(prefix + "mlp.c_proj.weight", 64, 256);
            Add(prefix + "mlp.c_proj.bias", 64);
        }
        Add("logit_scale");
        Add("token_embedding.weight", 50, 64);
        Add("positional_embedding", 77, 64);
        Block("transformer.resblocks.0.");
        Add("ln_final.weight", 64);
        Add("ln_final.bias", 64);
        Add("text_projection", 64, 32);
        Add("visual.class_embedding", 64);
        Add("visual.positional_embedding", 5, 64);
        Add("visual.conv1.weight", 64, 3, 16, 16);
        Add("visual.ln_pre.weight", 64);
        Add("visual.ln_pre.bias", 64);
        Block("visual.transformer.resblocks.0.");
        Add("visual.ln_post.weight", 64);
        Add("visual.ln_post.bias", 64);
        Add("visual.proj", 64, 32);
        return tensors;
    }

    /// <summary>The miniature as a folder of its own; <paramref name="change"/> may alter the tensors first.</summary>
    internal string WriteMiniature(Func<IEnumerable<TensorData>, IEnumerable<TensorData>>? change = null)
    {
        var folder = New();
        var tensors = Miniature();
        SafeTensorsWriter.Write(Path.Combine(folder, "model.safetensors"), change is null ? tensors : change(tensors));
        return folder;
    }

    /// <summary>Writes tensors as shards with an index, as transformers does for large models.</summary>
    internal static void WriteShards(string folder, IReadOnlyList<TensorData> tensors, int shards)
    {
        var map = new JsonObject();
        for (var shard = 0; shard < shards; shard++)
        {
            var name = $"model-{shard + 1:00000}-of-{shards:00000}.safetensors";
            var part = tensors.Where((_, i) => i % shards == shard).ToList();
            SafeTensorsWriter.Write(Path.Combine(folder, name), part);
            foreach (var tensor in part)
                map[tensor.Name] = name;
        }
        File.WriteAllText(Path.Combine(folder, "model.safetensors.index.json"), new JsonObject { ["metadata"] = new JsonObject(), ["weight_map"] = map }.ToJsonString());
    }

    /// <summary>The tensor in another type; each number is rounded towards zero to what the type holds.</summary>
    internal static TensorData As(TensorData tensor, TensorType type)
    {
        var values = System.Runtime.InteropServices.MemoryMarshal.Cast<byte, float>(tensor.Data.Span);
        var bytes = new byte[2 * values.Length];
        for (var i = 0; i < values.Length; i++)
            if (type == TensorType.F16)
                BinaryPrimitives.WriteHalfLittleEndian(bytes.AsSpan(2 * i), (Half)values[i]);
            else
                BinaryPrimitives.WriteUInt16LittleEndian(bytes.AsSpan(2 * i), (ushort)(BitConverter.SingleToUInt32Bits(values[i]) >> 16));
        return new(tensor.Name, type, tensor.Shape, bytes);
    }
}
