using KronClip.Clip;
using KronClip.Compute;

namespace KronClip.Jobs;

/// <summary>Texts to embeddings of a frozen model (openai/CLIP clip/model.py, CLIP.encode_text). A text is read as it stands: no sentence is put around it.</summary>
static class TextEmbeddings
{
    const int Batch = 64;

    /// <summary>The tokens of each text with start and end. Needs no tower, so that a text which is too long is found before anything is computed.</summary>
    /// <param name="model">The model.</param>
    /// <param name="texts">The texts.</param>
    /// <param name="truncate">Whether a longer text is cut, with the end token in the last position, as clip.tokenize(…, truncate=True) does.</param>
    /// <exception cref="TokenizerException">A text takes more positions than the model has, and is not to be cut.</exception>
    public static int[][] Tokens(ClipModel model, IReadOnlyList<string> texts, bool truncate)
    {
        var (tokenizer, positions) = (model.Tokenizer, model.Config.Text.ContextLength);
        var tokens = new int[texts.Count][];
        for (var i = 0; i < tokens.Length; i++)
        {
            var text = texts[i] ?? throw new ArgumentException(FormattableString.Invariant($"Text {i + 1} is null."), nameof(texts));
            var words = tokenizer.Encode(text);
            if (Array.IndexOf(words, tokenizer.EndToken) is >= 0 and var end)
                words = words[..end];                           // CLIP reads a text at its first end token
            if (words.Length + 2 > positions && !truncate)
                throw new TokenizerException(FormattableString.Invariant(
                    $"Text {i + 1}, '{Shortened(text)}', takes {words.Length + 2} tokens with start and end, and the model has {positions} positions. Shorten the text, or have it cut."));
            tokens[i] = [tokenizer.StartToken, .. words.Take(positions - 2), tokenizer.EndToken];
        }
        return tokens;
    }

    /// <summary>t = g(text) / ‖g(text)‖, each of length 1: [N] → [N×e].</summary>
    /// <param name="model">The model; its text tower is packed if it is not.</param>
    /// <param name="tokens">As <see cref="Tokens"/> gave them.</param>
    /// <param name="cancel">Stops between batches.</param>
    public static Matrix Of(ClipModel model, int[][] tokens, CancellationToken cancel)
    {
        var embeddings = new Matrix(tokens.Length, model.Config.EmbeddingWidth);
        for (var first = 0; first < tokens.Length; first += Batch)
        {
            cancel.ThrowIfCancellationRequested();
            var encoded = model.Text.Encode(tokens[first..Math.Min(first + Batch, tokens.Length)]);
            for (var i = 0; i < encoded.Rows; i++)
                encoded.Row(i).CopyTo(embeddings.Row(first + i));
        }
        RowNorm.Forward(model.Engine, embeddings, embeddings);
        return embeddings;
    }

    static string Shortened(string text) => text.Length <= 80 ? text : text[..77] + "…";
}
