using KronClip.Compute;
using KronClip.Evaluation;

namespace KronClip.Jobs;

/// <summary>
/// The tokens of a vocabulary whose embeddings point most nearly where a vector does. What is no text (special tokens, single bytes that form no character, control characters) and rows
/// of zeros are passed over.
/// </summary>
/// <param name="table">E, the text tower's token table, [vocabulary×d].</param>
/// <param name="text">The text of a token; null for a special one.</param>
sealed class NearestTokens(Matrix table, Func<int, string?> text)
{
    const char Replacement = '\uFFFD';

    readonly double[] norms = [.. Enumerable.Range(0, table.Rows).Select(token => IsText(text(token)) ? Norm(table.Row(token)) : 0)];

    /// <summary>The nearest by cosine, nearest first; among equal ones the lower token. None for a vector of zeros.</summary>
    /// <param name="vector">[d].</param>
    /// <param name="count">Most that are given.</param>
    public IReadOnlyList<NearToken> Of(ReadOnlySpan<float> vector, int count)
    {
        var norm = Norm(vector);
        if (norm == 0)
            return [];
        var near = new PriorityQueue<(int Token, double Cosine), (double Cosine, int Later)>();         // the farthest of the kept ones comes out first
        for (var token = 0; token < norms.Length; token++)
        {
            if (norms[token] == 0)
                continue;
            var cosine = Math.Clamp(Dot(vector, table.Row(token)) / (norm * norms[token]), -1, 1);
            near.Enqueue((token, cosine), (cosine, -token));
            if (near.Count > count)
                near.Dequeue();
        }
        var kept = new List<NearToken>();
        while (near.TryDequeue(out var found, out _))
            kept.Insert(0, new NearToken(text(found.Token)!, found.Cosine));
        return kept;
    }

    static bool IsText(string? token) => token is { Length: > 0 } && !token.Any(c => char.IsControl(c) || c == Replacement);

    static double Norm(ReadOnlySpan<float> x) => Math.Sqrt(Dot(x, x));

    static double Dot(ReadOnlySpan<float> x, ReadOnlySpan<float> y)
    {
        var sum = 0.0;
        for (var i = 0; i < x.Length; i++)
            sum += (double)x[i] * y[i];
        return sum;
    }
}
