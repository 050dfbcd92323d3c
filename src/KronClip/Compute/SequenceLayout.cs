namespace KronClip.Compute;

/// <summary>
/// How the rows of an activation matrix form sequences: first one shared prefix, then one own suffix per sequence, one after the other,
/// without padding. Sequence c is prefix + suffix c. With <see cref="Causal"/> a row sees the rows before it in its sequence and itself
/// (prefix rows see prefix rows only); otherwise a suffix row sees the prefix and its whole suffix, and a prefix row the whole prefix.
/// The 77-position path is a layout with an empty prefix and suffixes of 77. Many sequences may be cut into several layouts: the first has the
/// prefix's rows, the others see its keys and values.
/// </summary>
public sealed class SequenceLayout
{
    const int GroupRows = 192, FewKeysGroupRows = 32;   // suffix rows that attention works on at a time where a prefix is shared
    const int MostOfFewKeys = 64;

    readonly int[] groups;

    /// <summary>A layout of <paramref name="prefixLength"/> shared rows and one suffix per entry of <paramref name="suffixLengths"/>.</summary>
    /// <param name="prefixLength">Keys and values that all sequences share.</param>
    /// <param name="suffixLengths">Own rows of each sequence.</param>
    /// <param name="causal">Whether a row sees only what stands before it.</param>
    /// <param name="prefixElsewhere">Whether the prefix's rows are in another layout's matrices, and only its keys and values are seen here.</param>
    public SequenceLayout(int prefixLength, int[] suffixLengths, bool causal, bool prefixElsewhere = false)
    {
        ArgumentNullException.ThrowIfNull(suffixLengths);
        ArgumentOutOfRangeException.ThrowIfNegative(prefixLength);
        (PrefixLength, SuffixLengths, Causal) = (prefixLength, suffixLengths, causal);
        OwnPrefixRows = prefixElsewhere ? 0 : prefixLength;
        SuffixOffsets = new int[suffixLengths.Length];
        var rows = OwnPrefixRows;
        for (var c = 0; c < suffixLengths.Length; c++)
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(suffixLengths[c], 1, nameof(suffixLengths));
            SuffixOffsets[c] = rows;
            rows = checked(rows + suffixLengths[c]);
        }
        Rows = rows;
        FewKeys = prefixLength > 0 && prefixLength + suffixLengths.DefaultIfEmpty(0).Max() <= MostOfFewKeys;
        groups = Group();
    }

    /// <summary>Sequences that share nothing and are all equally long (images; the 77-position text path).</summary>
    public static SequenceLayout Uniform(int sequences, int length, bool causal) =>
        new(0, Enumerable.Repeat(length, sequences).ToArray(), causal);

    /// <summary>Keys and values shared by all sequences.</summary>
    public int PrefixLength { get; }

    /// <summary>Rows of the prefix in this layout's matrices, which come first: <see cref="PrefixLength"/>, or 0 where they are elsewhere.</summary>
    public int OwnPrefixRows { get; }

    /// <summary>Own rows of each sequence.</summary>
    public int[] SuffixLengths { get; }

    /// <summary>First own row of each sequence.</summary>
    public int[] SuffixOffsets { get; }

    /// <summary>Whether a row sees only what stands before it.</summary>
    public bool Causal { get; }

    /// <summary>Number of sequences.</summary>
    public int Sequences => SuffixLengths.Length;

    /// <summary>All rows: the prefix's, where they are here, and the suffixes'.</summary>
    public int Rows { get; }

    /// <summary>Whether a prefix is shared and no row sees more than a few keys, so that attention is best done row by row.</summary>
    internal bool FewKeys { get; }

    /// <summary>Number of groups of sequences that attention takes together.</summary>
    internal int Groups => groups.Length - 1;

    /// <summary>Sequences of group <paramref name="index"/>: from, and up to but without.</summary>
    internal (int First, int End) Group(int index) => (groups[index], groups[index + 1]);

    /// <summary>First sequences of the groups, and the end. Cut by rows alone, so that no sum depends on the number of threads.</summary>
    int[] Group()
    {
        var cuts = new List<int> { 0 };
        var enough = FewKeys ? FewKeysGroupRows : GroupRows;
        for (int c = 0, rows = 0; c < Sequences; c++)
        {
            rows += SuffixLengths[c];
            if (PrefixLength > 0 && rows < enough && c < Sequences - 1)
                continue;
            cuts.Add(c + 1);
            rows = 0;
        }
        return [.. cuts];
    }
}
