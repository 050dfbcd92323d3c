using System.ComponentModel;
using System.Globalization;
using KronClip.Classifiers;
using KronClip.Compute;

namespace KronClip.Methods;

/// <summary>Options of <see cref="Ridge"/>.</summary>
public sealed record RidgeOptions : ITemplateOptions
{
    /// <summary>λ, the pull towards zero-shot CLIP; 0 chooses it.</summary>
    [Description("λ, the pull towards zero-shot; 0: chosen")]
    public double Strength { get; init; }

    /// <summary>β, the sharpness of the kernel; 0 chooses it.</summary>
    [Description("β, sharpness of the kernel; 0: chosen")]
    public double Sharpness { get; init; }

    /// <summary>Sentences of the zero-shot side.</summary>
    [Description("sentences with {} for the class name")]
    public IReadOnlyList<string> Templates { get; init; } = [ZeroShot.DefaultTemplate];

    /// <inheritdoc/>
    public void Validate()
    {
        if (!(Strength == 0 || Strength is >= 1e-6 and <= 1e6))
            throw new OptionsException(string.Create(CultureInfo.InvariantCulture, $"strength is {Strength}; give a number from 1e-6 to 1e6, or 0 to have it chosen."));
        if (!(Sharpness == 0 || Sharpness is >= 1e-3 and <= 1e3))
            throw new OptionsException(string.Create(CultureInfo.InvariantCulture, $"sharpness is {Sharpness}; give a number from 0.001 to 1000, or 0 to have it chosen."));
        ZeroShot.CheckTemplates(Templates);
    }
}

/// <summary>
/// Kernel ridge regression of what zero-shot CLIP leaves open, in closed form (Saunders, Gammerman and Vovk, ICML 1998; the blend after Bendou et al., "ProKeR",
/// CVPR 2025): with k(f, f') = exp(−β (1 − f·f')), one-hot labels Y and the zero-shot cosines T = F tᵀ,
/// A = (K + λI)⁻¹ (Y − T), and the logits are s (f tᵀ + k(f, F) A). λ → ∞ is zero-shot CLIP; λ → 0 gives every training picture its own label.
/// </summary>
public static class Ridge
{
    /// <summary>λ and β where nothing can be chosen.</summary>
    public const double UsualStrength = 1, UsualSharpness = 2;

    static readonly double[] Strengths = [10, 3, 1, 0.3, 0.1, 0.03, 0.01], Sharpnesses = [0.25, 0.5, 1, 2, 4, 8, 16];         // the most cautious first

    /// <summary>Catalogue entry.</summary>
    public static MethodDefinition Definition { get; } = new ProbeDefinition<RidgeOptions>
    {
        Name = "ridge",
        Title = "Kernel ridge",
        Summary = "kernel ridge on what zero-shot leaves open, closed form",
        Source = "Saunders et al., ICML 1998; blend after Bendou et al., CVPR 2025, arXiv:2501.11175",
        Formula = o => "N·C",
        Count = (o, e, classes, pictures) => (long)pictures * classes,
        Head = Fit,
    };

    static FittedHead Fit(FitSetup setup, FitPictures pictures, RidgeOptions options)
    {
        var closed = Closed(setup, pictures.Rounds, options);
        return new FittedHead(closed.Fit(pictures.Train)) { Notes = [closed.Note] };
    }

    /// <summary>The regression with λ and β chosen in <paramref name="rounds"/>, for any pictures.</summary>
    internal static ClosedForm Closed(FitSetup setup, ChoiceRounds rounds, RidgeOptions options)
    {
        var (strength, sharpness, note) = Choose(setup, rounds, options);
        return new ClosedForm(train => Head(setup, train, strength, sharpness), note);
    }

    static CacheHead Head(FitSetup setup, UnitFeatures train, double strength, double sharpness)
    {
        var solved = Solve(setup, train, Kernel(setup, train.Rows, train.Rows, sharpness), strength);
        var values = new Matrix(train.Count, setup.Classes);               // A  [N×C]
        for (var n = 0; n < values.Rows; n++)
        {
            for (var c = 0; c < values.Columns; c++)
                values[n, c] = (float)solved[c, n];
        }
        return new CacheHead(train.Rows.ToSingle(), values, setup.ClassEmbeddings, setup.LogitScale, sharpness);
    }

    static (double Strength, double Sharpness, string Note) Choose(FitSetup setup, ChoiceRounds rounds, RidgeOptions options)
    {
        static string What(double lambda, double beta) => string.Create(CultureInfo.InvariantCulture, $"lambda = {lambda}, beta = {beta}");
        static string Grid(string name, double[] values) => $"{name} {string.Join(", ", values.Select(v => v.ToString(CultureInfo.InvariantCulture)))}";
        double[] strengths = options.Strength > 0 ? [options.Strength] : Strengths, sharpnesses = options.Sharpness > 0 ? [options.Sharpness] : Sharpnesses;
        if (options.Strength > 0 && options.Sharpness > 0)
            return (options.Strength, options.Sharpness, ChoiceRounds.Given(What(options.Strength, options.Sharpness)));
        if (!rounds.Any)
        {
            var (lambda, beta) = (options.Strength > 0 ? options.Strength : UsualStrength, options.Sharpness > 0 ? options.Sharpness : UsualSharpness);
            return (lambda, beta, rounds.Fixed(What(lambda, beta)));
        }
        var right = rounds.Right(round => [.. sharpnesses.SelectMany(beta => Right(setup, round, beta, strengths))]);
        var best = ChoiceRounds.Best(right);
        var (l, b) = (strengths[best % strengths.Length], sharpnesses[best / strengths.Length]);
        return (l, b, rounds.Chosen(What(l, b), right[best], $"{Grid("lambda", strengths)} and {Grid("beta", sharpnesses)}"));
    }

    static int[] Right(FitSetup setup, ChoiceRound round, double sharpness, double[] strengths)
    {
        var kernel = Kernel(setup, round.Train.Rows, round.Train.Rows, sharpness);                       // K  [N×N]
        var held = Kernel(setup, round.Held.Rows, round.Train.Rows, sharpness);                          // k(f, F)  [V×N]
        var text = TextLogits.Cosines(setup, round.Held.Rows);                                           // f tᵀ  [V×C]
        return [.. strengths.Select(strength =>
        {
            setup.Cancel.ThrowIfCancellationRequested();
            var logits = DoubleProduct.RowsByRows(setup.Engine, held, Solve(setup, round.Train, kernel, strength));
            DoubleRows.AddScaled(1, text.Data, logits.Data);
            return ChoiceRounds.CountRight(logits, round.Held.Labels);
        })];
    }

    /// <summary>Aᵀ = ((K + λI)⁻¹ (Y − T))ᵀ, [C×N].</summary>
    internal static DoubleMatrix Solve(FitSetup setup, UnitFeatures train, DoubleMatrix kernel, double strength)
    {
        var system = kernel.Select([.. Enumerable.Range(0, kernel.Rows)]);
        var open = new DoubleMatrix(setup.Classes, train.Count);           // (Y − T)ᵀ  [C×N]
        var cosines = TextLogits.Cosines(setup, train.Rows);
        for (var n = 0; n < train.Count; n++)
        {
            system[n, n] += strength;
            for (var c = 0; c < setup.Classes; c++)
                open[c, n] = (train.Labels[n] == c ? 1 : 0) - cosines[n, c];
        }
        var factor = Cholesky.Of(setup.Engine, system)                     // K is positive semi-definite, so K + λI is definite
            ?? throw new DataException(string.Create(CultureInfo.InvariantCulture, $"The ridge of strength {strength} is lost in rounding beside the kernel; give a larger strength."));
        return factor.SolveRows(setup.Engine, open);
    }

    /// <summary>exp(−β (1 − f f'ᵀ)): [A×e], [B×e] → [A×B].</summary>
    internal static DoubleMatrix Kernel(FitSetup setup, DoubleMatrix f, DoubleMatrix others, double sharpness)
    {
        var kernel = DoubleProduct.RowsByRows(setup.Engine, f, others);
        for (var i = 0; i < kernel.Data.Length; i++)
            kernel.Data[i] = Math.Exp(-sharpness * (1 - kernel.Data[i]));
        return kernel;
    }
}
