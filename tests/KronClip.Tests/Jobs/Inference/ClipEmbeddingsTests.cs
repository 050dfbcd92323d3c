using KronClip.Clip;
using KronClip.Compute;
using KronClip.Jobs;
using Microsoft.Extensions.AI;

namespace KronClip.Tests.Jobs.Inference;

/// <summary>Texts and pictures in one space: lengths, cosines, generators, and what is refused.</summary>
public sealed class ClipEmbeddingsTests(SampleFolder sample) : IClassFixture<SampleFolder>
{
    static readonly string[] Captions = [.. Enumerable.Range(0, 70).Select(i => string.Concat(Enumerable.Repeat("a red circle ", i % 9)) + $"and {i}")];

    static string Long => string.Join(' ', Enumerable.Repeat("stripe", 200));

    ClipEmbeddings Load(ClipEmbeddingsOptions? options = null) => ClipEmbeddings.Load(sample.Sample.ModelFolder, options);

    ReadOnlyMemory<byte>[] Pictures(int perClass) => [.. Files(sample.CopyPictures(perClass)).Select(f => (ReadOnlyMemory<byte>)File.ReadAllBytes(f))];

    static IEnumerable<string> Files(string folder) => Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal);

    static double Dot(ReadOnlySpan<float> a, ReadOnlySpan<float> b)
    {
        var sum = 0.0;
        for (var i = 0; i < a.Length; i++)
            sum += (double)a[i] * b[i];
        return sum;
    }

    [Fact]
    public void ADotProductIsTheCosineThatASearchGives()
    {
        using var embeddings = Load();
        var folder = sample.CopyPictures(2);
        var files = Files(folder).ToArray();
        string[] texts = ["a red circle", "yellow_stripes, wide"];
        var words = embeddings.EmbedTexts(texts, TestContext.Current.CancellationToken);
        var images = embeddings.EmbedImages([.. files.Select(f => (ReadOnlyMemory<byte>)File.ReadAllBytes(f))], TestContext.Current.CancellationToken);
        var search = SearchJob.Run([folder], texts, sample.Sample.ModelFolder, files.Length, cache: "");
        for (var i = 0; i < files.Length; i++)
        {
            Assert.Equal(1, Dot(images.Row(i), images.Row(i)), 5);
            for (var t = 0; t < texts.Length; t++)
                Assert.Equal(search.ByPicture.Single(p => p.Path == files[i]).Texts.Single(f => f.Text == texts[t]).Cosine, Dot(images.Row(i), words.Row(t)), 5);
        }
        Assert.All(Enumerable.Range(0, texts.Length), t => Assert.Equal(1, Dot(words.Row(t), words.Row(t)), 5));
    }

    /// <summary>Whatever else is asked for in the same call, and wherever a batch is cut.</summary>
    [Fact]
    public void NeighboursDoNotMatter()
    {
        using var embeddings = Load();
        var together = embeddings.EmbedTexts(Captions, TestContext.Current.CancellationToken);
        for (var i = 0; i < Captions.Length; i++)
            Closeness(together.Row(i), embeddings.EmbedTexts([Captions[i]], TestContext.Current.CancellationToken).Row(0));
        var pictures = Pictures(7);
        Assert.True(pictures.Length > 16, "more than one batch");
        var images = embeddings.EmbedImages(pictures, TestContext.Current.CancellationToken);
        for (var i = 0; i < pictures.Length; i++)
            Assert.Equal(images.Row(i), embeddings.EmbedImages([pictures[i]], TestContext.Current.CancellationToken).Row(0));
    }

    static void Closeness(ReadOnlySpan<float> expected, ReadOnlySpan<float> actual)
    {
        for (var j = 0; j < expected.Length; j++)
            Assert.Equal(expected[j], actual[j], 5e-6f);
    }

    [Fact]
    public async Task TheGeneratorsGiveTheSameAndSayWhatTheyAre()
    {
        using var embeddings = Load();
        var cancel = TestContext.Current.CancellationToken;
        var texts = await embeddings.Texts.GenerateAsync(Captions[..3], cancellationToken: cancel);
        var expected = embeddings.EmbedTexts(Captions[..3], cancel);
        Assert.All(Enumerable.Range(0, 3), i => Assert.Equal(expected.Row(i).ToArray(), texts[i].Vector.ToArray()));
        using var model = ClipModel.Load(sample.Sample.ModelFolder);
        Assert.Equal(Captions[..3].Sum(model.Tokenizer.CountTokens), texts.Usage!.InputTokenCount);
        Assert.All(texts, text => Assert.Equal(embeddings.Model, text.ModelId));

        var pictures = Pictures(1);
        var images = await embeddings.Images.GenerateAsync(pictures.Select(p => new DataContent(p, "image/png")), cancellationToken: cancel);
        var rows = embeddings.EmbedImages(pictures, cancel);
        Assert.All(Enumerable.Range(0, pictures.Length), i => Assert.Equal(rows.Row(i).ToArray(), images[i].Vector.ToArray()));

        var metadata = (EmbeddingGeneratorMetadata)embeddings.Texts.GetService(typeof(EmbeddingGeneratorMetadata))!;
        Assert.Equal(("kronclip", "model", embeddings.EmbeddingWidth), (metadata.ProviderName, metadata.DefaultModelId, metadata.DefaultModelDimensions));
        Assert.Same(embeddings, embeddings.Images.GetService(typeof(ClipEmbeddings)));
        Assert.Null(embeddings.Images.GetService(typeof(ClipEmbeddings), "another"));
        Assert.Empty(await embeddings.Texts.GenerateAsync([], cancellationToken: cancel));
    }

    /// <summary>The model in the box has learned something: its words find its pictures.</summary>
    [Fact]
    public void TheModelInTheBoxIsFoundByName()
    {
        using var embeddings = ClipEmbeddings.Load("kron-mini");
        Assert.Equal("kron-mini", embeddings.Model);
        var words = embeddings.EmbedTexts(["a photo of a hex bolt.", "a photo of a bolt with a hexagonal head.", "a photo of a gear."], TestContext.Current.CancellationToken);
        Assert.True(Dot(words.Row(0), words.Row(1)) > Dot(words.Row(0), words.Row(2)), "two ways to say a bolt are nearer than a bolt and a gear");
    }

    [Fact]
    public void ATextThatIsTooLongIsRefusedOrCut()
    {
        using var strict = Load();
        var error = Assert.Throws<TokenizerException>(() => strict.EmbedTexts(["short", Long], TestContext.Current.CancellationToken));
        Assert.Contains("Text 2", error.Message, StringComparison.Ordinal);
        using var model = ClipModel.Load(sample.Sample.ModelFolder);
        var positions = model.Config.Text.ContextLength;
        Assert.Contains($"has {positions} positions", error.Message, StringComparison.Ordinal);

        using var cutting = Load(new ClipEmbeddingsOptions { TruncateTexts = true });
        var expected = model.Text.Encode([model.Tokenizer.Tokenize(Long, positions, truncate: true)]);
        RowNorm.Forward(model.Engine, expected, expected);
        Assert.Equal(expected.Row(0), cutting.EmbedTexts([Long], TestContext.Current.CancellationToken).Row(0));
        Assert.Equal(cutting.EmbedTexts(["a gear"], TestContext.Current.CancellationToken).Row(0), cutting.EmbedTexts(["a gear<|endoftext|> and more"], TestContext.Current.CancellationToken).Row(0));
    }

    [Fact]
    public async Task WhatCannotBeGivenIsSaid()
    {
        using var embeddings = Load();
        var cancel = TestContext.Current.CancellationToken;
        await Assert.ThrowsAsync<OptionsException>(() => embeddings.Texts.GenerateAsync(["a"], new() { Dimensions = embeddings.EmbeddingWidth - 1 }, cancel));
        await Assert.ThrowsAsync<OptionsException>(() => embeddings.Texts.GenerateAsync(["a"], new() { ModelId = "another" }, cancel));
        var error = await Assert.ThrowsAsync<ImageException>(() => embeddings.Images.GenerateAsync([new DataContent(Pictures(1)[0], "image/png"), new DataContent("no picture"u8.ToArray(), "image/png")], null, cancel));
        Assert.Contains("picture 2", error.Message, StringComparison.Ordinal);
        Assert.Throws<OptionsException>(() => Load(new ClipEmbeddingsOptions { Limits = new() { MaxBytes = 0 } }));
        Assert.Throws<HubException>(() => ClipEmbeddings.Load("kron-maxi"));
        await Assert.ThrowsAsync<ArgumentException>(() => embeddings.Texts.GenerateAsync(["a", null!], null, cancel));
    }

    [Fact]
    public async Task ACancelledCallStops()
    {
        using var embeddings = Load();
        using var source = new CancellationTokenSource();
        source.Cancel();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => embeddings.Texts.GenerateAsync(["a"], null, source.Token));
        Assert.Throws<OperationCanceledException>(() => embeddings.EmbedTexts(["a"], source.Token));
        Assert.Throws<OperationCanceledException>(() => embeddings.EmbedImages(Pictures(1), source.Token));
    }

    [Fact]
    public async Task ManyThreadsGetTheSame()
    {
        using var embeddings = Load();
        var cancel = TestContext.Current.CancellationToken;
        var pictures = Pictures(2);
        var (words, images) = (embeddings.EmbedTexts(Captions[..8], cancel), embeddings.EmbedImages(pictures, cancel));
        var tasks = Enumerable.Range(0, 4).Select(n => Task.Run(() => n % 2 == 0
            ? embeddings.EmbedTexts(Captions[..8], cancel).Span.SequenceEqual(words.Span)
            : embeddings.EmbedImages(pictures, cancel).Span.SequenceEqual(images.Span), cancel));
        Assert.All(await Task.WhenAll(tasks), Assert.True);
    }

    [Fact]
    public async Task ADisposedModelSaysSo()
    {
        var embeddings = Load();
        embeddings.Dispose();
        Assert.Throws<ObjectDisposedException>(() => embeddings.EmbedTexts(["a"], TestContext.Current.CancellationToken));
        Assert.Throws<ObjectDisposedException>(() => embeddings.EmbedImages([], TestContext.Current.CancellationToken));
        await Assert.ThrowsAsync<ObjectDisposedException>(() => embeddings.Texts.GenerateAsync(["a"], null, TestContext.Current.CancellationToken));
    }
}
