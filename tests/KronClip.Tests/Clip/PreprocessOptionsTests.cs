using System.Text.Json;
using KronClip.Clip;
using KronClip.Images;

namespace KronClip.Tests.Clip;

public class PreprocessOptionsTests
{
    const string OpenAiClip = """
        { "crop_size": 224, "do_center_crop": true, "do_normalize": true, "do_resize": true, "feature_extractor_type": "CLIPFeatureExtractor",
          "image_mean": [0.48145466, 0.4578275, 0.40821073], "image_std": [0.26862954, 0.26130258, 0.27577711], "resample": 3, "size": 224 }
        """;

    [Theory]
    [InlineData("{}")]
    [InlineData(OpenAiClip)]
    [InlineData("""{"size":{"shortest_edge":224},"crop_size":{"height":224,"width":224},"do_rescale":true,"rescale_factor":0.00392156862745098,"do_convert_rgb":true}""")]
    [InlineData("""{"size":null,"crop_size":[224]}""")]
    public void ClipsOwnFilesGiveTheDefaults(string json) => Assert.Equal(PreprocessOptions.Default, PreprocessOptions.FromJson(json, "file"));

    [Fact]
    public void OtherValuesAreTaken()
    {
        var options = PreprocessOptions.FromJson("""{"size":{"shortest_edge":340},"crop_size":336,"resample":2,"image_mean":[0.5,0.25,0],"do_rescale":false}""", "file");
        Assert.Equal((340, 336, ResampleFilter.Bilinear, 1.0), (options.ResizeShortestEdge, options.CropSize, options.Filter, options.RescaleFactor));
        Assert.Equal([0.5f, 0.25f, 0], options.Mean);
        var plain = PreprocessOptions.FromJson("""{"do_normalize":false}""", "file");
        Assert.Equal([0, 0, 0, 1, 1, 1], plain.Mean.Concat(plain.Std));
    }

    [Fact]
    public void HeightAndWidthSquash()
    {
        var options = PreprocessOptions.FromJson("""{"size":{"height":64,"width":64},"do_center_crop":false}""", "file");
        Assert.Equal((PreprocessResize.Squash, 64, 64), (options.Resize, options.ResizeShortestEdge, options.CropSize));
    }

    [Theory]
    [InlineData("{", "not JSON")]
    [InlineData("[]", "object")]
    [InlineData("""{"do_resize":false}""", "do_resize")]
    [InlineData("""{"do_center_crop":false}""", "do_center_crop")]
    [InlineData("""{"crop_size":{"height":224,"width":112}}""", "not square")]
    [InlineData("""{"size":{"height":224,"width":112}}""", "not square")]
    [InlineData("""{"size":{"longest_edge":224}}""", "size")]
    [InlineData("""{"size":"big"}""", "size")]
    [InlineData("""{"size":0}""", "between 1 and 4096")]
    [InlineData("""{"resample":1}""", "resample")]
    [InlineData("""{"image_mean":[1,2]}""", "image_mean")]
    [InlineData("""{"image_std":[1,0,1]}""", "deviation")]
    [InlineData("""{"image_std":[1,"x",1]}""", "image_std")]
    [InlineData("""{"rescale_factor":"x"}""", "rescale_factor")]
    [InlineData("""{"rescale_factor":-1}""", "rescale factor")]
    [InlineData("""{"do_resize":1}""", "do_resize")]
    [InlineData("""{"kronclip_conversion_order":"Sideways"}""", "kronclip_conversion_order")]
    [InlineData("""{"kronclip_orientation":"1"}""", "kronclip_orientation")]
    public void WhatCannotBeDoneIsRefusedWithItsFileAndKey(string json, string named)
    {
        var message = Assert.Throws<CheckpointException>(() => PreprocessOptions.FromJson(json, "the/file.json")).Message;
        Assert.Contains("the/file.json", message, StringComparison.Ordinal);
        Assert.Contains(named, message, StringComparison.Ordinal);
    }

    [Fact]
    public void OpenClipsConfigurationIsRead()
    {
        using var json = JsonDocument.Parse("""{"size":[256,256],"mean":[0.5,0.5,0.5],"std":[0.5,0.5,0.5],"interpolation":"bilinear","resize_mode":"squash"}""");
        var options = PreprocessOptions.FromOpenClip(json.RootElement, 224, "file");
        Assert.Equal((256, 256, PreprocessResize.Squash, ResampleFilter.Bilinear), (options.ResizeShortestEdge, options.CropSize, options.Resize, options.Filter));
        using var empty = JsonDocument.Parse("{}");
        Assert.Equal(PreprocessOptions.ForSize(224), PreprocessOptions.FromOpenClip(empty.RootElement, 224, "file"));
        using var longest = JsonDocument.Parse("""{"resize_mode":"longest"}""");
        Assert.Throws<CheckpointException>(() => PreprocessOptions.FromOpenClip(longest.RootElement, 224, "file"));
    }

    public static TheoryData<PreprocessOptions> Changed =>
    [
        PreprocessOptions.Default with { ResizeShortestEdge = 225 },
        PreprocessOptions.Default with { CropSize = 225 },
        PreprocessOptions.Default with { Resize = PreprocessResize.Squash },
        PreprocessOptions.Default with { Filter = ResampleFilter.Bilinear },
        PreprocessOptions.Default with { RescaleFactor = 1 / 127.5 },
        PreprocessOptions.Default with { Mean = [0.48145466f, 0.4578275f, MathF.BitIncrement(0.40821073f)] },
        PreprocessOptions.Default with { Std = [1, 2, 3] },
        PreprocessOptions.Default with { Order = ConversionOrder.ResizeThenConvert },
        PreprocessOptions.Default with { Orientation = Orientation.Ignore },
        PreprocessOptions.Default with { ScaleDeepGray = false },
    ];

    [Theory]
    [MemberData(nameof(Changed))]
    public void EveryOptionIsInTheHashAndSurvivesItsJson(PreprocessOptions changed)
    {
        Assert.NotEqual(PreprocessOptions.Default.Hash, changed.Hash);
        Assert.NotEqual(PreprocessOptions.Default, changed);
        var back = PreprocessOptions.FromJson(changed.ToJson(), "own");
        Assert.Equal(changed, back);
        Assert.Equal(changed.Mean, back.Mean);
        Assert.Equal(changed.GetHashCode(), back.GetHashCode());
    }

    /// <summary>The hash is the key of caches on disk: a change here makes every cache start anew.</summary>
    [Fact]
    public void TheHashStaysTheSameFromVersionToVersion() =>
        Assert.Equal("92308b2292244112622ce822ff70fabe33ef13da34ac348e072b0b92d73cb98a", PreprocessOptions.Default.Hash);

    [Fact]
    public void ThePublishedProtocolIgnoresOrientationAndClipsDeepGray()
    {
        var published = PreprocessOptions.Default.AsPublished(ConversionOrder.ResizeThenConvert);
        Assert.Equal((ConversionOrder.ResizeThenConvert, Orientation.Ignore, false), (published.Order, published.Orientation, published.ScaleDeepGray));
    }

    [Fact]
    public void OptionsOutOfRangeAreRefused()
    {
        Assert.Throws<OptionsException>(() => PreprocessOptions.ForSize(0));
        Assert.Throws<OptionsException>(() => new Preprocessor(PreprocessOptions.Default with { Filter = (ResampleFilter)1 }));
        Assert.Throws<OptionsException>(() => new Preprocessor(PreprocessOptions.Default with { Mean = [1] }));
        Assert.Throws<OptionsException>(() => new Preprocessor(PreprocessOptions.Default with { RescaleFactor = double.NaN }));
    }
}
