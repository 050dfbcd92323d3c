using System.Security.Cryptography;
using KronClip.Checkpoints;
using KronClip.Clip;
using KronClip.Compute;
using KronClip.Testing;

namespace KronClip.Tests.Checkpoints;

/// <summary>The same weights come out of every naming scheme, type and form of publication.</summary>
public class ClipCheckpointTests(TinyModelFolders folders) : IClassFixture<TinyModelFolders>
{
    [Fact]
    public void AllSchemesGiveTheGoldenWeights()
    {
        var golden = new GoldenTensors("clip", "tiny_vit_openai_noembed.safetensors");
        using var huggingFace = ClipCheckpoint.Open(folders.HuggingFace);
        using var openAi = ClipCheckpoint.Open(folders.OpenAi);
        using var openClip = ClipCheckpoint.Open(folders.OpenClip);
        Assert.Equal([NamingScheme.HuggingFace, NamingScheme.OpenAi, NamingScheme.OpenClip], [huggingFace.Scheme, openAi.Scheme, openClip.Scheme]);
        foreach (var checkpoint in new[] { huggingFace, openAi, openClip })
        {
            Assert.Equal(golden.Names.Append("token_embedding.weight").Except(["input_resolution", "context_length", "vocab_size"]).Order(), checkpoint.Names.Order());
            foreach (var name in golden.Names.Intersect(checkpoint.Names))
            {
                Assert.Equal(golden.Shape(name).Select(size => (long)size), checkpoint.Shape(name));
                Assert.Equal(golden.Floats(name), checkpoint.Read(name));
            }
            Assert.Equal(TinyModels.TokenTable(), checkpoint.Read("token_embedding.weight"));
        }
    }

    [Fact]
    public void TheResNetGivesTheGoldenWeights()
    {
        var golden = new GoldenTensors("clip", "tiny_rn_visual_openai.safetensors");
        using var checkpoint = ClipCheckpoint.Open(folders.ResNet);
        Assert.Equal(new ResNetConfig { ImageSize = 64, Layers = [2, 1, 1, 1], Width = 8, Heads = 4 }, checkpoint.Config.Vision);
        var weights = golden.Names.Where(name => !name.EndsWith(".num_batches_tracked", StringComparison.Ordinal)).Order(StringComparer.Ordinal).ToList();
        Assert.Equal(weights, checkpoint.Names.Where(name => name.StartsWith("visual.", StringComparison.Ordinal)).Order(StringComparer.Ordinal));
        foreach (var name in weights)
            Assert.Equal(golden.Floats(name), checkpoint.Read(name));
    }

    [Fact]
    public void TheArchitectureIsTheSameFromAConfigurationAndFromShapes()
    {
        using var huggingFace = ClipCheckpoint.Open(folders.HuggingFace);
        using var openAi = ClipCheckpoint.Open(folders.OpenAi);
        using var openClip = ClipCheckpoint.Open(folders.OpenClip);
        Assert.Equal(huggingFace.Config, openAi.Config);
        Assert.Equal(huggingFace.Config, openClip.Config);
        Assert.Equal(new VisionTransformerConfig { ImageSize = 32, PatchSize = 8, Width = 128, Layers = 2, Heads = 2, MlpWidth = 512 }, openAi.Config.Vision);
        Assert.Equal(new TextConfig { Width = 128, Layers = 2, Heads = 2, MlpWidth = 512, Activation = Activation.QuickGelu }, openAi.Config.Text);
        Assert.Equal(64, openAi.Config.EmbeddingWidth);
        Assert.Empty(huggingFace.Warnings);
        Assert.Contains("QuickGELU with heads of 64 was assumed", Assert.Single(openAi.Warnings));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public void ShardsGiveTheSameWeightsAsOneFile(int shards)
    {
        var folder = folders.New();
        TinyModelFolders.WriteShards(folder, TinyModelFolders.Miniature(), shards);
        using var sharded = ClipCheckpoint.Open(folder);
        using var single = ClipCheckpoint.Open(folders.WriteMiniature());
        foreach (var name in single.Names)
            Assert.Equal(single.Read(name), sharded.Read(name));
        using var byIndex = ClipCheckpoint.Open(Path.Combine(folder, "model.safetensors.index.json"));
        Assert.Equal(sharded.ContentHash, byIndex.ContentHash);
    }

    [Theory]
    [InlineData(TensorType.F16)]
    [InlineData(TensorType.BF16)]
    public void HalfTypesAreReadExactly(TensorType type)
    {
        using var expected = ClipCheckpoint.Open(folders.WriteMiniature());
        using var found = ClipCheckpoint.Open(folders.WriteMiniature(tensors => tensors.Select(t => TinyModelFolders.As(t, type))));
        foreach (var name in expected.Names)
            Assert.Equal(expected.Read(name).Select(Rounded), found.Read(name));

        float Rounded(float value) => type == TensorType.F16
            ? (float)(Half)value
            : BitConverter.UInt32BitsToSingle(BitConverter.SingleToUInt32Bits(value) & 0xFFFF0000);
    }

    [Fact]
    public void APrefixOfParallelTrainingIsIgnored()
    {
        using var plain = ClipCheckpoint.Open(folders.WriteMiniature());
        using var prefixed = ClipCheckpoint.Open(folders.WriteMiniature(tensors => tensors.Select(t => t with { Name = "module." + t.Name })));
        foreach (var name in plain.Names)
            Assert.Equal(plain.Read(name), prefixed.Read(name));
    }

    [Theory]
    [InlineData("token_embedding.weight")]
    [InlineData("text_projection")]
    [InlineData("transformer.resblocks.1.attn.in_proj_weight")]
    public void RowsAreThoseOfTheWhole(string name)
    {
        foreach (var folder in new[] { folders.HuggingFace, folders.OpenAi })
        {
            using var checkpoint = ClipCheckpoint.Open(folder);
            var width = (int)checkpoint.Shape(name)[1];
            var rows = new float[3 * width];
            checkpoint.ReadRows(name, 125, rows);
            Assert.Equal(checkpoint.Read(name)[(125 * width)..(128 * width)], rows);
            Assert.Throws<ArgumentException>(() => checkpoint.ReadRows(name, checkpoint.Shape(name)[0] - 2, rows));
            Assert.Throws<ArgumentException>(() => checkpoint.ReadRows(name, 0, new float[width + 1]));
            Assert.Throws<ArgumentException>(() => checkpoint.ReadRows("logit_scale", 0, rows));
            Assert.Throws<ArgumentException>(() => checkpoint.Read("no.such.weight"));
        }
    }

    [Fact]
    public void TheContentHashOfOneFileIsItsPlainHashAndChangesWithAnyBit()
    {
        var folder = folders.WriteMiniature();
        var path = Path.Combine(folder, "model.safetensors");
        var bytes = File.ReadAllBytes(path);
        using (var checkpoint = ClipCheckpoint.Open(folder))
            Assert.Equal(Convert.ToHexStringLower(SHA256.HashData(bytes)), checkpoint.ContentHash);
        bytes[^1] ^= 1;
        File.WriteAllBytes(path, bytes);
        using var changed = ClipCheckpoint.Open(path);
        Assert.Equal(Convert.ToHexStringLower(SHA256.HashData(bytes)), changed.ContentHash);
    }

    [Fact]
    public void APublishedHuggingFaceFolderOpens()
    {
        using var checkpoint = ClipCheckpoint.Open(TestFiles.Data("models", "photo-mini"));
        Assert.Equal(NamingScheme.HuggingFace, checkpoint.Scheme);
        Assert.Empty(checkpoint.Warnings);
        Assert.Equal(new VisionTransformerConfig { ImageSize = 64, PatchSize = 8, Width = 192, Layers = 6, Heads = 3, MlpWidth = 768 }, checkpoint.Config.Vision);
        Assert.Equal((4094, 4095), (checkpoint.Config.Text.StartToken, checkpoint.Config.Text.EndToken));
        Assert.Equal(2.611328125f, Assert.Single(checkpoint.Read("logit_scale")));
        Assert.All(checkpoint.Names, name => checkpoint.Read(name));
        var tokenizer = Tokenizer.Load(checkpoint.Folder, checkpoint.Config.Text.VocabularySize);
        Assert.Equal((4094, 4095), (tokenizer.StartToken, tokenizer.EndToken));
    }
}
