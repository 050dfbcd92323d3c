using System.ComponentModel;
using System.Globalization;
using KronClip.Classifiers;
using KronClip.Compute;

namespace KronClip.Methods;

/// <summary>Options of <see cref="TipAdapterF"/>.</summary>
public sealed record TipAdapterFOptions : TipAdapterOptions
{
    /// <summary>Passes over the training pictures.</summary>
    [Description("passes over the training pictures")]
    public int Epochs { get; init; } = 20;

    /// <summary>AdamW's rate, which falls along half a cosine.</summary>
    [Description("AdamW's rate at the start")]
    public double LearningRate { get; init; } = 0.001;

    /// <summary>Pictures of a step.</summary>
    [Description("pictures of a step")]
    public int BatchSize { get; init; } = 256;

    /// <inheritdoc/>
    public override void Validate()
    {
        base.Validate();
        if (Epochs is < 1 or > 100_000)
            throw new OptionsException($"epochs is {Epochs}; give 1 to 100000.");
        if (!(LearningRate > 0 && LearningRate <= 1))
            throw new OptionsException(string.Create(CultureInfo.InvariantCulture, $"learningRate is {LearningRate}; give a number above 0 and up to 1 (0.001 is the published one)."));
        if (BatchSize < 1)
            throw new OptionsException($"batchSize is {BatchSize}; give 1 or more.");
    }
}

/// <summary>
/// Tip-Adapter-F (Zhang et al., ECCV 2022; gaopengcuhk/Tip-Adapter main.py, run_tip_adapter_F): the keys of <see cref="TipAdapter"/> learn, by AdamW on the
/// cross-entropy of s f tᵀ + α exp(−β (1 − f kᵀ)) L with α and β held; then both are searched. The last epoch's keys are kept.
/// </summary>
public static class TipAdapterF
{
    const double Beta1 = 0.9, Beta2 = 0.999, Epsilon = 1e-4, WeightDecay = 0.01;       // main.py: AdamW(eps=1e-4), else PyTorch's

    /// <summary>Catalogue entry.</summary>
    public static MethodDefinition Definition { get; } = new ProbeDefinition<TipAdapterFOptions>
    {
        Name = "tip-adapter-f",
        Title = "Tip-Adapter-F",
        Summary = "a cache of the training pictures whose keys learn",
        Source = "Zhang et al., ECCV 2022, arXiv:2111.03930; gaopengcuhk/Tip-Adapter",
        Formula = o => "N·e",
        Count = (o, e, classes, pictures) => (long)pictures * e,
        Head = Fit,
    };

    static FittedHead Fit(FitSetup setup, FitPictures pictures, TipAdapterFOptions options)
    {
        var trained = new Dictionary<UnitFeatures, DoubleMatrix>(ReferenceEqualityComparer.Instance);
        DoubleMatrix Keys(UnitFeatures train) => trained.TryGetValue(train, out var known) ? known : trained[train] = TrainKeys(setup, train, options);
        var (alpha, beta, note) = CacheSearch.Choose(setup, pictures.Rounds, options.Alpha, options.Beta, Keys);
        return new FittedHead(new CacheHead(Keys(pictures.Train).ToSingle(), pictures.Train.Labels, setup.ClassEmbeddings, alpha, beta))
        {
            Notes = [string.Create(CultureInfo.InvariantCulture, $"The keys were trained with {Held(options)}."), note],
            Steps = options.Epochs * StepsPerEpoch(pictures.Train.Count, options),
        };
    }

    static string Held(TipAdapterFOptions options) => string.Create(CultureInfo.InvariantCulture, $"alpha = {Alpha(options)} and beta = {Beta(options)}");

    static double Alpha(TipAdapterFOptions options) => options.Alpha > 0 ? options.Alpha : CacheSearch.UsualWeight;

    static double Beta(TipAdapterFOptions options) => options.Beta > 0 ? options.Beta : CacheSearch.UsualSharpness;

    static int StepsPerEpoch(int pictures, TipAdapterFOptions options) => (pictures + options.BatchSize - 1) / options.BatchSize;

    /// <summary>k after all epochs, [N×e]. They start as the pictures themselves and need not keep their length.</summary>
    internal static DoubleMatrix TrainKeys(FitSetup setup, UnitFeatures train, TipAdapterFOptions options)
    {
        var keys = train.Rows.Select([.. Enumerable.Range(0, train.Count)]);
        var (m, v) = (new double[keys.Data.Length], new double[keys.Data.Length]);
        var steps = options.Epochs * StepsPerEpoch(train.Count, options);
        var (step, power1, power2) = (0, 1.0, 1.0);
        for (var epoch = 0; epoch < options.Epochs; epoch++)
        {
            var order = Enumerable.Range(0, train.Count).ToArray();
            new SeededRandom(setup.Seed, $"tip-adapter-f/epoch/{epoch}").Shuffle<int>(order);
            foreach (var batch in order.Chunk(options.BatchSize))
            {
                setup.Cancel.ThrowIfCancellationRequested();
                var gradient = KeyGradient(setup, train.Select(batch), keys, train.Labels, Alpha(options), Beta(options));
                var rate = options.LearningRate / 2 * (1 + Math.Cos(Math.PI * step++ / steps));          // η/2 (1 + cos(π t / T))
                (power1, power2) = (power1 * Beta1, power2 * Beta2);
                for (var i = 0; i < m.Length; i++)
                {
                    m[i] = Beta1 * m[i] + (1 - Beta1) * gradient.Data[i];
                    v[i] = Beta2 * v[i] + (1 - Beta2) * gradient.Data[i] * gradient.Data[i];
                    var direction = m[i] / (1 - power1) / (Math.Sqrt(v[i] / (1 - power2)) + Epsilon);    // m̂ / (√v̂ + ε)
                    keys.Data[i] = keys.Data[i] * (1 - rate * WeightDecay) - rate * direction;           // k = (1 − η λ) k − η m̂ / (√v̂ + ε)
                }
            }
        }
        return keys;
    }

    /// <summary>∂k = (αβ A ∘ R Lᵀ)ᵀ F: with R = ∂loss/∂logits [B×C] and A = exp(−β (1 − F kᵀ)) [B×N], so [B×N]ᵀ·[B×e] → [N×e].</summary>
    internal static DoubleMatrix KeyGradient(FitSetup setup, UnitFeatures batch, DoubleMatrix keys, int[] keyLabels, double alpha, double beta)
    {
        var cosines = DoubleProduct.RowsByRows(setup.Engine, batch.Rows, keys);                          // F kᵀ  [B×N]
        var logits = TextLogits.Of(setup, batch.Rows);
        DoubleRows.AddScaled(alpha, CacheSearch.Logits(cosines, keyLabels, beta, setup.Classes).Data, logits.Data);
        SoftmaxRows.LossAndGradient(setup.Engine, logits, batch.Labels);                                 // now R
        for (var i = 0; i < cosines.Rows; i++)
        {
            for (var n = 0; n < cosines.Columns; n++)
                cosines[i, n] = alpha * beta * Math.Exp(-beta * (1 - cosines[i, n])) * logits[i, keyLabels[n]];
        }
        return DoubleProduct.ColumnsByColumns(setup.Engine, cosines, batch.Rows);
    }
}
