using KronClip.Clip;
using KronClip.Compute;

namespace KronClip.Methods;

/// <summary>Where the context words start.</summary>
public enum ContextStart
{
    /// <summary>The token embeddings of a phrase such as "a photo of a".</summary>
    Phrase,

    /// <summary>Random numbers.</summary>
    Random,
}

/// <summary>Starting values of the context words V, shared by the methods that learn them.</summary>
static class ContextInitialisation
{
    /// <summary>Standard deviation of random context words (CoOp trainers/coop.py, nn.init.normal_ with std 0.02).</summary>
    public const double StandardDeviation = 0.02;

    /// <summary>
    /// Where a context starts that is learned word by word, [M×d], or [C·M×d] for a context of each class. The random numbers depend on the seed alone, so that all
    /// methods with as many words start from the same ones.
    /// </summary>
    /// <exception cref="OptionsException">The phrase has more tokens than there are context words, or none.</exception>
    public static Matrix Start(PromptSetup setup, ContextStart start, string phrase, int contextWords, int classes = 1)
    {
        var random = new SeededRandom(setup.Seed, "coop/context");
        if (start == ContextStart.Random)
            return Random(classes * contextWords, setup.Text.Width, random);
        var one = FromPhrase(setup.Text, setup.Tokenizer, phrase, contextWords, random);
        var v = new Matrix(classes * contextWords, one.Columns);
        for (var c = 0; c < classes; c++)
            one.Span.CopyTo(v.Span[(c * one.Data.Length)..]);
        return v;
    }

    /// <summary>
    /// V from a phrase, [M×d]. One context word per token of the phrase; where M is larger the phrase fills the last words and the ones before are random,
    /// N(0, 0.02²).
    /// </summary>
    /// <exception cref="OptionsException">The phrase has more tokens than there are context words, or none.</exception>
    public static Matrix FromPhrase(TextTower text, Tokenizer tokenizer, string phrase, int contextWords, SeededRandom random)
    {
        var tokens = tokenizer.Encode(phrase.Replace('_', ' '));
        if (tokens.Length == 0 || tokens.Length > contextWords)
            throw new OptionsException(
                $"The phrase \"{phrase}\" has {tokens.Length} tokens and the prompt has {contextWords} context words. Choose a phrase of 1 to {contextWords} tokens, or more context words.");
        var v = Random(contextWords, text.Width, random);
        for (var m = 0; m < tokens.Length; m++)
            text.TokenEmbedding(tokens[m]).CopyTo(v.Row(contextWords - tokens.Length + m));
        return v;
    }

    /// <summary>V ~ N(0, 0.02²), [M×d].</summary>
    public static Matrix Random(int contextWords, int width, SeededRandom random)
    {
        var v = new Matrix(contextWords, width);
        for (var i = 0; i < v.Data.Length; i++)
            v.Data[i] = (float)(StandardDeviation * random.NextGaussian());
        return v;
    }
}
