using Microsoft.Extensions.AI;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace KronClip.Jobs;

/// <summary>
/// Registers classifiers and embeddings as singletons. They are opened when they are first asked for, on the thread that asks, and disposed with the container. What goes wrong then
/// comes to whoever asked, as the errors of <see cref="ImageClassifier.Load"/> and <see cref="ClipEmbeddings.Load"/>; the next request tries again. A download of the model is told to
/// the container's logger, category "KronClip".
/// </summary>
public static class ServiceCollectionExtensions
{
    /// <summary>Adds an <see cref="ImageClassifier"/>.</summary>
    /// <param name="services">The services.</param>
    /// <param name="path">The .kronclip file.</param>
    /// <param name="options">Changes the default options: <c>o => o with { Top = 3 }</c>.</param>
    public static IServiceCollection AddImageClassifier(this IServiceCollection services, string path, Func<ImageClassifierOptions, ImageClassifierOptions>? options = null)
    {
        ArgumentNullException.ThrowIfNull(services);
        ArgumentException.ThrowIfNullOrEmpty(path);
        return services.AddSingleton(provider => Classifier(provider, path, options));
    }

    /// <summary>Adds an <see cref="ImageClassifier"/> under a key, for programs with several: <c>[FromKeyedServices("parts")] ImageClassifier classifier</c>.</summary>
    /// <param name="services">The services.</param>
    /// <param name="key">The key.</param>
    /// <param name="path">The .kronclip file.</param>
    /// <param name="options">As in <see cref="AddImageClassifier"/>.</param>
    public static IServiceCollection AddKeyedImageClassifier(this IServiceCollection services, object key, string path, Func<ImageClassifierOptions, ImageClassifierOptions>? options = null)
    {
        ArgumentNullException.ThrowIfNull(services);
        ArgumentNullException.ThrowIfNull(key);
        ArgumentException.ThrowIfNullOrEmpty(path);
        return services.AddKeyedSingleton(key, (provider, _) => Classifier(provider, path, options));
    }

    /// <summary>Adds <see cref="ClipEmbeddings"/> and its two generators: <c>IEmbeddingGenerator&lt;string, Embedding&lt;float&gt;&gt;</c> for texts, <c>IEmbeddingGenerator&lt;DataContent, Embedding&lt;float&gt;&gt;</c> for pictures.</summary>
    /// <param name="services">The services.</param>
    /// <param name="model">The model, as in <see cref="TrainRequest.Model"/>.</param>
    /// <param name="options">Changes the default options: <c>o => o with { TruncateTexts = true }</c>.</param>
    public static IServiceCollection AddClipEmbeddings(this IServiceCollection services, string model, Func<ClipEmbeddingsOptions, ClipEmbeddingsOptions>? options = null)
    {
        ArgumentNullException.ThrowIfNull(services);
        ArgumentException.ThrowIfNullOrEmpty(model);
        return services.AddSingleton(provider => Embeddings(provider, model, options))
            .AddSingleton<IEmbeddingGenerator<string, Embedding<float>>>(provider => provider.GetRequiredService<ClipEmbeddings>().Texts)
            .AddSingleton<IEmbeddingGenerator<DataContent, Embedding<float>>>(provider => provider.GetRequiredService<ClipEmbeddings>().Images);
    }

    /// <summary>Adds <see cref="ClipEmbeddings"/> and its two generators under a key.</summary>
    /// <param name="services">The services.</param>
    /// <param name="key">The key.</param>
    /// <param name="model">The model, as in <see cref="TrainRequest.Model"/>.</param>
    /// <param name="options">As in <see cref="AddClipEmbeddings"/>.</param>
    public static IServiceCollection AddKeyedClipEmbeddings(this IServiceCollection services, object key, string model, Func<ClipEmbeddingsOptions, ClipEmbeddingsOptions>? options = null)
    {
        ArgumentNullException.ThrowIfNull(services);
        ArgumentNullException.ThrowIfNull(key);
        ArgumentException.ThrowIfNullOrEmpty(model);
        return services.AddKeyedSingleton(key, (provider, _) => Embeddings(provider, model, options))
            .AddKeyedSingleton<IEmbeddingGenerator<string, Embedding<float>>>(key, (provider, given) => provider.GetRequiredKeyedService<ClipEmbeddings>(given).Texts)
            .AddKeyedSingleton<IEmbeddingGenerator<DataContent, Embedding<float>>>(key, (provider, given) => provider.GetRequiredKeyedService<ClipEmbeddings>(given).Images);
    }

    static ImageClassifier Classifier(IServiceProvider provider, string path, Func<ImageClassifierOptions, ImageClassifierOptions>? options) =>
        ImageClassifier.Load(path, options?.Invoke(new ImageClassifierOptions()), Observer(provider));

    static ClipEmbeddings Embeddings(IServiceProvider provider, string model, Func<ClipEmbeddingsOptions, ClipEmbeddingsOptions>? options) =>
        ClipEmbeddings.Load(model, options?.Invoke(new ClipEmbeddingsOptions()), Observer(provider));

    static LoggingObserver? Observer(IServiceProvider provider) =>
        provider.GetService<ILoggerFactory>() is { } factory ? new LoggingObserver(factory.CreateLogger("KronClip")) : null;
}
