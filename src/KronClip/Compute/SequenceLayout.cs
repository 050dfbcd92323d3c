namespace KronClip.Compute;

/// <summary>
/// How the rows of an activation matrix form sequences: first one shared prefix, then one own suffix per sequence, one after the other,
/// without padding. Sequence c is prefix + suffix c. With <see cref="Causal"/> a row sees the rows before it in its sequence and itself
/// (prefix rows see prefix rows only); otherwise a suffix row sees the prefix and its whole suffix, and a prefix row the whole prefix.
/// The 77-position path is a layout with an empty prefix and suffixes of 77.
/// </summary>
public sealed class SequenceLayout
{
    /// <summary>A layout of <paramref name="prefixLength"/> shared rows and one suffix per entry of <paramref name="suffixLengths"/>.</summary>
    public SequenceLayout(int prefixLength, int[] suffixLengths, bool causal)
    {
        ArgumentNullException.ThrowIfNull(suffixLengths);
        ArgumentOutOfRangeException.ThrowIfNegative(prefixLength);
        PrefixLength = prefixLength;
        SuffixLengths = suffixLengths;
        Causal = causal;
        SuffixOffsets = new int[suffixLengths.Length];
        var rows = prefixLength;
        for (var c = 0; c < suffixLengths.Length; c++)
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(suffixLengths[c], 1, nameof(suffixLengths));
            SuffixOffsets[c] = rows;
            rows = checked(rows + suffixLengths[c]);
        }
        Rows = rows;
    }

    /// <summary>Sequences that share nothing and are all equally long (images; the 77-position text path).</summary>
    public static SequenceLayout Uniform(int sequences, int length, bool causal) =>
        new(0, Enumerable.Repeat(length, sequences).ToArray(), causal);

    /// <summary>Rows shared by all sequences; they come first.</summary>
    public int PrefixLength { get; }

    /// <summary>Own rows of each sequence.</summary>
    public int[] SuffixLengths { get; }

    /// <summary>First own row of each sequence.</summary>
    public int[] SuffixOffsets { get; }

    /// <summary>Whether a row sees only what stands before it.</summary>
    public bool Causal { get; }

    /// <summary>Number of sequences.</summary>
    public int Sequences => SuffixLengths.Length;

    /// <summary>All rows: prefix and suffixes.</summary>
    public int Rows { get; }
}
