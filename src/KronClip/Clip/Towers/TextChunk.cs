using KronClip.Compute;

namespace KronClip.Clip;

/// <summary>
/// Some classes of a prompt layout with their pass through the transformer. The first chunk has the rows of the shared prefix as well; the others see its keys
/// and values. A chunk is kept, with memory of its own, or shares memory with all that are not.
/// </summary>
sealed class TextChunk
{
    /// <summary>Rows below which a chunk is not cut any more when memory is short.</summary>
    const int SmallestRows = 32;

    readonly PromptLayout layout;
    readonly SequenceLayout sequences;
    readonly int firstClass;
    readonly int[] endRows;                    // row of each class's [EOS] within the chunk
    bool hasRun;
    long keptBytes;                            // of its own

    TextChunk(PromptLayout layout, int firstClass, int endClass)
    {
        (this.layout, this.firstClass) = (layout, firstClass);
        var whole = layout.Sequences;
        FirstRow = firstClass == 0 ? 0 : whole.SuffixOffsets[firstClass];
        sequences = new SequenceLayout(whole.PrefixLength, whole.SuffixLengths[firstClass..endClass], whole.Causal, prefixElsewhere: firstClass > 0);
        endRows = layout.EndRows[firstClass..endClass].Select(row => row - FirstRow).ToArray();
    }

    /// <summary>Row of the whole layout that is the chunk's first.</summary>
    public int FirstRow { get; }

    /// <summary>Whether the activations stay until the way back.</summary>
    public bool Kept { get; private set; }

    /// <summary>Whether the last block computes the rows at [EOS] only.</summary>
    public bool Pooled => Pass.Pooled is not null;

    /// <summary>The pass.</summary>
    public TransformerPass Pass { get; private set; } = null!;

    /// <summary>Rows of the gradient that are valid after <see cref="Backward"/>, from the first: the prefix's alone where nothing else depends on the context.</summary>
    public int GradientRows => layout.ContextIsPrefix ? sequences.OwnPrefixRows : sequences.Rows;

    /// <summary>
    /// Cuts the classes into chunks of nearly equal numbers of rows and gives them memory: of their own as long as <paramref name="budget"/> bytes last. When the
    /// machine has less than that, fewer chunks keep theirs; when none finds room, the chunks are halved.
    /// </summary>
    /// <exception cref="KronClipException">There is no room for the smallest chunk either.</exception>
    public static (TextChunk[] Chunks, long Bytes) Cut(Transformer transformer, PromptLayout layout, bool keep, long budget, int chunkRows)
    {
        for (var (rows, left) = (chunkRows, budget); ;)
        {
            var chunks = Cut(layout, rows);
            try
            {
                return (chunks, GiveMemory(transformer, chunks, keep, left));
            }
            catch (OutOfMemoryException error)
            {
                // The machine has less than the budget. Half of what there was is left to other work, which needs room too; then the chunks become smaller.
                left = chunks.Where(c => c.Kept).Sum(c => c.keptBytes) / 2;
                if (left > 0)
                    continue;
                if (rows <= SmallestRows)
                {
                    throw new TrainingException(
                        $"There is not enough memory to encode {layout.EndRows.Length} classes, even {rows} rows at a time. Close other programs, or take fewer classes.", error);
                }
                rows /= 2;
            }
        }
    }

    /// <summary>Embeds the chunk's rows, runs the blocks and puts the states at [EOS] into their rows of <paramref name="ends"/> [C×d].</summary>
    public void Forward(TextTower tower, Matrix v, Matrix[]? prefixes, Matrix? ends, Action<int, Matrix>? observe)
    {
        // Where the context is in the prefix alone, the other rows that enter the first block are the same every time, and so are their keys and values.
        var fresh = hasRun && Kept && layout.ContextIsPrefix ? sequences.OwnPrefixRows : sequences.Rows;
        layout.Embed(tower, v, Pass.Input, FirstRow, fresh);
        var output = Pass.Forward(prefixes, fresh, observe);
        hasRun = true;
        for (var c = 0; ends is not null && c < endRows.Length; c++)
            output.Row(Pooled ? c : endRows[c]).CopyTo(ends.Row(firstClass + c));
    }

    /// <summary>Takes the gradient of the states at [EOS], [C×d], back to the rows that the chunk embedded.</summary>
    public void Backward(Matrix dEnds, Matrix[]? prefixes, Matrix[]? dPrefixes)
    {
        if (!Pooled)
            Pass.Gradient!.Span.Clear();
        for (var c = 0; c < endRows.Length; c++)
            dEnds.Row(firstClass + c).CopyTo(Pooled ? Pass.PooledGradient!.Row(c) : Pass.Gradient!.Row(endRows[c]));
        Pass.Backward(prefixes, dPrefixes, layout.ContextIsPrefix);
    }

    static TextChunk[] Cut(PromptLayout layout, int chunkRows)
    {
        var sequences = layout.Sequences;
        var count = Math.Max(1, (sequences.Rows + chunkRows - 1) / chunkRows);
        var chunks = new List<TextChunk>();
        for (int first = 0, end; first < sequences.Sequences; first = end)
        {
            var target = (long)(chunks.Count + 1) * sequences.Rows / count;       // where the chunk should end, in rows of the whole
            end = first + 1;
            while (end < sequences.Sequences && sequences.SuffixOffsets[end] + sequences.SuffixLengths[end] <= target)
                end++;
            chunks.Add(new TextChunk(layout, first, end));
        }
        return [.. chunks];
    }

    static long GiveMemory(Transformer transformer, TextChunk[] chunks, bool keep, long budget)
    {
        var layouts = chunks.Select(c => c.sequences).ToArray();
        var scratch = new SharedMemory(layouts);
        var passing = new SharedMemory(layouts);                                  // for all that are not kept; takes memory only when the first of them asks
        var left = budget;
        for (var i = 0; i < chunks.Length; i++)
        {
            var chunk = chunks[i];
            var pooled = chunk.layout.Whole || !transformer.Blocks[^1].CanPool ? null : chunk.endRows;
            TransformerPass Pass(MatrixStore traces) => new(transformer, chunk.sequences, pooled, keep, traces, scratch.For(chunk.sequences));
            var size = new MeasuringStore(chunk.sequences);
            _ = new TransformerPass(transformer, chunk.sequences, pooled, keep, size, new MeasuringStore(chunk.sequences));
            var isLast = i == chunks.Length - 1;
            if (keep && left >= (isLast ? size.Bytes : 2 * size.Bytes))           // those that follow need one more room
            {
                chunk.Pass = Pass(new OwnStore(chunk.sequences));
                (chunk.Kept, chunk.keptBytes) = (true, size.Bytes);
                left -= size.Bytes;
                continue;
            }
            left = 0;
            chunk.Pass = Pass(passing.For(chunk.sequences));
        }
        return chunks.Sum(c => c.keptBytes) + scratch.Bytes + passing.Bytes;
    }
}
