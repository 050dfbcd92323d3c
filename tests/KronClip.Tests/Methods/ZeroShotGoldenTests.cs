using System.Text.Json;
using KronClip.Clip;
using KronClip.Compute;
using KronClip.Methods;
using KronClip.Testing;
using KronClip.Tests.Clip;

namespace KronClip.Tests.Methods;

/// <summary>Zero-shot CLIP, one template and ensembles, against the published trainers (tests/golden/prompt/zeroshot).</summary>
public class ZeroShotGoldenTests
{
    [Theory]
    [InlineData("ZeroshotCLIP.OxfordPets")]
    [InlineData("ZeroshotCLIP.DescribableTextures")]
    [InlineData("ZeroshotCLIP2.ImageNet")]
    [InlineData("ZeroshotCLIP2.EuroSAT")]
    public void EnsemblesEqualThePublishedOnes(string run)
    {
        using var model = TinyClip.Vit(Engine.Default);
        var tokenizer = Tokenizer.FromMergesGzip(TestFiles.Data("clip-bpe", "bpe_simple_vocab_16e6.txt.gz"));
        var golden = new GoldenTensors("prompt", "zeroshot.safetensors");
        using var json = JsonDocument.Parse(File.ReadAllText(TestFiles.Golden("prompt", "zeroshot.json")));
        string[] Words(string key) => json.RootElement.GetProperty(run).GetProperty(key).EnumerateArray().Select(x => x.GetString()!).ToArray();
        var (classes, templates) = (Words("classes"), Words("templates"));
        var texts = classes.SelectMany(c => templates.Select(t => tokenizer.Encode(t.Replace("{}", c.Replace('_', ' '), StringComparison.Ordinal))))
            .Select(ids => (int[])[49406, .. ids, 49407]).ToArray();

        var g = ZeroShot.Ensemble(Engine.Default, model.Text.Encode(texts), Enumerable.Repeat(templates.Length, classes.Length).ToArray());
        Closeness.AssertClose(g.Span, golden.Floats($"{run}.text_features"), 1e-6, $"prompt/zeroshot {run}.text_features");
        var f = new Matrix(24, 64, golden.Floats("image_features"));
        RowNorm.Forward(Engine.Default, f, f);
        var logits = new Matrix(24, classes.Length);
        Product.Multiply(Engine.Default, f, g, logits, transposeB: true, alpha: (float)model.LogitScale);
        Closeness.AssertClose(logits.Span, golden.Floats($"{run}.logits"), 6e-5, $"prompt/zeroshot {run}.logits");
    }

    [Theory]
    [InlineData("a photo.")]
    [InlineData("{} and {}")]
    [InlineData("")]
    public void ATemplateNeedsTheNameOnce(string template) =>
        Assert.Throws<OptionsException>(() => new ZeroShotOptions { Templates = [template] }.Validate());
}
