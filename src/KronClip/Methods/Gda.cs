using System.ComponentModel;
using System.Globalization;
using KronClip.Classifiers;
using KronClip.Compute;

namespace KronClip.Methods;

/// <summary>Options of <see cref="Gda"/>.</summary>
public sealed record GdaOptions : ITemplateOptions
{
    /// <summary>α, the weight of the discriminant beside zero-shot CLIP; 0 chooses it.</summary>
    [Description("weight of the discriminant beside zero-shot; 0: chosen")]
    public double Alpha { get; init; }

    /// <summary>Sentences of the zero-shot side.</summary>
    [Description("sentences with {} for the class name")]
    public IReadOnlyList<string> Templates { get; init; } = [ZeroShot.DefaultTemplate];

    /// <inheritdoc/>
    public void Validate()
    {
        if (Alpha is not (>= 0 and <= 1e6))
            throw new OptionsException(string.Create(CultureInfo.InvariantCulture, $"alpha is {Alpha}; give a number above 0 and up to 1e6, or 0 to have it chosen."));
        ZeroShot.CheckTemplates(Templates);
    }
}

/// <summary>
/// Gaussian discriminant analysis (Wang et al., "A Hard-to-Beat Baseline for Training-free CLIP-based Adaptation", ICLR 2024; mrflogs/ICLR24 main_few_shots.py):
/// classes are Gaussians with means μ_c and one covariance, so the Bayes rule is affine: w_c = Σ⁻¹ μ_c, b_c = log 1/C − ½ μ_cᵀ Σ⁻¹ μ_c.
/// The logits are s f tᵀ + α (f Wᵀ + b).
/// </summary>
public static class Gda
{
    /// <summary>α where nothing can be chosen: where the published search begins.</summary>
    public const double UsualWeight = 0.1;

    /// <summary>A mean square that is rounding and no covariance, of embeddings of length 1.</summary>
    const double NoSpread = 1e-20;

    static readonly double[] Weights = [0.0001, 0.001, 0.01, 0.1, 1, 10, 100];

    /// <summary>Catalogue entry.</summary>
    public static MethodDefinition Definition { get; } = new ProbeDefinition<GdaOptions>
    {
        Name = "gda",
        Title = "GDA",
        Summary = "Gaussian discriminant beside zero-shot, closed form",
        Source = "Wang et al., ICLR 2024, arXiv:2402.04087; mrflogs/ICLR24",
        Formula = o => "C·(e+1)",
        Count = (o, e, classes, pictures) => (long)classes * (e + 1),
        Head = Fit,
    };

    static FittedHead Fit(FitSetup setup, FitPictures pictures, GdaOptions options)
    {
        var (alpha, note) = Choose(setup, pictures.Rounds, options.Alpha);
        var (head, spread) = Head(setup, pictures.Train, alpha);
        return new FittedHead(head)
        {
            Notes = spread ? [note] : [note, "The pictures of each class do not differ, so there is no covariance, and what is left is zero-shot CLIP."],
        };
    }

    /// <summary>The discriminant with α chosen in <paramref name="rounds"/>, for any pictures.</summary>
    internal static ClosedForm Closed(FitSetup setup, ChoiceRounds rounds, GdaOptions options)
    {
        var (alpha, note) = Choose(setup, rounds, options.Alpha);
        return new ClosedForm(train => Head(setup, train, alpha).Head, note);
    }

    static (AffineHead Head, bool Spread) Head(FitSetup setup, UnitFeatures train, double alpha)
    {
        var (w, b, spread) = Discriminant(setup, train);
        var weights = DoubleMatrix.From(setup.ClassEmbeddings);
        for (var i = 0; i < weights.Data.Length; i++)
            weights.Data[i] = setup.LogitScale * weights.Data[i] + alpha * w.Data[i];                    // s t + α W  [C×e]
        return (new AffineHead(weights.ToSingle(), Array.ConvertAll(b, x => (float)(alpha * x))), spread);
    }

    static (double Alpha, string Note) Choose(FitSetup setup, ChoiceRounds rounds, double given)
    {
        static string What(double alpha) => string.Create(CultureInfo.InvariantCulture, $"alpha = {alpha}");
        if (given > 0)
            return (given, ChoiceRounds.Given(What(given)));
        if (!rounds.Any)
            return (UsualWeight, rounds.Fixed(What(UsualWeight)));
        var right = rounds.Right(round => Right(setup, round));
        var best = ChoiceRounds.Best(right);
        return (Weights[best], rounds.Chosen(What(Weights[best]), right[best], string.Join(", ", Weights.Select(w => w.ToString(CultureInfo.InvariantCulture)))));
    }

    static int[] Right(FitSetup setup, ChoiceRound round)
    {
        setup.Cancel.ThrowIfCancellationRequested();
        var (w, b, _) = Discriminant(setup, round.Train);
        var text = TextLogits.Of(setup, round.Held.Rows);                                                // s f tᵀ  [V×C]
        var own = DoubleProduct.RowsByRows(setup.Engine, round.Held.Rows, w);                            // f Wᵀ + b  [V×C]
        for (var i = 0; i < own.Rows; i++)
            DoubleRows.AddScaled(1, b, own.Row(i));
        return [.. Weights.Select(alpha =>
        {
            var logits = text.Select([.. Enumerable.Range(0, text.Rows)]);
            DoubleRows.AddScaled(alpha, own.Data, logits.Data);
            return ChoiceRounds.CountRight(logits, round.Held.Labels);
        })];
    }

    /// <summary>
    /// W [C×e] and b [C]. The precision is the published shrinkage (Kubokawa and Srivastava): Σ⁻¹ = e ((N−1) Σ̂ + tr(Σ̂) I)⁻¹ with the covariance
    /// Σ̂ = 1/(N−1) Σ_i (f_i − μ_yi)(f_i − μ_yi)ᵀ within the classes. Their pseudo-inverse is an inverse, as the matrix is definite, unless Σ̂ = 0; then it is 0.
    /// </summary>
    internal static (DoubleMatrix W, double[] B, bool Spread) Discriminant(FitSetup setup, UnitFeatures train)
    {
        var (n, c, e) = (train.Count, setup.Classes, setup.Width);
        var means = Means(train, c);                                       // μ  [C×e]
        var centred = train.Rows.Select([.. Enumerable.Range(0, n)]);      // X  [N×e]
        for (var i = 0; i < n; i++)
            DoubleRows.AddScaled(-1, means.Row(train.Labels[i]), centred.Row(i));
        var system = DoubleProduct.ColumnsByColumns(setup.Engine, centred, centred);                     // (N−1) Σ̂ = XᵀX  [e×e]
        var trace = 0.0;
        for (var i = 0; i < e; i++)
            trace += system[i, i];
        var shrinkage = n > 1 ? trace / (n - 1) : 0;                       // tr Σ̂
        for (var i = 0; i < e; i++)
            system[i, i] += shrinkage;
        var b = new double[c];
        Array.Fill(b, -Math.Log(c));
        if (!(trace > NoSpread * n) || Cholesky.Of(setup.Engine, system) is not { } factor)
            return (new DoubleMatrix(c, e), b, false);
        var w = factor.SolveRows(setup.Engine, means);
        for (var i = 0; i < w.Data.Length; i++)
            w.Data[i] *= e;                                                // W = μ Σ⁻¹  [C×e]
        for (var k = 0; k < c; k++)
            b[k] -= DoubleRows.Dot(w.Row(k), means.Row(k)) / 2;
        return (w, b, true);
    }

    static DoubleMatrix Means(UnitFeatures train, int classes)
    {
        var means = new DoubleMatrix(classes, train.Rows.Columns);
        var counts = new int[classes];
        for (var i = 0; i < train.Count; i++)
        {
            DoubleRows.AddScaled(1, train.Rows.Row(i), means.Row(train.Labels[i]));
            counts[train.Labels[i]]++;
        }
        for (var k = 0; k < classes; k++)
        {
            foreach (ref var x in means.Row(k))
                x /= counts[k];
        }
        return means;
    }
}
