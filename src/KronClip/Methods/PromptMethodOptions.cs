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

    /// <inheritdoc/>
    public virtual void Validate()
    {
        if (ContextWords is < 1 or > MostContextWords)
            throw new OptionsException(
                $"contextWords is {ContextWords}; a prompt has 1 to {MostContextWords} context words (77 positions less start, end, full stop and a name).");
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
