using KronClip.Compute;
using Microsoft.Extensions.AI;

namespace KronClip.Jobs;

/// <summary>What Microsoft.Extensions.AI asks of a generator, over <see cref="ClipEmbeddings"/>. Thread-safe.</summary>
/// <param name="owner">Whose model it is; also what <see cref="GetService"/> gives for its type.</param>
/// <param name="embed">Inputs to embeddings of length 1, [N×e], and how many tokens they took where they have some.</param>
sealed class ClipEmbeddingGenerator<TInput>(ClipEmbeddings owner, Func<IReadOnlyList<TInput>, CancellationToken, (Matrix Embeddings, long? Tokens)> embed) : IEmbeddingGenerator<TInput, Embedding<float>>
{
    readonly EmbeddingGeneratorMetadata metadata = new("kronclip", defaultModelId: owner.Model, defaultModelDimensions: owner.EmbeddingWidth);

    public Task<GeneratedEmbeddings<Embedding<float>>> GenerateAsync(IEnumerable<TInput> values, EmbeddingGenerationOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(values);
        Check(options);
        IReadOnlyList<TInput> inputs = [.. values];
        return Task.Run(() => Generate(inputs, cancellationToken), cancellationToken);          // it computes: the caller's thread stays free
    }

    public object? GetService(Type serviceType, object? serviceKey = null)
    {
        ArgumentNullException.ThrowIfNull(serviceType);
        return serviceKey is not null ? null
            : serviceType == typeof(EmbeddingGeneratorMetadata) ? metadata
            : serviceType.IsInstanceOfType(owner) ? owner
            : serviceType.IsInstanceOfType(this) ? this
            : null;
    }

    /// <summary>Nothing: the model belongs to <see cref="ClipEmbeddings"/>, which both generators share.</summary>
    public void Dispose() { }

    GeneratedEmbeddings<Embedding<float>> Generate(IReadOnlyList<TInput> inputs, CancellationToken cancel)
    {
        var (embeddings, tokens) = embed(inputs, cancel);
        return new(Enumerable.Range(0, embeddings.Rows).Select(i => new Embedding<float>(embeddings.Row(i).ToArray()) { ModelId = owner.Model }))
        {
            Usage = tokens is null ? null : new UsageDetails { InputTokenCount = tokens, TotalTokenCount = tokens },
        };
    }

    /// <summary>The model gives embeddings of one length, and it is the only model here.</summary>
    void Check(EmbeddingGenerationOptions? options)
    {
        if (options?.Dimensions is { } asked && asked != owner.EmbeddingWidth)
            throw new OptionsException(FormattableString.Invariant($"Embeddings of {asked} numbers were asked for; those of '{owner.Model}' have {owner.EmbeddingWidth}, and CLIP's are not to be cut. Leave Dimensions out."));
        if (options?.ModelId is { } model && model != owner.Model)
            throw new OptionsException($"The model '{model}' was asked for; this generator has '{owner.Model}'. Leave ModelId out, or open another model.");
    }
}
