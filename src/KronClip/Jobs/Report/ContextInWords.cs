using KronClip.Clip;
using KronClip.Compute;
using KronClip.Evaluation;
using KronClip.Methods;

namespace KronClip.Jobs;

/// <summary>
/// A learned context V [M×d] in words: the tokens nearest to each of its rows and, where V = W (D + B) is made of a dictionary D [K×d], the entries with the largest weights
/// |W_mk| with the tokens nearest to them.
/// </summary>
static class ContextInWords
{
    /// <summary>Tokens that are named for a context word.</summary>
    public const int Nearest = 5;

    /// <summary>Entries that are named for a context word.</summary>
    public const int Entries = 5;

    /// <summary>Tokens that are named for an entry.</summary>
    public const int NearestToEntry = 3;

    /// <summary>The context of what was learned; null where the method has none that all classes and pictures share.</summary>
    public static ReportedContext? Of(ClipModel model, MethodPlan made, LearnedHead learned)
    {
        if (made.Definition is not PromptMethodDefinition prompt || prompt.PromptShape(made.Options).ClassSpecific || learned.Tensors.FirstOrDefault(t => t.Name == TrainedPrompt.ContextName) is not { } v)
            return null;
        var tokens = Vocabulary(model);
        var weights = learned.Dictionary is null ? null : learned.Tensors.FirstOrDefault(t => t.Name == CkCoOp.WeightsName);
        return Of(new Matrix(v.Shape[0], v.Shape[1], v.Values.ToArray()), weights is null ? null : new Matrix(weights.Shape[0], weights.Shape[1], weights.Values.ToArray()), learned.Dictionary, tokens);
    }

    /// <summary>A model's tokens that are text.</summary>
    public static NearestTokens Vocabulary(ClipModel model) => new(model.Text.ReadTokenEmbeddings(), token =>
        token == model.Text.StartToken || token == model.Text.EndToken ? null : model.Tokenizer.Decode([token]).TrimEnd(' '));

    /// <summary>A context in the words of a vocabulary.</summary>
    /// <param name="v">V, [M×d].</param>
    /// <param name="w">W, [M×K], or null.</param>
    /// <param name="d">D, [K×d], or null.</param>
    /// <param name="tokens">The vocabulary.</param>
    public static ReportedContext Of(Matrix v, Matrix? w, Matrix? d, NearestTokens tokens)
    {
        var named = new Dictionary<int, IReadOnlyList<NearToken>>();       // an entry may stand in several words
        return new ReportedContext([.. Enumerable.Range(0, v.Rows).Select(m => new ReportedContextWord(tokens.Of(v.Row(m), Nearest), w is null || d is null ? [] : Largest(w, m).Select(k => Entry(k, w[m, k])).ToArray()))]);

        WeighedEntry Entry(int k, double weight)
        {
            if (!named.TryGetValue(k, out var near))
                named[k] = near = tokens.Of(d!.Row(k), NearestToEntry);
            return new WeighedEntry(k, weight, near);
        }
    }

    /// <summary>Entries by falling |W_mk|; those without weight are in no word.</summary>
    static IEnumerable<int> Largest(Matrix w, int m) =>
        Enumerable.Range(0, w.Columns).Where(k => w[m, k] != 0).OrderByDescending(k => Math.Abs(w[m, k])).ThenBy(k => k).Take(Entries);
}
