using KronClip.Compute;

namespace KronClip.Clip;

/// <summary>Where the class name stands relative to the learned context words.</summary>
public enum ClassPosition
{
    /// <summary>[SOS] V_1 … V_M name . [EOS]: the default, and the only one whose whole context is shared by all classes.</summary>
    End,

    /// <summary>[SOS] V_1 … V_⌊M/2⌋ name V_⌊M/2⌋+1 … V_M . [EOS].</summary>
    Middle,

    /// <summary>[SOS] name V_1 … V_M . [EOS].</summary>
    Front,
}

/// <summary>
/// The tokens of one class in a learned prompt: those of "name." without start and end. <paramref name="NameLength"/> is the token count of the bare
/// name; where the full stop merges with the name's last sign (")" and "." become ")."), both are the same token and the name includes the stop, as in CoOp.
/// </summary>
/// <param name="NameAndStop">Tokens of the name followed by a full stop.</param>
/// <param name="NameLength">How many of them count as the name when the context follows it.</param>
public sealed record ClassTokens(int[] NameAndStop, int NameLength)
{
    /// <summary>Tokenizes <paramref name="words"/> ("_" becomes a space, a full stop is added, as all published prompts do).</summary>
    public static ClassTokens From(Tokenizer tokenizer, string words)
    {
        ArgumentNullException.ThrowIfNull(tokenizer);
        ArgumentNullException.ThrowIfNull(words);
        var name = words.Replace('_', ' ');
        var nameAndStop = tokenizer.Encode(name + ".");
        return new ClassTokens(nameAndStop, Math.Min(tokenizer.Encode(name).Length, nameAndStop.Length));
    }

    /// <summary>Checks that [SOS], the context, the name with its full stop and [EOS] fit into the text tower.</summary>
    /// <exception cref="TokenizerException">They do not; the message names the class and its token count.</exception>
    public void RequireRoom(int positions, int contextWords, string className)
    {
        var length = NameAndStop.Length + contextWords + 2;
        if (length > positions)
            throw new TokenizerException(
                $"Class '{className}' has {NameAndStop.Length} tokens; with {(contextWords > 0 ? $"{contextWords} context words and " : "")}the two end tokens that makes {length}, and the text tower has " +
                $"{positions} positions. Give the class shorter words in classes.json{(contextWords > 0 ? ", or use fewer context words" : "")}.");
    }
}

/// <summary>
/// How token embeddings and context words become the rows of a text pass. Slots ≥ 0 are token ids; a slot -1-m is context word m (class-specific contexts
/// number their words c·M + m). The longest run of slots that all classes share becomes the prefix, which is exact because the tower is causal
/// (docs/method.md); <see cref="Padded"/> is the published form with 77 positions per class, kept as the oracle.
/// </summary>
public sealed class PromptLayout
{
    readonly int[] slots;                      // one per row: prefix, then the suffixes
    readonly int[] positions;                  // position of each row in its prompt
    readonly int contextRows;                  // rows that V must have at least

    PromptLayout(int[][] sequences, int[] ends, int prefix, bool whole = false)
    {
        Whole = whole;
        Sequences = new SequenceLayout(prefix, sequences.Select(s => s.Length - prefix).ToArray(), causal: true);
        slots = new int[Sequences.Rows];
        positions = new int[Sequences.Rows];
        EndRows = new int[sequences.Length];
        for (var position = 0; position < prefix; position++)
            (slots[position], positions[position]) = (sequences[0][position], position);
        for (var c = 0; c < sequences.Length; c++)
        {
            for (var position = prefix; position < sequences[c].Length; position++)
            {
                var row = Sequences.SuffixOffsets[c] + position - prefix;
                (slots[row], positions[row]) = (sequences[c][position], position);
            }
            EndRows[c] = Sequences.SuffixOffsets[c] + ends[c] - prefix;
        }
        contextRows = Math.Max(0, -slots.Min());
        ContextIsPrefix = !whole && !slots.AsSpan(prefix).ContainsAnyInRange(int.MinValue, -1);
    }

    /// <summary>Rows as sequences: shared prefix and own suffixes.</summary>
    public SequenceLayout Sequences { get; }

    /// <summary>Row of each class's [EOS], whose final state is the class's embedding.</summary>
    public int[] EndRows { get; }

    /// <summary>Whether every row is to be computed in every layer, as the published code does; else the last layer computes [EOS] only.</summary>
    internal bool Whole { get; }

    /// <summary>Whether all context words stand in the shared prefix, so that the rows of the suffixes enter the tower as constants.</summary>
    internal bool ContextIsPrefix { get; }

    /// <summary>Prompts that share as long a prefix as they have in common and end at [EOS].</summary>
    /// <param name="text">The tower: start and end tokens, positions.</param>
    /// <param name="classes">Tokens of each class.</param>
    /// <param name="contextWords">M.</param>
    /// <param name="position">Where the name stands.</param>
    /// <param name="classSpecific">Whether each class has its own M context words.</param>
    /// <param name="names">Class names for error messages.</param>
    /// <exception cref="TokenizerException">A prompt does not fit into the tower's positions.</exception>
    public static PromptLayout Packed(TextTower text, IReadOnlyList<ClassTokens> classes, int contextWords,
        ClassPosition position = ClassPosition.End, bool classSpecific = false, IReadOnlyList<string>? names = null)
    {
        var sequences = Build(text, classes, contextWords, position, classSpecific, names);
        return FromSequences(sequences);
    }

    /// <summary>The published form: every prompt padded with zeros to all positions of the tower, nothing shared. The oracle of the tests.</summary>
    /// <inheritdoc cref="Packed"/>
    public static PromptLayout Padded(TextTower text, IReadOnlyList<ClassTokens> classes, int contextWords,
        ClassPosition position = ClassPosition.End, bool classSpecific = false, IReadOnlyList<string>? names = null)
    {
        var sequences = Build(text, classes, contextWords, position, classSpecific, names);
        var padded = sequences.Select(s => s.Concat(Enumerable.Repeat(0, text.ContextLength - s.Length)).ToArray()).ToArray();
        return new PromptLayout(padded, sequences.Select(s => s.Length - 1).ToArray(), prefix: 0, whole: true);
    }

    /// <summary>Fixed texts, each with start and end token; for hand-written templates.</summary>
    /// <exception cref="ArgumentException">There are no texts, or one has no tokens.</exception>
    public static PromptLayout Fixed(IReadOnlyList<int[]> texts)
    {
        ArgumentNullException.ThrowIfNull(texts);
        if (texts.Count == 0 || texts.Any(text => text.Length == 0))
            throw new ArgumentException("At least one text is needed, and each has at least its end token.", nameof(texts));
        return FromSequences([.. texts]);
    }

    /// <summary>Texts as the published code has them: padded token rows of equal length, the end token being the first largest id.</summary>
    internal static PromptLayout FixedPadded(IReadOnlyList<int[]> tokens) =>
        new([.. tokens], tokens.Select(t => Array.IndexOf(t, t.Max())).ToArray(), prefix: 0, whole: true);

    /// <summary>Writes the rows that enter the text tower: E[token] or V[m], plus the position's embedding unless it is left out. [R×d]</summary>
    /// <param name="text">The tower with E and the positional embedding.</param>
    /// <param name="v">Context words V, [M×d] (class-specific: [C·M×d]).</param>
    /// <param name="rows">Receives the rows, [R×d].</param>
    /// <param name="withPositions">False gives the bare embeddings, as CoOp's "prompts" are before the encoder.</param>
    /// <exception cref="ArgumentException">A shape does not fit.</exception>
    /// <exception cref="TokenizerException">A token is outside E.</exception>
    public void Embed(TextTower text, Matrix v, Matrix rows, bool withPositions = true)
    {
        ArgumentNullException.ThrowIfNull(text);
        ArgumentNullException.ThrowIfNull(v);
        ArgumentNullException.ThrowIfNull(rows);
        rows.RequireShape(slots.Length, text.Width, nameof(rows));
        RequireContext(v, text.Width, nameof(v));
        Embed(text, v, rows, 0, slots.Length, withPositions);
    }

    /// <summary>Writes <paramref name="count"/> rows of the layout from <paramref name="first"/> on to the first rows of <paramref name="rows"/>, [·×d].</summary>
    internal void Embed(TextTower text, Matrix v, Matrix rows, int first, int count, bool withPositions = true)
    {
        for (var i = 0; i < count; i++)
        {
            var row = first + i;
            var target = rows.Row(i);
            if (slots[row] >= 0)
                text.TokenEmbedding(slots[row]).CopyTo(target);
            else
                v.Row(-1 - slots[row]).CopyTo(target);
            if (!withPositions)
                continue;
            var positional = text.PositionalEmbedding(positions[row]);
            for (var j = 0; j < target.Length; j++)
                target[j] += positional[j];
        }
    }

    /// <summary>
    /// Adds to <paramref name="dV"/> [M×d] the gradient of <paramref name="count"/> rows of the layout from <paramref name="first"/> on, which are the first of
    /// <paramref name="dRows"/> [·×d]: each context word sums the rows that it fills.
    /// </summary>
    internal void AddContextGradient(Matrix dRows, int first, int count, Matrix dV)
    {
        for (var i = 0; i < count; i++)
        {
            if (slots[first + i] >= 0)
                continue;
            var source = dRows.Row(i);
            var target = dV.Row(-1 - slots[first + i]);
            for (var j = 0; j < target.Length; j++)
                target[j] += source[j];
        }
    }

    /// <summary>Throws unless <paramref name="v"/> has the rows and columns of this layout's context.</summary>
    /// <exception cref="ArgumentException">It has not.</exception>
    internal void RequireContext(Matrix v, int width, string name)
    {
        if (v.Rows < contextRows || v.Columns != width)
            throw new ArgumentException($"{name} is {v.Rows} × {v.Columns}; the prompts have {contextRows} context words of {width} numbers.", name);
    }

    static PromptLayout FromSequences(int[][] sequences)
    {
        var shared = sequences.Min(s => s.Length) - 1;          // each sequence keeps at least its [EOS]
        var prefix = 0;
        while (prefix < shared && sequences.All(s => s[prefix] == sequences[0][prefix]))
            prefix++;
        return new PromptLayout(sequences, sequences.Select(s => s.Length - 1).ToArray(), prefix);
    }

    static int[][] Build(TextTower text, IReadOnlyList<ClassTokens> classes, int contextWords, ClassPosition position, bool classSpecific, IReadOnlyList<string>? names)
    {
        ArgumentNullException.ThrowIfNull(text);
        ArgumentNullException.ThrowIfNull(classes);
        ArgumentOutOfRangeException.ThrowIfZero(classes.Count, nameof(classes));
        ArgumentOutOfRangeException.ThrowIfNegative(contextWords);
        var sequences = new int[classes.Count][];
        for (var c = 0; c < classes.Count; c++)
        {
            var (tokens, nameLength) = classes[c];
            classes[c].RequireRoom(text.ContextLength, contextWords, names?[c] ?? $"number {c}");
            var context = Enumerable.Range(0, contextWords).Select(m => -1 - ((classSpecific ? c * contextWords : 0) + m)).ToArray();
            var (name, rest) = (tokens[..nameLength], tokens[nameLength..]);
            var half = contextWords / 2;
            int[] body = position switch
            {
                ClassPosition.End => [.. context, .. tokens],
                ClassPosition.Middle => [.. context[..half], .. name, .. context[half..], .. rest],
                _ => [.. name, .. context, .. rest],
            };
            sequences[c] = [text.StartToken, .. body, text.EndToken];
        }
        return sequences;
    }
}
