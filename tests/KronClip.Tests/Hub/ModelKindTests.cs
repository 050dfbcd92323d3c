using System.Text;
using KronClip.Checkpoints;
using KronClip.Hub;

namespace KronClip.Tests.Hub;

/// <summary>What is refused by its configuration, before the weights are downloaded, and which files are taken of a model.</summary>
public class ModelKindTests
{
    [Theory]
    [InlineData("""{"model_type":"siglip"}""", "a SigLIP model")]
    [InlineData("""{"model_type":"siglip2"}""", "a SigLIP 2 model")]
    [InlineData("""{"model_type":"align"}""", "an ALIGN model")]
    [InlineData("""{"model_type":"blip"}""", "a BLIP model")]
    [InlineData("""{"model_type":"chinese_clip"}""", "a Chinese-CLIP model")]
    [InlineData("""{"model_type":"altclip"}""", "an AltCLIP model")]
    [InlineData("""{"model_type":"clip_vision_model"}""", "the image tower of a CLIP model alone")]
    [InlineData("""{"model_type":"bert"}""", "a model of type 'bert'")]
    [InlineData("""{"model_type":"clip","architectures":["CLIPForImageClassification"]}""", "not a whole CLIP model but a CLIPForImageClassification")]
    [InlineData("""{"architecture":"resnet50_clip","num_classes":0}""", "an image model of timm (resnet50_clip)")]
    [InlineData("""[1]""", "no JSON object")]
    [InlineData("""{}""", "names no type of model")]
    public void AnotherKindIsNamedInOneSentenceAndItsWeightsAreNotAskedFor(string config, string named)
    {
        using var setup = new PullSetup();
        setup.Hub.Files["config.json"] = Encoding.UTF8.GetBytes(config);
        var error = setup.Refused();
        Assert.Contains($"'acme/tiny-clip' is ", error.Message, StringComparison.Ordinal);
        Assert.Contains(named, error.Message, StringComparison.Ordinal);
        Assert.Empty(setup.Hub.StorageRequests);
        Assert.DoesNotContain(setup.Hub.HubRequests, request => request.Path.Contains("safetensors", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("""{"model_cfg":{"embed_dim":8,"custom_text":true,"vision_cfg":{},"text_cfg":{}}}""", "CustomTextCLIP")]
    [InlineData("""{"model_cfg":{"multimodal_cfg":{"width":1},"vision_cfg":{},"text_cfg":{}}}""", "CoCa")]
    [InlineData("""{"model_cfg":{"custom_text":true,"init_logit_bias":-10,"vision_cfg":{},"text_cfg":{}}}""", "SigLIP")]
    [InlineData("""{"model_cfg":{"vision_cfg":{"timm_model_name":"convnext_base"},"text_cfg":{}}}""", "convnext_base")]
    [InlineData("""{"model_cfg":{"vision_cfg":{},"text_cfg":{"hf_model_name":"roberta-base"}}}""", "roberta-base")]
    [InlineData("""{"model_cfg":{}}""", "no two towers")]
    public void AnotherKindOfOpenClipIsNamedToo(string config, string named)
    {
        using var setup = new PullSetup();
        setup.Hub.Files.Remove("config.json");
        setup.Hub.Files["open_clip_config.json"] = Encoding.UTF8.GetBytes(config);
        Assert.Contains(named, setup.Refused().Message, StringComparison.Ordinal);
        Assert.Empty(setup.Hub.StorageRequests);
    }

    [Fact]
    public void WhatTheConfigurationsReaderRefusesIsRefusedBeforeTheWeights()
    {
        using var setup = new PullSetup();
        Assert.Throws<CheckpointException>(() => setup.Pull(inspect: file => throw new CheckpointException(Path.GetFileName(file))));
        Assert.Empty(setup.Hub.StorageRequests);
    }

    [Fact]
    public void ARepositoryOfPicklesIsRefusedWithAWayOut()
    {
        using var setup = new PullSetup();
        setup.Hub.Files.Remove(PullSetup.Weights);
        var error = setup.Refused();
        Assert.Contains("only pytorch_model.bin. Pickle is never read", error.Message, StringComparison.Ordinal);
        Assert.Contains("acme/tiny-clip@refs/pr/1", error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain(setup.Hub.HubRequests, request => request.Path.Contains(".bin", StringComparison.Ordinal));
    }

    const string Clip = """{"model_type":"clip"}""", Timm = """{"architecture":"resnet50_clip"}""", OpenClip = """{"model_cfg":{"vision_cfg":{},"text_cfg":{}}}""";

    [Theory]
    [InlineData(Clip, "config.json model.safetensors vocab.json merges.txt tokenizer.json", "config.json vocab.json merges.txt model.safetensors")]
    [InlineData(Clip, "config.json model.safetensors tokenizer.json flax_model.msgpack onnx/model.onnx", "config.json tokenizer.json model.safetensors")]
    [InlineData(Clip, "config.json model.safetensors model.fp16.safetensors tokenizer.json preprocessor_config.json", "config.json tokenizer.json preprocessor_config.json model.safetensors")]
    [InlineData(Clip, "config.json weights.safetensors bpe_simple_vocab_16e6.txt.gz", "config.json bpe_simple_vocab_16e6.txt.gz weights.safetensors")]
    [InlineData(Clip, "config.json open_clip_config.json model.safetensors open_clip_model.safetensors tokenizer.json preprocessor_config.json", "config.json tokenizer.json preprocessor_config.json model.safetensors")]
    [InlineData(Clip, "config.json open_clip_config.json model.safetensors open_clip_model.safetensors tokenizer.json", "config.json tokenizer.json open_clip_config.json model.safetensors")]
    [InlineData(Clip, "config.json open_clip_config.json open_clip_pytorch_model.safetensors tokenizer.json", "config.json tokenizer.json open_clip_config.json open_clip_pytorch_model.safetensors")]
    [InlineData(Timm, "config.json open_clip_config.json model.safetensors open_clip_model.safetensors tokenizer.json", "open_clip_config.json tokenizer.json open_clip_model.safetensors")]
    [InlineData("", "open_clip_config.json open_clip_model.safetensors tokenizer.json", "open_clip_config.json tokenizer.json open_clip_model.safetensors")]
    [InlineData(Clip, "config.json a.safetensors b.safetensors tokenizer.json", "missing model.safetensors")]
    [InlineData(Timm, "config.json open_clip_config.json model.safetensors tokenizer.json", "missing open_clip_model.safetensors")]
    [InlineData(Clip, "config.json model.safetensors vocab.json", "missing vocab.json and merges.txt")]
    [InlineData("", "model.safetensors vocab.json merges.txt", "missing config.json")]
    public async Task OnlyWhatTheModelNeedsIsTaken(string config, string names, string expected)
    {
        var listed = names.Split(' ').ToHashSet(StringComparer.Ordinal);
        string taken;
        try
        {
            var files = await ModelFiles.ChooseAsync(RepoId.TryParse("a/b")!, listed, file => Task.FromResult(file == "config.json" ? config : OpenClip), file => new HubException("missing " + file));
            taken = string.Join(' ', files.Needed);
            Assert.Equal(files.Weights, files.Needed[^1]);
        }
        catch (HubException error)
        {
            taken = error.Message;
        }
        Assert.Equal(expected, taken);
    }

    [Fact]
    public void TheNamesOfWeightsAreThoseThatAreReadLater() => Assert.Equal(WeightFiles.UsualNames, ModelFiles.UsualWeights);
}
