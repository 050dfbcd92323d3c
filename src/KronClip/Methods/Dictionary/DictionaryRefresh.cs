using KronClip.Classifiers;

namespace KronClip.Methods;

/// <summary>
/// CK-CoOp's dictionary grown by the words of new classes, without a change of the context at the moment it grows:
/// <code>
/// D' = [D; words]        [K×d] over [n×d] → [K'×d]
/// W' = [W, 0]            [M×K] beside [M×n] → [M×K']
/// A_1' = [A_1; 0]        [k_1×d_1] over zeros → [k_1'×d_1], k_1' = max(k_1, ⌈K' / (k_2 ⋯ k_n)⌉); the other factors stay
/// V' = W' (D' + (A_1' ⊗ A_2)[:K']) = W (D + (A_1 ⊗ A_2)[:K]) + 0 · … = V
/// </code>
/// Row i k_2 + j of A_1 ⊗ A_2 is made of row i of A_1 and row j of A_2, so rows put under A_1 put rows under the product and move none. A new entry therefore starts as the
/// word itself, with a bias of zero and a coefficient of zero; the gradient of its coefficients is not zero, so training takes it up at once. Ours.
/// </summary>
/// <param name="Options">Options of the grown method: the words stand behind those that were there, and the shapes of the factors are written out.</param>
/// <param name="Parameters">W', A_1', A_2, … under their names.</param>
/// <param name="Added">The words that are new; one that the dictionary has already is not added again.</param>
/// <param name="Before">K.</param>
/// <param name="After">K'.</param>
sealed record DictionaryRefresh(CkCoOpOptions Options, IReadOnlyList<NamedTensor> Parameters, IReadOnlyList<string> Added, int Before, int After)
{
    /// <summary>Grows a dictionary.</summary>
    /// <param name="options">Options of the method as it was trained.</param>
    /// <param name="parameters">W and the factors; other tensors are left out.</param>
    /// <param name="words">Words to add.</param>
    /// <param name="width">d.</param>
    /// <exception cref="OptionsException">A word is no word, or there are too many.</exception>
    /// <exception cref="ClassifierException">The tensors do not have the shapes of the options.</exception>
    public static DictionaryRefresh Of(CkCoOpOptions options, IReadOnlyList<NamedTensor> parameters, IReadOnlyList<string> words, int width)
    {
        var known = WordList.Distinct(options.Words).Once.Count;
        string[] added = [.. WordList.Distinct([.. options.Words, .. words]).Once.Skip(known)];
        var shapes = CkCoOp.FactorShapes(options, width);
        var before = CkCoOp.Centres(options, width) + known;
        var after = before + added.Length;
        NamedTensor Find(string name, params int[] shape) => parameters.FirstOrDefault(p => p.Name == name) is { } found && found.Shape.SequenceEqual(shape) ? found
            : throw new ClassifierException($"The classifier holds no tensor '{name}' of the shape [{string.Join(" × ", shape)}], which its options ask for; make the classifier again.");
        var w = Find("W", options.ContextWords, before);
        NamedTensor[] factors = [.. shapes.Select((shape, i) => Find($"A{i + 1}", shape))];
        if (added.Length == 0)
            return new DictionaryRefresh(options, [w, .. factors], added, before, after);

        var others = shapes.Skip(1).Aggregate(1, (n, shape) => n * shape[0]);
        var rows = Math.Max(shapes[0][0], (after + others - 1) / others);
        var grown = options with
        {
            Words = [.. options.Words, .. added],
            Factors = [[rows, shapes[0][1]], .. shapes.Skip(1).Select(shape => shape.ToArray())],
        };
        grown.Validate();
        return new DictionaryRefresh(grown, [Wider(w, after), Taller(factors[0], rows), .. factors.Skip(1)], added, before, after);
    }

    /// <summary>[M×K] → [M×K'], zeros behind each row.</summary>
    static NamedTensor Wider(NamedTensor w, int columns)
    {
        var (m, k) = (w.Shape[0], w.Shape[1]);
        var values = new float[m * columns];
        for (var row = 0; row < m; row++)
            w.Values.Slice(row * k, k).CopyTo(values.AsSpan(row * columns));
        return new NamedTensor(w.Name, [m, columns], values);
    }

    /// <summary>[k×d] → [k'×d], zeros under the last row.</summary>
    static NamedTensor Taller(NamedTensor factor, int rows)
    {
        var values = new float[rows * factor.Shape[1]];
        factor.Values.CopyTo(values);
        return new NamedTensor(factor.Name, [rows, factor.Shape[1]], values);
    }
}
