using System.Runtime.Intrinsics.X86;

namespace KronClip.Compute.Kernels;

/// <summary>
/// Pinned queries, keys and values [rows × heads · width], each with its own distance from row to row, so that they may be columns of one matrix; and
/// the same of the shared prefix, wherever it lies.
/// </summary>
unsafe struct AttentionData
{
    public float* Queries, Keys, Values, PrefixKeys, PrefixValues;
    public nint QueryStride, KeyStride, PrefixStride;
    public int Width;

    public readonly float Scale => 1 / MathF.Sqrt(Width);

    public readonly MatrixView Q(int head, int first, int count) => new(Queries + first * QueryStride + head * Width, count, Width, QueryStride);

    public readonly MatrixView K(int head, int first, int count) => new(Keys + first * KeyStride + head * Width, count, Width, KeyStride);

    public readonly MatrixView V(int head, int first, int count) => new(Values + first * KeyStride + head * Width, count, Width, KeyStride);

    public readonly MatrixView PrefixK(int head, int count) => new(PrefixKeys + head * Width, count, Width, PrefixStride);

    public readonly MatrixView PrefixV(int head, int count) => new(PrefixValues + head * Width, count, Width, PrefixStride);

    /// <summary>scores[i, j] = q_i · k_j for the queries of a sequence, the prefix's <paramref name="shared"/> keys and then its own, [queries × keys].</summary>
    public readonly void Scores(RowKernels kernels, int head, AttentionSequence sequence, int shared, float* scores, int keys)
    {
        var q = Q(head, sequence.FirstQuery, sequence.Queries);
        kernels.Dots(q, PrefixK(head, shared), scores, keys, accumulate: false);
        kernels.Dots(q, K(head, sequence.Row, sequence.Length), scores + shared, keys, accumulate: false);
    }

    /// <summary>The same of rows dO [queries × e] and values.</summary>
    public readonly void ValueScores(RowKernels kernels, int head, AttentionSequence sequence, MatrixView dO, int shared, float* scores, int keys)
    {
        kernels.Dots(dO, PrefixV(head, shared), scores, keys, accumulate: false);
        kernels.Dots(dO, V(head, sequence.Row, sequence.Length), scores + shared, keys, accumulate: false);
    }

    /// <summary>sum = Σ_j weights[j] k_j over the same keys, [e].</summary>
    public readonly void WeightedKeys(RowKernels kernels, int head, float* weights, int shared, int row, int visible, float* sum)
    {
        if (shared > 0)
            kernels.WeightedSum(weights, 1, PrefixKeys + head * Width, PrefixStride, shared, Width, sum, accumulate: false);
        kernels.WeightedSum(weights + shared, 1, Keys + row * KeyStride + head * Width, KeyStride, visible - shared, Width, sum, accumulate: shared > 0);
    }

    /// <summary>sum = Σ_j weights[j] v_j over the same values, [e].</summary>
    public readonly void WeightedValues(RowKernels kernels, int head, float* weights, int shared, int row, int visible, float* sum)
    {
        if (shared > 0)
            kernels.WeightedSum(weights, 1, PrefixValues + head * Width, PrefixStride, shared, Width, sum, accumulate: false);
        kernels.WeightedSum(weights + shared, 1, Values + row * KeyStride + head * Width, KeyStride, visible - shared, Width, sum, accumulate: shared > 0);
    }

    /// <summary>
    /// Fetches what the next head will ask for of a sequence: heads lie side by side in long rows, and where the next one is no processor sees coming.
    /// </summary>
    public readonly void FetchNextHead(int head, int heads, AttentionSequence sequence)
    {
        if (head + 1 < heads)
            FetchHead(head + 1, sequence);
    }

    /// <summary>Fetches one head's queries, keys and values of a sequence.</summary>
    public readonly void FetchHead(int head, AttentionSequence sequence)
    {
        if (!Sse.IsSupported)
            return;
        var column = head * Width;
        for (var r = 0; r < sequence.Length; r++)
        {
            Fetch(Keys + (sequence.Row + r) * KeyStride + column);
            Fetch(Values + (sequence.Row + r) * KeyStride + column);
        }
        for (var r = 0; r < sequence.Queries; r++)
            Fetch(Queries + (sequence.FirstQuery + r) * QueryStride + column);
    }

    readonly void Fetch(float* numbers)
    {
        const int line = 16;
        for (var i = 0; i < Width; i += line)
            Sse.Prefetch1(numbers + i);
    }
}
