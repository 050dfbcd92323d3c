using System.ComponentModel;
using System.Globalization;
using System.Text.Json.Serialization;
using KronClip.Clip;
using KronClip.Compute;

namespace KronClip.Methods;

/// <summary>Options of <see cref="CkCoOp"/>.</summary>
public sealed record CkCoOpOptions : PromptMethodOptions
{
    /// <summary>The defaults.</summary>
    public CkCoOpOptions() : base(contextWords: 4, ContextStart.Phrase) { }

    /// <summary>Where the entries of the dictionary come from.</summary>
    [Description("entries")]
    public DictionaryKind Dictionary { get; init; } = DictionaryKind.KMeans;

    /// <summary>How many entries come from the token table; 0 means d, the width of the text tower. K is their number and that of <see cref="Words"/>.</summary>
    [Description("entries from the token table; 0 is d")]
    public int DictionarySize { get; init; }

    /// <summary>A person's own words, each an entry of its own behind the others; in JSON a list, or the path of a text file with one word on each line.</summary>
    [Description("file or list of your own words, one entry each")]
    [JsonConverter(typeof(WordListConverter))]
    public IReadOnlyList<string> Words { get; init; } = [];

    /// <summary>
    /// Shapes [k_i, d_i] of the Kronecker factors, ∏ k_i = K and ∏ d_i = d; empty means two factors as square as divisors allow. Where there are words, whose
    /// number nobody chose for its divisors, ∏ k_i may exceed K: B is then the first K rows of the product.
    /// </summary>
    [Description("shapes k×d such as [[16,32],[32,16]]; empty is two near-square ones")]
    public IReadOnlyList<int[]> Factors { get; init; } = [];

    /// <summary>Ridge strength relative to the mean squared norm of the dictionary's entries.</summary>
    [Description("strength of the fit to the phrase")]
    public double Ridge { get; init; } = 1e-3;

    /// <summary>Seed of clustering or draw, apart from the run's seed so that all runs on a checkpoint share one dictionary.</summary>
    [Description("seed of the clustering or draw")]
    public long DictionarySeed { get; init; }

    /// <summary>Leaves out rows of the table that look never trained (norm under a quarter of the median).</summary>
    [Description("leaves out token rows that look untrained")]
    public bool SkipUntrainedRows { get; init; }

    /// <inheritdoc/>
    public override void Validate()
    {
        base.Validate();
        if (DictionarySize < 0)
            throw new OptionsException($"dictionarySize is {DictionarySize}; give K ≥ 1, or 0 for the width of the text tower.");
        if (!(Ridge > 0) || double.IsInfinity(Ridge))
            throw new OptionsException(string.Create(CultureInfo.InvariantCulture, $"ridge is {Ridge}; it must be a positive number."));
        if (Factors.Any(f => f is not { Length: 2 } || f[0] < 1 || f[1] < 1))
            throw new OptionsException("factors must be a list of shapes such as [[16,32],[32,16]].");
        WordList.Validate(Words);
        if (Dictionary != DictionaryKind.Words)
            return;
        if (Words.Count == 0)
            throw new OptionsException("dictionary=words has no words. Give them with words: the path of a text file with one word on each line, or a list such as [\"bolt\",\"hex nut\"].");
        if (DictionarySize != 0)
            throw new OptionsException(string.Create(CultureInfo.InvariantCulture,
                $"dictionarySize is {DictionarySize}, but with dictionary=words K is the number of words. Leave it out, or add the words to centres with dictionary=k-means."));
    }
}

/// <summary>
/// CK-CoOp (Ding et al., "Compositional Kronecker Context Optimization for Vision-Language Models", arXiv:2403.11631; Neurocomputing 2024): the context words are
/// linear combinations of a dictionary of token embeddings with a learnable Kronecker bias.
/// <code>
/// V = W (D + A_1 ⊗ A_2)     W [M×K], D [K×d] frozen, A_1 [k_1×d_1], A_2 [k_2×d_2], k_1 k_2 = K, d_1 d_2 = d
/// V = W (D + (A_1 ⊗ A_2)[:K])     with words of one's own in D: k_1 k_2 ≥ K, the first K rows
/// </code>
/// K, M, factor shapes and initialisation are unpublished; the defaults are ours (docs/method.md): M = 4, K = d, 6d learned numbers.
/// </summary>
public sealed class CkCoOp : PromptMethod
{
    /// <summary>Name of the tensor that holds W.</summary>
    internal const string WeightsName = "W";

    /// <summary>Deviation of the factors that start at random; the last factor starts at zero, so B does.</summary>
    const double FactorDeviation = 0.02;

    readonly Engine engine;
    readonly Matrix dictionary;                // D  K×d, frozen
    readonly PackedWeights packedDictionary;   // the same, packed once
    readonly Parameter coefficients;           // W  M×K
    readonly Matrix w, dW;                     // its values and gradient as matrices
    readonly Parameter[] factors;              // A_i  k_i×d_i
    readonly KroneckerChain kronecker;         // W ↦ W (A_1 ⊗ … ⊗ A_n)
    readonly List<string> notes = [];

    /// <summary>CK-CoOp with dictionary, shapes and initialisation as <paramref name="options"/> say.</summary>
    public CkCoOp(PromptSetup setup, CkCoOpOptions options) : this(setup, options, FactorShapes(options, setup.Text.Width), ContextDictionary.Of(setup, options)) { }

    CkCoOp(PromptSetup setup, CkCoOpOptions options, IReadOnlyList<int[]> factorShapes, ContextDictionary made)
        : this(setup.Text.Engine, made.Entries, options.ContextWords, factorShapes)
    {
        var (k, width) = (dictionary.Rows, setup.Text.Width);
        var random = new SeededRandom(setup.Seed, "ck-coop/start");
        if (options.Start == ContextStart.Phrase)
        {
            var target = ContextInitialisation.FromPhrase(setup.Text, setup.Tokenizer, options.Phrase, options.ContextWords, random);
            var fit = RidgeFit.Solve(setup.Text.Engine, dictionary, target, options.Ridge);
            fit.Coefficients.Span.CopyTo(coefficients.Values);
            notes.Add(string.Create(CultureInfo.InvariantCulture,
                $"W starts from \"{options.Phrase}\" by ridge least squares (strength {options.Ridge:g}): |W| = {fit.Norm:0.###}, |W D - target| / |target| = {fit.RelativeError:0.####}."));
        }
        else
        {
            // The rows of W D then have the deviation of CoOp's random context, whatever the dictionary.
            var deviation = ContextInitialisation.StandardDeviation * Math.Sqrt(width) / Norm(dictionary.Span);
            Fill(coefficients, deviation, random);
            notes.Add("W starts at random; the rows of W D have the deviation of CoOp's random context, 0.02.");
        }
        foreach (var factor in factors.SkipLast(1))
            Fill(factor, FactorDeviation, random);                          // A_n = 0, so B = 0 at the start
        var rows = factors.Aggregate(1, (n, f) => n * f.Shape[0]);
        notes.InsertRange(0,
        [
            FormattableString.Invariant($"Dictionary: K = {made.Origin}; factors {string.Join(" ⊗ ", factors.Select(f => $"{f.Shape[0]}×{f.Shape[1]}"))}{(rows == k ? "" : FormattableString.Invariant($", the first {k} of {rows} rows"))}."),
            .. made.Remarks,
        ]);
    }

    /// <summary>CK-CoOp with everything zero but the dictionary; the caller sets the parameters.</summary>
    internal CkCoOp(Engine engine, Matrix dictionary, int contextWords, IReadOnlyList<int[]> factorShapes)
    {
        (this.engine, this.dictionary) = (engine, dictionary);
        ContextRows = contextWords;
        coefficients = new Parameter(WeightsName, contextWords, dictionary.Rows);
        factors = factorShapes.Select((shape, i) => new Parameter($"A{i + 1}", shape)).ToArray();
        Parameters = [coefficients, .. factors];
        w = new Matrix(contextWords, dictionary.Rows, coefficients.Values);
        dW = new Matrix(contextWords, dictionary.Rows, coefficients.Gradient);
        kronecker = new KroneckerChain(engine, factors);
        packedDictionary = PackedWeights.FromProjection(engine, dictionary.Span, dictionary.Rows, dictionary.Columns);
    }

    /// <summary>Catalogue entry.</summary>
    public static MethodDefinition Definition { get; } = new PromptMethodDefinition<CkCoOpOptions>
    {
        Name = "ck-coop",
        Title = "CK-CoOp",
        Summary = "context words are combinations of a dictionary of token embeddings, with a Kronecker bias",
        Source = "Ding et al., arXiv:2403.11631, Neurocomputing 2024; no public code known, defaults are ours",
        Rate = _ => 0.136,
        Formula = o => o is { Factors.Count: 0, DictionarySize: 0, Words.Count: 0 }
            ? "M·d + k1·d1 + k2·d2 = 6d at M = 4"
            : "M·K + Σ k_i·d_i",
        Count = (o, d, e, classes) => (long)o.ContextWords * Size(o, d) + FactorShapes(o, d).Sum(f => (long)f[0] * f[1]),
        NewClasses = _ => true,
        Shape = o => new PromptShape(o.ContextWords, o.ClassPosition, ClassSpecific: false),
        Create = (setup, o) => new CkCoOp(setup, o),
    };

    /// <inheritdoc/>
    public override int ContextRows { get; }

    /// <inheritdoc/>
    public override Matrix? Dictionary => dictionary;

    /// <inheritdoc/>
    public override IReadOnlyList<Parameter> Parameters { get; }

    /// <inheritdoc/>
    public override IReadOnlyList<string> Notes => notes;

    /// <summary>B = (A_1 ⊗ A_2)[:K] in full, [K×d]; for inspection.</summary>
    public Matrix KroneckerBias()
    {
        var product = kronecker.Materialise();
        return new Matrix(dictionary.Rows, product.Columns, product.Span[..(dictionary.Rows * product.Columns)].ToArray());
    }

    /// <inheritdoc/>
    public override void Context(ReadOnlySpan<float> image, Matrix v)
    {
        Product.Forward(engine, w, packedDictionary, v);                       // W D  [M×K]·[K×d] → [M×d]
        kronecker.AddTo(v, w);                                                 // + vec(A_1ᵀ W_m A_2)
    }

    /// <inheritdoc/>
    public override void ContextGradient(ReadOnlySpan<float> image, Matrix dV)
    {
        Product.BackwardToInput(engine, dV, packedDictionary, dW, accumulate: true); // dW = dV Dᵀ + …  [M×d]·[d×K] → [M×K]
        kronecker.AddGradients(dV, w, dW);                                     // … + vec(A_1 dV_m A_2ᵀ), dA_1, dA_2
    }

    /// <summary>K: entries from the token table, and each word once.</summary>
    static int Size(CkCoOpOptions options, int width) => Centres(options, width) + WordList.Distinct(options.Words).Once.Count;

    /// <summary>Entries that come from the token table.</summary>
    internal static int Centres(CkCoOpOptions options, int width) =>
        options.Dictionary == DictionaryKind.Words ? 0 : options.DictionarySize == 0 ? width : options.DictionarySize;

    /// <exception cref="OptionsException">The shapes do not multiply to K × d.</exception>
    internal static IReadOnlyList<int[]> FactorShapes(CkCoOpOptions options, int width)
    {
        var size = Size(options, width);
        if (options.Factors.Count == 0)
        {
            var (k1, k2) = NearSquare(options.Words.Count == 0 ? size : Divisible(size));  // k_1 ≤ k_2
            var (d2, d1) = NearSquare(width);                                          // d_1 ≥ d_2, so that A_1 ⊗ A_2 is tall beside wide
            return [[k1, d1], [k2, d2]];
        }
        var (rows, columns) = (options.Factors.Aggregate(1L, (n, f) => n * f[0]), options.Factors.Aggregate(1L, (n, f) => n * f[1]));
        if (columns == width && (rows == size || (options.Words.Count > 0 && rows > size && rows < 2L * size)))
            return options.Factors;
        var words = size - Centres(options, width);
        throw new OptionsException(FormattableString.Invariant($"The factors multiply to {rows} × {columns}, but the dictionary is K × d = {size} × {width}. ") + (words == 0
            ? FormattableString.Invariant($"Choose shapes [k_i, d_i] with ∏ k_i = {size} and ∏ d_i = {width}.")
            : FormattableString.Invariant($"{words} of the entries are words. Choose shapes [k_i, d_i] with ∏ k_i from {size} to {2L * size - 1} and ∏ d_i = {width}{(options.Dictionary != DictionaryKind.Words && rows > words ? FormattableString.Invariant($", or dictionarySize={rows - words} for ∏ k_i = {rows}") : "")}, or leave factors out.")));
    }

    /// <summary>
    /// The smallest K' ≥ K with divisors a ≤ b ≤ 2a. The number of words is what it is: 101 is prime, and factors of 1 and 101 rows would have three times the numbers of
    /// 8 and 13, whose last three rows are left out.
    /// </summary>
    internal static int Divisible(int k)
    {
        while (NearSquare(k) is var (a, b) && b > 2 * a)
            k++;
        return k;
    }

    /// <summary>The divisors a ≤ b of n with a·b = n that are closest.</summary>
    internal static (int Small, int Large) NearSquare(int n)
    {
        var small = (int)Math.Sqrt(n);
        while (n % small != 0)
            small--;
        return (small, n / small);
    }

    static void Fill(Parameter parameter, double deviation, SeededRandom random)
    {
        for (var i = 0; i < parameter.Count; i++)
            parameter.Values[i] = (float)(deviation * random.NextGaussian());
    }

    static double Norm(ReadOnlySpan<float> x)
    {
        var sum = 0.0;
        foreach (var value in x)
            sum += value * (double)value;
        return Math.Sqrt(sum);
    }
}
