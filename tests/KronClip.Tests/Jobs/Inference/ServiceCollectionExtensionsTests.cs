using KronClip.Jobs;
using KronClip.Testing;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace KronClip.Tests.Jobs.Inference;

/// <summary>Registered in a container: opened when first asked for, one for all, gone with the container, and errors as they are.</summary>
public sealed class ServiceCollectionExtensionsTests(ImageClassifierTests.Trained trained, SampleFolder sample) : IClassFixture<ImageClassifierTests.Trained>, IClassFixture<SampleFolder>
{
    [Fact]
    public void AClassifierIsOneForAllAndGoesWithTheContainer()
    {
        ImageClassifier classifier;
        using (var provider = new ServiceCollection().AddImageClassifier(trained.Path, o => o with { Top = 2 }).BuildServiceProvider())
        {
            classifier = provider.GetRequiredService<ImageClassifier>();
            Assert.Same(classifier, provider.GetRequiredService<ImageClassifier>());
            Assert.Equal(2, classifier.Classify(trained.Files[0]).Top.Count);
        }
        Assert.Throws<ObjectDisposedException>(() => classifier.Classify(trained.Files[0]));
    }

    [Fact]
    public void ClassifiersWithKeysStandSideBySide()
    {
        using var provider = new ServiceCollection().AddKeyedImageClassifier("one", trained.Path, o => o with { Top = 1 }).AddKeyedImageClassifier("two", trained.Path).BuildServiceProvider();
        Assert.Single(provider.GetRequiredKeyedService<ImageClassifier>("one").Classify(trained.Files[0]).Top);
        Assert.NotSame(provider.GetRequiredKeyedService<ImageClassifier>("one"), provider.GetRequiredKeyedService<ImageClassifier>("two"));
        Assert.Null(provider.GetService<ImageClassifier>());
    }

    /// <summary>Nothing is opened at registration; the error is ours, and is not kept.</summary>
    [Fact]
    public void AFileThatIsMissingIsAnErrorUntilItIsThere()
    {
        using var folder = TestFiles.Temporary();
        var path = folder.File("later.kronclip");
        using var provider = new ServiceCollection().AddImageClassifier(path).BuildServiceProvider();
        Assert.Throws<ClassifierException>(provider.GetRequiredService<ImageClassifier>);
        File.Copy(trained.Path, path);
        Assert.NotEmpty(provider.GetRequiredService<ImageClassifier>().Classes);
        using var wrong = new ServiceCollection().AddImageClassifier(path, o => o with { Top = 0 }).BuildServiceProvider();
        Assert.Throws<OptionsException>(wrong.GetRequiredService<ImageClassifier>);
    }

    [Fact]
    public async Task BothGeneratorsShareAModel()
    {
        IEmbeddingGenerator<string, Embedding<float>> texts;
        await using (var provider = new ServiceCollection().AddClipEmbeddings(sample.Sample.ModelFolder, o => o with { TruncateTexts = true }).BuildServiceProvider())
        {
            texts = provider.GetRequiredService<IEmbeddingGenerator<string, Embedding<float>>>();
            var images = provider.GetRequiredService<IEmbeddingGenerator<DataContent, Embedding<float>>>();
            var embeddings = provider.GetRequiredService<ClipEmbeddings>();
            Assert.Same(embeddings, texts.GetService(typeof(ClipEmbeddings)));
            Assert.Same(embeddings, images.GetService(typeof(ClipEmbeddings)));
            Assert.Single(await texts.GenerateAsync([string.Join(' ', Enumerable.Repeat("long", 200))], null, TestContext.Current.CancellationToken));
        }
        await Assert.ThrowsAsync<ObjectDisposedException>(() => texts.GenerateAsync(["a"], null, TestContext.Current.CancellationToken));
    }

    [Fact]
    public void EmbeddingsWithKeysStandSideBySide()
    {
        using var provider = new ServiceCollection().AddKeyedClipEmbeddings("small", "kron-mini").AddKeyedClipEmbeddings("tiny", sample.Sample.ModelFolder).BuildServiceProvider();
        Assert.Equal("kron-mini", provider.GetRequiredKeyedService<ClipEmbeddings>("small").Model);
        Assert.Same(provider.GetRequiredKeyedService<ClipEmbeddings>("tiny"), provider.GetRequiredKeyedService<IEmbeddingGenerator<string, Embedding<float>>>("tiny").GetService(typeof(ClipEmbeddings)));
        Assert.Same(provider.GetRequiredKeyedService<ClipEmbeddings>("small"), provider.GetRequiredKeyedService<IEmbeddingGenerator<DataContent, Embedding<float>>>("small").GetService(typeof(ClipEmbeddings)));
    }

    [Fact]
    public void ALoggerHearsAJob()
    {
        var log = new KeptLog();
        var observer = new LoggingObserver(log);
        SampleJob.Run(Path.GetDirectoryName(sample.Sample.ModelFolder)!, observer: observer);
        observer.Note("a note");
        observer.Warn("a warning");
        Assert.Contains((LogLevel.Information, $"drawing: {sample.Sample.Pictures} pictures"), log.Lines);
        Assert.Contains((LogLevel.Debug, $"drawing: {sample.Sample.Pictures} of {sample.Sample.Pictures} pictures"), log.Lines);
        Assert.Contains((LogLevel.Debug, "drawing: done"), log.Lines);
        Assert.Equal([(LogLevel.Information, "a note"), (LogLevel.Warning, "a warning")], log.Lines.TakeLast(2));
    }

    sealed class KeptLog : ILogger
    {
        public List<(LogLevel, string)> Lines { get; } = [];

        public IDisposable? BeginScope<TState>(TState state) where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) => Lines.Add((logLevel, formatter(state, exception)));
    }
}
