using System.Text.Json;
using KronClip.Clip;
using KronClip.Compute;
using KronClip.Testing;

namespace KronClip.Tests.Clip;

/// <summary>Both towers against openai/CLIP's own numbers (tests/golden/clip), on every kernel path of this machine.</summary>
public class TowerGoldenTests
{
    // golden/README.md: |fp32 - fp64| of the published code is 1.5e-6 for features and 1.4e-5 for logits.
    const double FeatureTolerance = 3e-6;
    const double ActivationTolerance = 2e-5;
    const double LogitTolerance = 3e-5;

    public static TheoryData<KernelPath> Paths => TinyClip.Paths;

    [Theory]
    [MemberData(nameof(Paths))]
    public void VisionTransformerEqualsThePublishedCode(KernelPath path)
    {
        using var model = TinyClip.Vit(new Engine(path));
        var golden = new GoldenTensors("clip", "tiny_vit_io.safetensors");
        var features = model.Image.Encode(Images(golden), (name, x) =>
        {
            var expected = golden.Floats($"visual.{name}");
            Closeness.AssertClose(x.Span, name == "conv1" ? ChannelsLast(expected, golden.Shape("visual.conv1")) : expected, ActivationTolerance, $"clip/tiny_vit_io visual.{name}");
        });
        CheckFeatures(model, golden, features, "clip/tiny_vit_io");
    }

    [Theory]
    [MemberData(nameof(Paths))]
    public void ModifiedResNetEqualsThePublishedCode(KernelPath path)
    {
        using var model = TinyClip.ResNet(new Engine(path));
        var golden = new GoldenTensors("clip", "tiny_rn_io.safetensors");
        var features = model.Image.Encode(Images(golden), (name, x) =>
            Closeness.AssertClose(x.Span, ChannelsLast(golden.Floats($"visual.{name}"), golden.Shape($"visual.{name}")), ActivationTolerance, $"clip/tiny_rn_io visual.{name}"));
        CheckFeatures(model, golden, features, "clip/tiny_rn_io");
    }

    [Fact]
    public void HuggingFaceNamesGiveTheSameFeaturesBitForBit()
    {
        using var openAi = TinyClip.Vit(Engine.Default);
        using var huggingFace = TinyClip.HuggingFaceVit(Engine.Default);
        var golden = new GoldenTensors("clip", "tiny_vit_io.safetensors");
        Assert.Equal(openAi.Image.Encode(Images(golden)).Data, huggingFace.Image.Encode(Images(golden)).Data);
        Assert.Equal(openAi.Text.Encode(Texts(golden)).Data, huggingFace.Text.Encode(Texts(golden)).Data);
    }

    [Theory]
    [MemberData(nameof(Paths))]
    public void TextTowerActivationsAndGradientEqualThePublishedCode(KernelPath path)
    {
        using var model = TinyClip.Vit(new Engine(path));
        var golden = new GoldenTensors("clip", "tiny_vit_io.safetensors");
        var tokens = golden.Ints("tokens").Chunk(77).Take(3).ToArray();
        var pass = model.Text.Prepare(PromptLayout.FixedPadded(tokens), keep: true);
        Matrix? last = null;
        pass.Forward(new Matrix(0, model.Text.Width), (layer, x) =>
        {
            Closeness.AssertClose(x.Span, golden.Floats($"text.block{layer}"), ActivationTolerance, $"clip/tiny_vit_io text.block{layer}");
            last = x;
        });
        var (normed, (weight, bias)) = (new Matrix(last!.Rows, last.Columns), model.Text.LnFinal);       // the tower itself needs the rows at [EOS] only
        LayerNorm.Forward(model.Text.Engine, last, weight, bias, model.Text.Epsilon, normed);
        Closeness.AssertClose(normed.Span, golden.Floats("text.ln_final"), ActivationTolerance, "clip/tiny_vit_io text.ln_final");
        var r = new Matrix(3, model.Text.EmbeddingWidth, golden.Floats("grad.R")[..(3 * model.Text.EmbeddingWidth)]);
        pass.BackwardToRows(r);                                             // d Σ(features · R) / d(token embeddings)
        Closeness.AssertClose(pass.RowGradient.Span, golden.Floats("grad.token_embeddings"), 1e-4, "clip/tiny_vit_io grad.token_embeddings");
    }

    [Theory]
    [MemberData(nameof(Paths))]
    public void ImagesOfThePromptRunsHaveThePublishedFeatures(KernelPath path)
    {
        using var model = TinyClip.Vit(new Engine(path));
        var golden = new GoldenTensors("prompt", "images.safetensors");
        var images = new Matrix(24, 3 * 32 * 32, golden.Floats("images"));
        Closeness.AssertClose(model.Image.Encode(images).Span, golden.Doubles("image_features.f64"), FeatureTolerance, "prompt/images image_features.f64");
    }

    [Fact]
    public void TextsOfTheGoldenModelHaveThePublishedTokens()
    {
        var tokenizer = Tokenizer.FromMergesGzip(TestFiles.Data("clip-bpe", "bpe_simple_vocab_16e6.txt.gz"));
        using var json = JsonDocument.Parse(File.ReadAllText(TestFiles.Golden("clip", "texts.json")));
        var tokens = json.RootElement.GetProperty("texts").EnumerateArray().Select(text => tokenizer.Tokenize(text.GetString()!, 77)).ToArray();
        Assert.Equal(new GoldenTensors("clip", "tiny_vit_io.safetensors").Ints("tokens"), tokens.SelectMany(t => t));
        Assert.Equal(json.RootElement.GetProperty("eot_index").EnumerateArray().Select(i => i.GetInt32()), tokens.Select(t => Array.IndexOf(t, 49407)));
    }

    [Fact]
    public void ImageFeaturesDoNotDependOnTheBatchNorOnThreads()
    {
        var golden = new GoldenTensors("clip", "tiny_vit_io.safetensors");
        var images = Images(golden);
        using var one = TinyClip.Vit(new Engine(Engine.Widest, 1));
        using var many = TinyClip.Vit(new Engine(Engine.Widest, 64));
        var together = one.Image.Encode(images);
        Assert.Equal(together.Data, many.Image.Encode(images).Data);
        for (var i = 0; i < images.Rows; i++)
            Assert.Equal(together.Row(i).ToArray(), many.Image.Encode(new Matrix(1, images.Columns, images.Row(i).ToArray())).Data);
    }

    static void CheckFeatures(TinyClip model, GoldenTensors golden, Matrix imageFeatures, string file)
    {
        var textFeatures = model.Text.Encode(Texts(golden));
        Closeness.AssertClose(imageFeatures.Span, golden.Doubles("image_features.f64"), FeatureTolerance, $"{file} image_features.f64");
        Closeness.AssertClose(textFeatures.Span, golden.Doubles("text_features.f64"), FeatureTolerance, $"{file} text_features.f64");
        var engine = Engine.Default;
        var (f, g) = (new Matrix(imageFeatures.Rows, imageFeatures.Columns), new Matrix(textFeatures.Rows, textFeatures.Columns));
        RowNorm.Forward(engine, imageFeatures, f);
        RowNorm.Forward(engine, textFeatures, g);
        Closeness.AssertClose(f.Span, golden.Floats("image_features_norm"), FeatureTolerance, $"{file} image_features_norm");
        Closeness.AssertClose(g.Span, golden.Floats("text_features_norm"), FeatureTolerance, $"{file} text_features_norm");
        var logits = new Matrix(f.Rows, g.Rows);
        Product.Multiply(engine, f, g, logits, transposeB: true, alpha: (float)model.LogitScale);
        Closeness.AssertClose(logits.Span, golden.Doubles("logits_per_image.f64"), LogitTolerance, $"{file} logits_per_image.f64");
    }

    static Matrix Images(GoldenTensors golden)
    {
        var shape = golden.Shape("images");
        return new Matrix(shape[0], shape[1] * shape[2] * shape[3], golden.Floats("images"));
    }

    /// <summary>Token rows up to and with the end token.</summary>
    static int[][] Texts(GoldenTensors golden) => golden.Ints("tokens").Chunk(77).Select(t => t[..(Array.IndexOf(t, 49407) + 1)]).ToArray();

    static float[] ChannelsLast(float[] nchw, int[] shape)
    {
        var (n, c, places) = (shape[0], shape[1], shape[2] * shape[3]);
        var result = new float[nchw.Length];
        for (var i = 0; i < n; i++)
            for (var channel = 0; channel < c; channel++)
                for (var p = 0; p < places; p++)
                    result[(i * places + p) * c + channel] = nchw[(i * c + channel) * places + p];
        return result;
    }
}
