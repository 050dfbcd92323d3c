using KronClip.Checkpoints;
using KronClip.Testing;

namespace KronClip.Tests.Checkpoints;

/// <summary>Models that must not load, and what is said about them (the fault list's S9 to S11, and index files that lead elsewhere).</summary>
public class ClipCheckpointRefusalTests(TinyModelFolders folders) : IClassFixture<TinyModelFolders>
{
    [Fact]
    public void WeightsOfAnotherArchitectureAreOneErrorThatListsTheFirstKeysWithShapes()
    {
        var folder = folders.New();
        TinyModels.WriteJson(Path.Combine(folder, "config.json"), TinyModels.HuggingFaceConfig);
        File.Copy(Path.Combine(folders.ResNet, "model.safetensors"), Path.Combine(folder, "model.safetensors"));
        var message = Refusal(folder);
        Assert.Contains("Missing (31): visual.class_embedding [128]", message);
        Assert.Contains("Wrong shape or type (1): visual.conv1.weight: expected [128, 3, 8, 8], found [4, 3, 3, 3]", message);
        Assert.Contains("Surplus (118): visual.attnpool.c_proj.bias [64]", message);
        Assert.Contains("Nothing was loaded", message);
    }

    [Fact]
    public void OneMissingOneSurplusOneMisshapenAndOneIntegerTensorAreAllNamed()
    {
        var message = Refusal(folders.WriteMiniature(tensors => tensors.Where(t => t.Name != "ln_final.bias").Select(t => t.Name switch
        {
            "visual.ln_post.bias" => TensorData.FromFloats(t.Name, [63], new float[63]),
            "visual.ln_pre.bias" => TensorData.FromInts(t.Name, [64], new int[64]),
            _ => t,
        }).Append(TensorData.FromFloats("logit_bias", [], [1]))));
        Assert.Contains("Missing (1): ln_final.bias [64].", message);
        Assert.Contains("Surplus (1): logit_bias [].", message);
        Assert.Contains("visual.ln_post.bias: expected [64], found [63]", message);
        Assert.Contains("visual.ln_pre.bias: expected floating-point numbers, found I32", message);
    }

    [Fact]
    public void AMissingPartOfAConcatenatedWeightIsNamedAsItIsInTheFile()
    {
        var folder = folders.New();
        TinyModels.WriteJson(Path.Combine(folder, "config.json"), TinyModels.HuggingFaceConfig);
        SafeTensorsWriter.Write(Path.Combine(folder, "model.safetensors"),
            TinyModels.HuggingFaceTensors().Where(t => t.Name != "text_model.encoder.layers.1.self_attn.k_proj.weight"));
        Assert.Contains("Missing (1): text_model.encoder.layers.1.self_attn.k_proj.weight [128, 128].", Refusal(folder));
    }

    [Theory]
    [InlineData(float.NaN, "NaN")]
    [InlineData(float.PositiveInfinity, "Infinity")]
    public void ANumberThatIsNotFiniteIsNamedWithItsPlace(float value, string shown)
    {
        using var checkpoint = ClipCheckpoint.Open(folders.WriteMiniature(tensors => tensors.Select(t =>
        {
            if (t.Name != "token_embedding.weight")
                return t;
            var values = new float[50 * 64];
            values[3 * 64 + 5] = value;
            return TensorData.FromFloats(t.Name, t.Shape, values);
        })));
        foreach (var read in new Action[] { () => checkpoint.Read("token_embedding.weight"), () => checkpoint.ReadRows("token_embedding.weight", 3, new float[64]) })
            Assert.Contains($"'token_embedding.weight' holds {shown} at element 197", Assert.Throws<CheckpointException>(read).Message);
        checkpoint.ReadRows("token_embedding.weight", 4, new float[64]);
    }

    [Fact]
    public void TensorsOfAnotherKindOfModelAreShown()
    {
        var folder = folders.New();
        SafeTensorsWriter.Write(Path.Combine(folder, "model.safetensors"), [TensorData.FromFloats("bert.encoder.layer.0.weight", [1], [1])]);
        Assert.Contains("holds no CLIP model: its tensors (1) are called 'bert.encoder.layer.0.weight'", Refusal(folder));
        SafeTensorsWriter.Write(Path.Combine(folder, "model.safetensors"), []);
        Assert.Contains("no tensors at all", Refusal(folder));
    }

    [Fact]
    public void HuggingFaceWeightsWithoutTheirConfigurationAreRefused()
    {
        var folder = folders.New();
        File.Copy(Path.Combine(folders.HuggingFace, "model.safetensors"), Path.Combine(folder, "model.safetensors"));
        Assert.Contains("config.json' is missing", Refusal(folder));
    }

    [Fact]
    public void SeveralWeightFilesWithoutAUsualNameAreNamed()
    {
        var folder = folders.New();
        foreach (var name in new[] { "b.safetensors", "a.safetensors" })
            SafeTensorsWriter.Write(Path.Combine(folder, name), TinyModelFolders.Miniature());
        Assert.Contains("several weight files: a.safetensors, b.safetensors", Refusal(folder));
        using var chosen = ClipCheckpoint.Open(Path.Combine(folder, "b.safetensors"));
        File.Delete(Path.Combine(folder, "a.safetensors"));
        using var single = ClipCheckpoint.Open(folder);
        Assert.Equal(chosen.ContentHash, single.ContentHash);
    }

    [Fact]
    public void OfTwoUsualNamesTheMoreUsualIsTakenAndTheOtherTold()
    {
        var folder = folders.WriteMiniature();
        File.WriteAllText(Path.Combine(folder, "open_clip_model.safetensors"), "never read");
        using var checkpoint = ClipCheckpoint.Open(folder);
        Assert.Contains(checkpoint.Warnings, warning => warning.Contains("also holds open_clip_model.safetensors; model.safetensors was taken", StringComparison.Ordinal));
    }

    [Fact]
    public void FoldersWithoutSafetensorsSayWhatToDo()
    {
        var folder = folders.New();
        Assert.Contains("holds no weights", Refusal(folder));
        File.WriteAllText(Path.Combine(folder, "pytorch_model.bin"), "never read");
        Assert.Contains("only pytorch_model.bin", Refusal(folder));
        Assert.Contains("safetensors.torch", Refusal(folder));
        Assert.Contains("safetensors.torch", Refusal(Path.Combine(folder, "pytorch_model.bin")));
        Assert.Contains("does not exist", Refusal(Path.Combine(folder, "nowhere")));
    }

    [Theory]
    [InlineData("../model.safetensors")]
    [InlineData("..")]
    [InlineData("/etc/passwd")]
    [InlineData("a\\\\b.safetensors")]
    [InlineData("C:model.safetensors")]
    [InlineData("")]
    public void AnIndexThatLeadsOutOfItsFolderIsNotFollowed(string shard)
    {
        var folder = folders.New();
        File.WriteAllText(Path.Combine(folder, "model.safetensors.index.json"), $$$"""{"weight_map":{"logit_scale":"{{{shard}}}"}}""");
        Assert.Contains("not a plain file name", Refusal(folder));
    }

    [Fact]
    public void MissingShardsAndFalseIndicesAreNamed()
    {
        var folder = folders.New();
        TinyModelFolders.WriteShards(folder, TinyModelFolders.Miniature(), 3);
        var index = Path.Combine(folder, "model.safetensors.index.json");
        var text = File.ReadAllText(index);
        File.WriteAllText(index, text.Replace("\"logit_scale\":\"model-00001-of-00003", "\"logit_scale\":\"model-00002-of-00003", StringComparison.Ordinal));
        Assert.Contains("'logit_scale' is in 'model-00002-of-00003.safetensors', but it is not there", Refusal(folder));
        File.WriteAllText(index, text);
        File.Copy(Path.Combine(folder, "model-00001-of-00003.safetensors"), Path.Combine(folder, "model-00002-of-00003.safetensors"), overwrite: true);
        Assert.Contains("stands in two shards", Refusal(folder));
        File.Delete(Path.Combine(folder, "model-00002-of-00003.safetensors"));
        Assert.Contains("shards that are missing: model-00002-of-00003.safetensors", Refusal(folder));
        foreach (var broken in new[] { "", "[]", "{}", "{\"weight_map\":[]}", "{\"weight_map\":{\"a\":1}}" })
        {
            File.WriteAllText(index, broken);
            Assert.Contains("not a readable index", Refusal(folder));
        }
    }

    [Fact]
    public void ADamagedWeightFileClosesWhatWasOpened()
    {
        var folder = folders.New();
        TinyModelFolders.WriteShards(folder, TinyModelFolders.Miniature(), 2);
        File.WriteAllText(Path.Combine(folder, "model-00002-of-00002.safetensors"), "<html>captive portal</html>");
        Assert.Contains("a web page", Refusal(folder));
        Directory.Delete(folder, recursive: true);              // fails on Windows while a handle is open
    }

    static string Refusal(string path) => Assert.Throws<CheckpointException>(() => ClipCheckpoint.Open(path)).Message;
}
