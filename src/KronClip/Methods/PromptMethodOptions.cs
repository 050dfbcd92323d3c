using System.ComponentModel;
using System.Globalization;
using System.Text.Json.Serialization;
using KronClip.Clip;

namespace KronClip.Methods;

/// <summary>What every method that learns a prompt can be told, whatever it learns it by. Each method's own options derive from it and come behind these.</summary>
public abstract record PromptMethodOptions : IMethodOptions
{
    /// <summary>77 positions less [SOS], [EOS], the full stop and one token of a name.</summary>
    public const int MostContextWords = 73;

    const double PublishedMean = 0.75, PublishedWidth = 0.05;              // of averaging: 15 and 1 of 20 epochs

    /// <summary>Ten times the strength at which the predictions are balanced.</summary>
    const double MostPriorCorrection = 10;

    /// <summary>Options with the method's published length and start.</summary>
    /// <param name="contextWords">M.</param>
    /// <param name="start">Where the context starts.</param>
    protected PromptMethodOptions(int contextWords, ContextStart start) => (ContextWords, Start) = (contextWords, start);

    /// <summary>M, the number of context words.</summary>
    [Description("M, context words"), JsonPropertyOrder(-1)]
    public int ContextWords { get; init; }

    /// <summary>Where the class name stands; published at the end.</summary>
    [Description("place of the class name"), JsonPropertyOrder(-1)]
    public ClassPosition ClassPosition { get; init; } = ClassPosition.End;

    /// <summary>Where the context starts: from a phrase, or at random.</summary>
    [Description("where the context starts"), JsonPropertyOrder(-1)]
    public ContextStart Start { get; init; }

    /// <summary>The phrase that the context starts from when <see cref="Start"/> is a phrase.</summary>
    [Description("words to start from"), JsonPropertyOrder(-1)]
    public string Phrase { get; init; } = "a photo of a";

    /// <summary>q of the generalised cross-entropy (Zhang and Sabuncu, NeurIPS 2018), for labels of which some are wrong: 0 is cross-entropy, 1 the absolute error.</summary>
    [Description("q, 0 to 1: how little a label counts that the model does not believe; 0 is cross-entropy"), JsonPropertyOrder(-1)]
    public double NoiseTolerance { get; init; }

    /// <summary>How classes of different size weigh: by weights where a step takes all pictures, else by drawing each class equally often.</summary>
    [Description("what weighs the same in training, each picture or each class"), JsonPropertyOrder(-1)]
    public ClassBalance Balance { get; init; }

    /// <summary>τ of the logit adjustment (Menon et al., ICLR 2021): training logits are shifted by τ times the logarithm of each class's share; 0 is none of it.</summary>
    [Description("τ, shift of the training logits by the logarithm of each class's share; 0 is none"), JsonPropertyOrder(-1)]
    public double PriorCorrection { get; init; }

    /// <summary>How zero-shot CLIP is mixed in when a picture is classified; no training, no parameters (docs/add-ons.md).</summary>
    [Description("zero-shot CLIP mixed in for each picture"), JsonPropertyOrder(1), JsonConverter(typeof(FusionKindConverter))]
    public FusionKind Fusion { get; init; }

    /// <summary>Weight of the distance to the frozen embeddings of many sentences; 0 is off, 25 is published.</summary>
    [Description("weight of the distance to many sentences; 0: off"), JsonPropertyOrder(1)]
    public double Consistency { get; init; }

    /// <summary>The sentences of <see cref="Consistency"/>, each with {} for the class name; empty takes <see cref="GeneralTemplates"/>.</summary>
    [Description("its sentences with {}; empty: a general list"), JsonPropertyOrder(1)]
    public IReadOnlyList<string> ConsistencyTemplates { get; init; } = [];

    /// <summary>Whether what is learned in the end is a mean of what it was after each epoch, weighed by a bell curve.</summary>
    [Description("mean over the epochs in the place of the last"), JsonPropertyOrder(1)]
    public bool Averaging { get; init; }

    /// <summary>Middle of the bell curve as a share of the epochs; published at 15 of 20.</summary>
    [Description("middle of the mean, as a share of the epochs"), JsonPropertyOrder(1)]
    public double AveragingMean { get; init; } = PublishedMean;

    /// <summary>Standard deviation of the bell curve as a share of the epochs; published at 1 of 20.</summary>
    [Description("its deviation, as a share of the epochs"), JsonPropertyOrder(1)]
    public double AveragingWidth { get; init; } = PublishedWidth;

    /// <summary>A head in closed form beside the prompt, for the classes that were trained on.</summary>
    [Description("closed form beside the prompt"), JsonPropertyOrder(1)]
    public ClosedFormKind ClosedForm { get; init; }

    /// <summary>β, the weight of the closed form's logits; 0 chooses it.</summary>
    [Description("β, its weight; 0: chosen"), JsonPropertyOrder(1)]
    public double ClosedFormWeight { get; init; }

    /// <inheritdoc/>
    public virtual void Validate()
    {
        if (ContextWords is < 1 or > MostContextWords)
            throw new OptionsException(
                $"contextWords is {ContextWords}; a prompt has 1 to {MostContextWords} context words (77 positions less start, end, full stop and a name).");
        ValidateLoss();
        ValidateAddOns();
    }

    void ValidateLoss()
    {
        if (NoiseTolerance is not (>= 0 and <= 1))
            throw new OptionsException(string.Create(CultureInfo.InvariantCulture, $"noiseTolerance is {NoiseTolerance}; give 0 (cross-entropy) to 1 (absolute error), such as 0.7."));
        if (PriorCorrection is not (>= 0 and <= MostPriorCorrection))
            throw new OptionsException(string.Create(CultureInfo.InvariantCulture, $"priorCorrection is {PriorCorrection}; give 0 (none) to {MostPriorCorrection}, usually 1."));
        if (PriorCorrection > 0 && Balance != ClassBalance.None)
            throw new OptionsException("balance=classes takes the sizes of the classes out of the loss, and priorCorrection would take them out once more. Give one of the two.");
    }

    void ValidateAddOns()
    {
        RequireWeight("consistency", Consistency);
        if (ConsistencyTemplates.Count > 0)
            ZeroShot.CheckTemplates(ConsistencyTemplates);
        if (ConsistencyTemplates.Count > 0 && Consistency == 0)
            throw new OptionsException("consistencyTemplates says nothing where consistency is 0; give its weight too (25 is published).");
        if (!(AveragingMean is >= 0 and <= 1))
            throw new OptionsException(string.Create(CultureInfo.InvariantCulture, $"averagingMean is {AveragingMean}; give a share of the epochs from 0 to 1."));
        if (!(AveragingWidth is > 0 and <= 1))
            throw new OptionsException(string.Create(CultureInfo.InvariantCulture, $"averagingWidth is {AveragingWidth}; give a share of the epochs above 0 and up to 1."));
        if (!Averaging && (AveragingMean, AveragingWidth) != (PublishedMean, PublishedWidth))
            throw new OptionsException("averagingMean and averagingWidth say nothing without averaging=true; give that too.");
        if (!(ClosedFormWeight is >= 0 and <= 1e6))
            throw new OptionsException(string.Create(CultureInfo.InvariantCulture, $"closedFormWeight is {ClosedFormWeight}; give a number above 0 and up to 1e6, or 0 to have it chosen."));
        if (ClosedFormWeight > 0 && ClosedForm == ClosedFormKind.None)
            throw new OptionsException("closedFormWeight says nothing where closedForm is none; give closedForm=gda or closedForm=ridge too.");
    }

    private protected static void RequireWeight(string option, double value)
    {
        if (!double.IsFinite(value) || value < 0)
            throw new OptionsException(string.Create(CultureInfo.InvariantCulture, $"{option} is {value}; give 0 or more."));
    }

    private protected static void RequirePositive(string option, double value)
    {
        if (!double.IsFinite(value) || value <= 0)
            throw new OptionsException(string.Create(CultureInfo.InvariantCulture, $"{option} is {value}; give a number above 0."));
    }
}
