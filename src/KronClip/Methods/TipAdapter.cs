using System.ComponentModel;
using System.Globalization;
using KronClip.Classifiers;

namespace KronClip.Methods;

/// <summary>Options of <see cref="TipAdapter"/>.</summary>
public record TipAdapterOptions : ITemplateOptions
{
    /// <summary>α, the weight of the cache beside zero-shot CLIP; 0 chooses it.</summary>
    [Description("weight of the cache beside zero-shot; 0: chosen")]
    public double Alpha { get; init; }

    /// <summary>β, how fast a key's say falls with its distance; 0 chooses it.</summary>
    [Description("how fast a key's say falls with distance; 0: chosen")]
    public double Beta { get; init; }

    /// <summary>Sentences of the zero-shot side.</summary>
    [Description("sentences with {} for the class name")]
    public IReadOnlyList<string> Templates { get; init; } = [ZeroShot.DefaultTemplate];

    /// <inheritdoc/>
    public virtual void Validate()
    {
        if (Alpha is not (>= 0 and <= 1e6))
            throw new OptionsException(string.Create(CultureInfo.InvariantCulture, $"alpha is {Alpha}; give a number above 0 and up to 1e6, or 0 to have it chosen."));
        if (Beta is not (>= 0 and <= 1e3))
            throw new OptionsException(string.Create(CultureInfo.InvariantCulture, $"beta is {Beta}; give a number above 0 and up to 1000, or 0 to have it chosen."));
        ZeroShot.CheckTemplates(Templates);
    }
}

/// <summary>
/// Tip-Adapter, training-free (Zhang et al., "Tip-Adapter: Training-free Adaption of CLIP for Few-shot Classification", ECCV 2022): the training pictures themselves
/// are keys k_n with one-hot values L, and speak beside zero-shot CLIP: s f tᵀ + α exp(−β (1 − f kᵀ)) L. Only α and β are chosen.
/// </summary>
public static class TipAdapter
{
    /// <summary>Catalogue entry.</summary>
    public static MethodDefinition Definition { get; } = new ProbeDefinition<TipAdapterOptions>
    {
        Name = "tip-adapter",
        Title = "Tip-Adapter",
        Summary = "a cache of the training pictures; nothing trained",
        Source = "Zhang et al., ECCV 2022, arXiv:2111.03930; gaopengcuhk/Tip-Adapter",
        Formula = o => "0",
        Count = (o, e, classes, pictures) => 0,
        Head = Fit,
    };

    static FittedHead Fit(FitSetup setup, FitPictures pictures, TipAdapterOptions options)
    {
        var (alpha, beta, note) = CacheSearch.Choose(setup, pictures.Rounds, options.Alpha, options.Beta, train => train.Rows);
        var keys = pictures.Train.Rows;                                    // k  [N×e]
        return new FittedHead(new CacheHead(keys.ToSingle(), pictures.Train.Labels, setup.ClassEmbeddings, alpha, beta)) { Notes = [note] };
    }
}
