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

    /// <summary>
    /// Fetches what the next head will ask for of a sequence: heads lie side by side in long rows, and where the next one is no processor sees coming.
    /// </summary>
    public readonly void FetchNextHead(int head, int heads, AttentionSequence sequence)
    {
        if (!Sse.IsSupported || head + 1 >= heads)
            return;
        var column = (head + 1) * Width;
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
