using KronClip.Clip;
using KronClip.Compute;
using KronClip.Testing;

namespace KronClip.Tests.Clip;

/// <summary>The three sources of a model's sizes, and the models that are told apart from CLIP.</summary>
public class ClipConfigTests
{
    const string HuggingFaceFile = "config.json", OpenClipFile = "open_clip_config.json";

    const string VitB16 = """
        "embed_dim":512,"vision_cfg":{"image_size":224,"layers":12,"width":768,"patch_size":16},
        "text_cfg":{"context_length":77,"vocab_size":49408,"width":512,"heads":8,"layers":12}
        """;

    [Fact]
    public void MissingKeysTakeTheDefaultsOfTransformers()
    {
        var config = HuggingFace("""{"model_type":"clip"}""").Config;
        Assert.Equal(new ClipConfig(), config);
        Assert.Equal("ViT-B/32", config.Architecture);
        Assert.Equal((7, 50), (((VisionTransformerConfig)config.Vision).Grid, ((VisionTransformerConfig)config.Vision).Positions));
        Assert.Equal(config, HuggingFace("""{"text_config":{},"vision_config":{"hidden_act":null}}""").Config);
    }

    [Fact]
    public void TheOldDictionariesWinOverThePlainSections()
    {
        var config = HuggingFace("""
            {"model_type":"clip","projection_dim":768,
             "text_config":{"hidden_size":512,"num_attention_heads":12,"vocab_size":49408,"bos_token_id":0,"eos_token_id":2},
             "text_config_dict":{"hidden_size":768,"intermediate_size":3072},
             "vision_config":{"hidden_size":1024,"num_attention_heads":16,"num_hidden_layers":24,"intermediate_size":4096,"patch_size":14,"image_size":336},
             "vision_config_dict":null}
            """).Config;
        Assert.Equal(new TextConfig { Width = 768, Heads = 12, MlpWidth = 3072 }, config.Text);
        Assert.Equal("ViT-L/14@336", config.Architecture);
        Assert.Equal(768, config.EmbeddingWidth);
    }

    [Theory]
    [InlineData("""{"bos_token_id":49406,"eos_token_id":49407}""", 49406, 49407)]
    [InlineData("""{"bos_token_id":0,"eos_token_id":2}""", null, null)]
    [InlineData("""{"vocab_size":4096,"bos_token_id":49406,"eos_token_id":49407}""", null, null)]
    [InlineData("{}", null, null)]
    public void OldConfigurationsAskForTheLargestId(string text, int? start, int? end)
    {
        var config = HuggingFace($$$"""{"model_type":"clip","text_config":{{{text}}}}""").Config.Text;
        Assert.Equal((start, end), (config.StartToken, config.EndToken));
    }

    [Theory]
    [InlineData("""{"model_type":"siglip","text_config":{},"vision_config":{}}""", "'siglip'")]
    [InlineData("""{"model_type":"blip"}""", "'blip'")]
    [InlineData("""{"architectures":["ResNet"]}""", "no text_config and vision_config")]
    [InlineData("""{"model_type":"clip","text_config":{"hidden_act":"gelu_new"}}""", "activation 'gelu_new' (text_config.hidden_act)")]
    [InlineData("""{"model_type":"clip","vision_config":{"num_channels":4}}""", "4 colour channels")]
    [InlineData("""{"model_type":"clip","vision_config":{"patch_size":300}}""", "patches of 300 pixels in a picture of 224")]
    [InlineData("""{"model_type":"clip","vision_config":{"image_size":[224,196]}}""", "square sizes only")]
    [InlineData("""{"model_type":"clip","text_config":{"num_attention_heads":7}}""", "text_config has width 512, which does not divide into 7 heads")]
    [InlineData("""{"model_type":"clip","text_config":{"num_hidden_layers":1000000}}""", "text_config.num_hidden_layers is 1000000; a whole number from 1 to 1000")]
    [InlineData("""{"model_type":"clip","text_config":{"vocab_size":-1}}""", "vocab_size is -1")]
    [InlineData("""{"model_type":"clip","text_config":{"layer_norm_eps":"x"}}""", "a positive number is needed")]
    [InlineData("""{"model_type":"clip","text_config":[]}""", "an object is needed")]
    [InlineData("""{"model_type":7}""", "a string is needed")]
    [InlineData("[]", "not a JSON object")]
    [InlineData("{", "cannot be read as JSON")]
    public void OtherModelsAndDamagedFilesAreRefused(string json, string reason) =>
        Assert.Contains(reason, Assert.Throws<CheckpointException>(() => HuggingFace(json)).Message);

    [Fact]
    public void OpenClipIsGeluUnlessItSaysOtherwise()
    {
        var reading = OpenClip($$$"""{"model_cfg":{{{{VitB16}}}},"preprocess_cfg":{"mean":[0.5]}}""");
        Assert.Equal("ViT-B/16", reading.Config.Architecture);
        Assert.Equal(new VisionTransformerConfig { PatchSize = 16, Activation = Activation.Gelu }, reading.Config.Vision);
        Assert.Equal(new TextConfig { Activation = Activation.Gelu }, reading.Config.Text);
        Assert.Empty(reading.Warnings);
        var quick = OpenClip($$$"""{"quick_gelu":true,{{{VitB16}}}}""").Config;
        Assert.Equal((Activation.QuickGelu, Activation.QuickGelu), (quick.Text.Activation, ((VisionTransformerConfig)quick.Vision).Activation));
    }

    [Fact]
    public void OpenClipReadsRatiosHeadWidthsAndResNets()
    {
        var vit = (VisionTransformerConfig)OpenClip("""
            {"model_cfg":{"embed_dim":1280,"vision_cfg":{"image_size":[224,224],"layers":48,"width":1664,"head_width":104,"mlp_ratio":4.9231,"patch_size":14},
             "text_cfg":{"width":1280,"heads":20,"layers":32}}}
            """).Config.Vision;
        Assert.Equal((16, 8192), (vit.Heads, vit.MlpWidth));
        var resnet = OpenClip("""
            {"model_cfg":{"embed_dim":1024,"vision_cfg":{"image_size":224,"layers":[3,4,6,3],"width":64,"patch_size":null},"text_cfg":{"width":512}}}
            """).Config;
        Assert.Equal("RN50", resnet.Architecture);
        Assert.Equal(new ResNetConfig(), resnet.Vision);
        Assert.Equal((2048, 50), (((ResNetConfig)resnet.Vision).FeatureWidth, ((ResNetConfig)resnet.Vision).Positions));
    }

    [Theory]
    [InlineData("\"custom_text\":true", "", "", "model setting 'custom_text'")]
    [InlineData("\"init_logit_bias\":-10", "", "", "model setting 'init_logit_bias'")]
    [InlineData("\"multimodal_cfg\":{}", "", "", "model setting 'multimodal_cfg'")]
    [InlineData("\"invented\":1", "", "", "model setting 'invented'")]
    [InlineData("", "\"timm_model_name\":\"vit_base\"", "", "vision setting 'timm_model_name'")]
    [InlineData("", "\"pool_type\":\"avg\"", "", "pools by 'avg' (vision_cfg.pool_type)")]
    [InlineData("", "\"global_average_pool\":true", "", "'global_average_pool'")]
    [InlineData("", "\"attentional_pool\":true", "", "'attentional_pool'")]
    [InlineData("", "\"no_ln_pre\":true", "", "'no_ln_pre'")]
    [InlineData("", "\"ls_init_value\":0.1", "", "'ls_init_value'")]
    [InlineData("", "\"layers\":[1,2,3]", "", "four block counts")]
    [InlineData("", "", "\"hf_model_name\":\"roberta-base\"", "text setting 'hf_model_name'")]
    [InlineData("", "", "\"no_causal_mask\":true", "'no_causal_mask'")]
    [InlineData("", "", "\"embed_cls\":true", "'embed_cls'")]
    [InlineData("", "", "\"pool_type\":\"last\"", "pools by 'last' (text_cfg.pool_type)")]
    [InlineData("", "", "\"proj_type\":\"mlp\"", "'proj_type'")]
    public void OpenClipSettingsThatChangeTheModelAreRefusedByName(string model, string vision, string text, string reason)
    {
        var json = $$$"""{"model_cfg":{"embed_dim":64,"vision_cfg":{{{{vision}}}},"text_cfg":{{{{text}}}}{{{(model.Length > 0 ? "," + model : "")}}}}}""";
        Assert.Contains(reason, Assert.Throws<CheckpointException>(() => OpenClip(json)).Message);
    }

    [Fact]
    public void OpenClipSettingsAtTheirNeutralValuesChangeNothing() => Assert.Equal(
        OpenClip("""{"model_cfg":{"embed_dim":64,"vision_cfg":{},"text_cfg":{}}}""").Config,
        OpenClip("""
            {"model_cfg":{"embed_dim":64,"custom_text":false,"multimodal_cfg":null,
             "vision_cfg":{"pool_type":"tok","ls_init_value":null,"no_ln_pre":false,"patch_dropout":0.5,"timm_model_name":null},
             "text_cfg":{"pool_type":"argmax","no_causal_mask":false,"proj_type":"linear","pad_id":0}}}
            """).Config);

    [Theory]
    [InlineData("""{"pretrained":"openai","model_cfg":{MODEL}}""", "QuickGelu")]
    [InlineData("""{"hf_hub_id":"x/ViT-B-16-metaclip","model_cfg":{MODEL}}""", "QuickGelu")]
    [InlineData("""{"pretrained":"laion2b_s34b_b88k","model_cfg":{"quick_gelu":true,MODEL}}""", "trained with Gelu")]
    public void AnActivationThatContradictsTheWeightsNameIsTold(string json, string trained) =>
        Assert.Contains(trained, Assert.Single(OpenClip(json.Replace("MODEL", VitB16, StringComparison.Ordinal)).Warnings));

    [Fact]
    public void TheFoldersNameCountsToo()
    {
        using var folder = TestFiles.Temporary();
        var file = folder.File("vit_base_patch16_clip_224.openai", OpenClipFile);
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        File.WriteAllText(file, $$$"""{"model_cfg":{{{{VitB16}}}}}""");
        Assert.Contains("the configuration says Gelu", Assert.Single(ClipConfigOpenClip.Read(file).Warnings));
        File.WriteAllText(file, $$$"""{"model_cfg":{"quick_gelu":true,{{{VitB16}}}}}""");
        Assert.Empty(ClipConfigOpenClip.Read(file).Warnings);
    }

    [Fact]
    public void HuggingFaceWarnsOfMixedAndContradictingActivations()
    {
        Assert.Contains("the image tower Gelu and the text tower QuickGelu",
            Assert.Single(HuggingFace("""{"model_type":"clip","vision_config":{"hidden_act":"gelu"}}""").Warnings));
        Assert.Contains("trained with QuickGelu", Assert.Single(HuggingFace(
            """{"model_type":"clip","_name_or_path":"openai/clip-vit-base-patch32","vision_config":{"hidden_act":"gelu"},"text_config":{"hidden_act":"gelu"}}""").Warnings));
    }

    [Theory]
    [InlineData("text_projection", null, "it has no tensor 'text_projection'")]
    [InlineData("text_projection", new long[] { 100, 64 }, "width is 100, which does not divide into heads of 64")]
    [InlineData("visual.positional_embedding", new long[] { 11, 64 }, "10 positions, which form no square")]
    [InlineData("visual.conv1.weight", new long[] { 64 }, "the shape of 'visual.conv1.weight' is [64]")]
    public void WeightsThatGiveNoSizesSayWhichTensor(string name, long[]? shape, string reason)
    {
        var shapes = KronClip.Tests.Checkpoints.TinyModelFolders.Miniature().ToDictionary(t => t.Name, t => t.Shape);
        Assert.Equal("ViT-64x1/16@32", ClipConfigOpenAi.Read("weights", shapes).Config.Architecture);
        if (shape is null)
            shapes.Remove(name);
        else
            shapes[name] = shape;
        Assert.Contains(reason, Assert.Throws<CheckpointException>(() => ClipConfigOpenAi.Read("weights", shapes)).Message);
    }

    static ClipConfigReading HuggingFace(string json) => Read(HuggingFaceFile, json, ClipConfigHuggingFace.Read);

    static ClipConfigReading OpenClip(string json) => Read(OpenClipFile, json, ClipConfigOpenClip.Read);

    static ClipConfigReading Read(string name, string json, Func<string, ClipConfigReading> read)
    {
        using var folder = TestFiles.Temporary();
        File.WriteAllText(folder.File(name), json);
        return read(folder.File(name));
    }
}
