using KronClip.Clip;
using KronClip.Compute;

namespace KronClip.Bench.Models;

/// <summary>
/// Multiply-adds of a training step's text pass, forward and backward to the context, counted from the shapes: products with weights, and attention's products with
/// keys and values as many as are seen. Softmax, norms and activations are not counted, as is usual.
/// </summary>
static class StepArithmetic
{
    const int MlpFactor = 4;

    /// <summary>The published form: all positions of every class in every layer.</summary>
    public static double Whole(TextConfig text, int embedding, int classes)
    {
        double d = text.Width, rows = (double)classes * text.ContextLength;
        var products = text.Layers * rows * (4 + 2 * MlpFactor) * d * d;
        var attention = text.Layers * classes * Pairs(0, text.ContextLength) * 2 * d;
        return 2 * products + 3.5 * attention + 2.0 * classes * d * embedding;
    }

    /// <summary>
    /// The packed form: shared prefix, own suffixes, [EOS] alone after the last layer's keys and values, constant names in the first layer. <paramref name="again"/> is
    /// the part of the classes that is encoded once more on the way back.
    /// </summary>
    public static double Packed(TextConfig text, int embedding, PromptLayout layout, double again = 0)
    {
        double d = text.Width, rows = layout.Sequences.Rows, prefix = layout.Sequences.PrefixLength, classes = layout.EndRows.Length;
        var whole = (text.Layers - 1) * rows * (4 + 2 * MlpFactor) * d * d;
        var last = rows * 2 * d * d + classes * (2 + 2 * MlpFactor) * d * d;
        var constant = (rows - prefix) * 3 * d * d;
        var pairs = Pairs(0, (int)prefix) + layout.Sequences.SuffixLengths.Sum(length => Pairs((int)prefix, length));
        var attention = ((text.Layers - 1) * pairs + layout.Sequences.SuffixLengths.Sum(length => prefix + length)) * 2 * d;
        var forward = whole + last + attention + classes * d * embedding;
        // Attention's way back: the scores again and four products, where forward has two. Constant rows need no in_proj, but where they are encoded again.
        var backward = whole + last - constant + 2.5 * attention + classes * d * embedding;
        return forward - (1 - again) * constant + backward + again * forward;
    }

    /// <summary>Keys seen by the rows of a causal sequence of <paramref name="own"/> rows after <paramref name="shared"/>.</summary>
    static double Pairs(int shared, int own) => (double)own * shared + own * (own + 1.0) / 2;
}
