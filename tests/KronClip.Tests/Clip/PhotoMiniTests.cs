using System.Text.Json;
using KronClip.Clip;
using KronClip.Compute;
using KronClip.Images;
using KronClip.Testing;

namespace KronClip.Tests.Clip;

/// <summary>
/// A small CLIP that was really trained, against an independent fp32 forward over the same weights (expected.json beside them): from pixels and
/// words to embeddings and logits, through the whole library. Needs the development data.
/// </summary>
public sealed class PhotoMiniTests : IDisposable
{
    const double Tolerance = 1e-6;                              // embeddings have length 1; expected.json gives seven decimals

    readonly ClipModel model = ClipModel.Load(TestFiles.Data("models", "photo-mini"));
    readonly JsonDocument expected = JsonDocument.Parse(File.ReadAllBytes(TestFiles.Data("models", "photo-mini", "expected.json")));

    [Fact]
    public void TokensAndTextEmbeddingsAreEqual()
    {
        var texts = Section("texts");
        var tokens = texts.Select(text => text.GetProperty("text").GetString()!)
            .Select(text => (int[])[model.Tokenizer.StartToken, .. model.Tokenizer.Encode(text), model.Tokenizer.EndToken]).ToArray();
        foreach (var (text, ids) in texts.Zip(tokens))
            Assert.Equal(TokenIds(text), ids);
        var features = model.Text.Encode(tokens);
        CheckLengths(features, texts, "photo-mini text norm");
        Closeness.AssertClose(Normalised(features).Span, Embeddings(texts), Tolerance, "photo-mini text embeddings");
    }

    [Fact]
    public void PictureEmbeddingsAreEqual()
    {
        var pictures = Section("images");
        var pixels = Pixels(pictures);
        for (var i = 0; i < pictures.Length; i++)
        {
            var first = pictures[i].GetProperty("pixels_u8_first_row_rgb").EnumerateArray().Select(value => value.GetInt32());
            Assert.Equal(first, FirstRow(pixels, i));
        }
        var features = model.Image.Encode(pixels);
        CheckLengths(features, pictures, "photo-mini image norm");
        Closeness.AssertClose(Normalised(features).Span, Embeddings(pictures), Tolerance, "photo-mini image embeddings");
    }

    [Fact]
    public void TheSyntheticInputGivesTheSameEmbedding()
    {
        var side = model.Image.ImageSize;
        var input = new Matrix(1, 3 * side * side);
        for (var i = 0; i < input.Data.Length; i++)
            input.Data[i] = (float)Math.Sin(0.01 * (i + 1));    // expected.json: pixel_values = sin(0.01 (i + 1)), i the flat index
        JsonElement[] synthetic = [expected.RootElement.GetProperty("synthetic")];
        var features = model.Image.Encode(input);
        CheckLengths(features, synthetic, "photo-mini synthetic norm");
        Closeness.AssertClose(Normalised(features).Span, Embeddings(synthetic), Tolerance, "photo-mini synthetic embedding");
    }

    [Fact]
    public void LogitsAreEqual()
    {
        Assert.Equal(expected.RootElement.GetProperty("scale").GetDouble(), model.LogitScale, 1e-6);
        var images = Normalised(model.Image.Encode(Pixels(Section("images"))));
        var texts = Normalised(model.Text.Encode(Section("texts").Select(TokenIds).ToArray()));
        var logits = new Matrix(images.Rows, texts.Rows);
        Product.Multiply(model.Engine, images, texts, logits, transposeB: true, alpha: (float)model.LogitScale);
        var rows = Section("logits").SelectMany(row => row.EnumerateArray().Select(value => value.GetDouble())).ToArray();
        Closeness.AssertClose(logits.Span, rows, 2e-5, "photo-mini logits");
    }

    public void Dispose()
    {
        model.Dispose();
        expected.Dispose();
    }

    JsonElement[] Section(string name) => [.. expected.RootElement.GetProperty(name).EnumerateArray()];

    /// <summary>As expected.json was made: converted to RGB, then resized; EXIF ignored.</summary>
    Matrix Pixels(JsonElement[] pictures)
    {
        var preprocessor = new Preprocessor(model.Preprocessing with { Order = ConversionOrder.ConvertThenResize, Orientation = Orientation.Ignore });
        var pixels = new Matrix(pictures.Length, preprocessor.Length);
        for (var i = 0; i < pictures.Length; i++)
        {
            var path = pictures[i].GetProperty("path").GetString()!["data/".Length..];
            preprocessor.Process(preprocessor.Read(TestFiles.Data(path.Split('/')), ImageLimits.Default), pixels.Row(i));
        }
        return pixels;
    }

    /// <summary>The first eight pixels as bytes, from normalised planes.</summary>
    IEnumerable<int> FirstRow(Matrix pixels, int picture)
    {
        var plane = model.Image.ImageSize * model.Image.ImageSize;
        for (var i = 0; i < 24; i++)
        {
            var (pixel, channel) = Math.DivRem(i, 3);
            var value = pixels[picture, channel * plane + pixel] * model.Preprocessing.Std[channel] + model.Preprocessing.Mean[channel];
            yield return (int)MathF.Round(255 * value);
        }
    }

    Matrix Normalised(Matrix features)
    {
        var result = new Matrix(features.Rows, features.Columns);
        RowNorm.Forward(model.Engine, features, result);
        return result;
    }

    static int[] TokenIds(JsonElement text) => [.. text.GetProperty("token_ids").EnumerateArray().Select(id => id.GetInt32())];

    static double[] Embeddings(JsonElement[] entries) =>
        [.. entries.SelectMany(entry => entry.GetProperty("embedding").EnumerateArray().Select(value => value.GetDouble()))];

    static void CheckLengths(Matrix features, JsonElement[] entries, string what)
    {
        var lengths = features.Data.Chunk(features.Columns).Select(row => (float)Math.Sqrt(row.Sum(value => (double)value * value))).ToArray();
        var expected = entries.Select(entry => entry.GetProperty("norm_before").GetDouble()).ToArray();
        Closeness.AssertClose(lengths, expected, 2e-5, what);
    }
}
