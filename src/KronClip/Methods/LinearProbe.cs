using System.ComponentModel;
using System.Globalization;
using KronClip.Classifiers;
using KronClip.Compute;

namespace KronClip.Methods;

/// <summary>Options of <see cref="LinearProbe"/>.</summary>
public sealed record LinearProbeOptions : IMethodOptions
{
    /// <summary>C, the weight of the pictures against ½‖W‖²; 0 chooses it.</summary>
    [Description("C, weight of the pictures against ½‖W‖²; 0: chosen")]
    public double Strength { get; init; }

    /// <inheritdoc/>
    public void Validate()
    {
        if (!(Strength == 0 || Strength is >= 1e-9 and <= 1e9))
            throw new OptionsException(string.Create(CultureInfo.InvariantCulture, $"strength is {Strength}; give a number from 1e-9 to 1e9, or 0 to have it chosen."));
    }
}

/// <summary>
/// Linear probe: multinomial logistic regression on the L2-normalised image embeddings (Radford et al. 2021, appendix A.3; KaiyangZhou/CoOp lpclip/linear_probe.py):
/// min ½‖W‖² + C Σ_i −log softmax(W f_i + b)[y_i], the bias free. Its strength C is chosen as lpclip does: a coarse search, then halving around the peak.
/// </summary>
public static class LinearProbe
{
    /// <summary>C where nothing can be chosen: scikit-learn's default.</summary>
    public const double UsualStrength = 1;

    const int Halvings = 8, MostSteps = 1000;
    const double Accuracy = 1e-6;              // of W, relative

    static readonly double[] Coarse = [1e6, 1e4, 1e2, 1, 1e-2, 1e-4, 1e-6];

    /// <summary>Catalogue entry.</summary>
    public static MethodDefinition Definition { get; } = new ProbeDefinition<LinearProbeOptions>
    {
        Name = "linear-probe",
        Title = "Linear probe",
        Summary = "logistic regression on image embeddings, without text",
        Source = "Radford et al. 2021, arXiv:2103.00020; CoOp lpclip/linear_probe.py",
        Formula = o => "C·(e+1)",
        Count = (o, e, classes, pictures) => (long)classes * (e + 1),
        Head = Fit,
    };

    static FittedHead Fit(FitSetup setup, FitPictures pictures, LinearProbeOptions options)
    {
        var (strength, note) = Choose(setup, pictures.Rounds, options.Strength);
        var solved = Solve(setup, pictures.Train, strength);
        return new FittedHead(new AffineHead(solved.W.ToSingle(), Array.ConvertAll(solved.B, b => (float)b)))
        {
            Notes = solved.Converged ? [note] : [note, string.Create(CultureInfo.InvariantCulture, $"The regression stopped after {solved.Steps} steps, before its gradient was as small as asked for.")],
            Steps = solved.Steps,
        };
    }

    static (double Strength, string Note) Choose(FitSetup setup, ChoiceRounds rounds, double given)
    {
        static string What(double strength) => string.Create(CultureInfo.InvariantCulture, $"C = {strength:g4}");
        if (given > 0)
            return (given, ChoiceRounds.Given(What(given)));
        if (!rounds.Any)
            return (UsualStrength, rounds.Fixed(What(UsualStrength)));
        int Right(double strength) => rounds.Right(round => [ChoiceRounds.CountRight(Logits(setup, Solve(setup, round.Train, strength), round.Held.Rows), round.Held.Labels)])[0];
        var peak = Coarse[ChoiceRounds.Best([.. Coarse.Select(Right)])];
        var (left, right, best, most) = (peak / 10, peak * 10, peak, 0);
        int? atLeft = null, atRight = null;                                // an end that stays is not solved again
        for (var i = 0; i < Halvings; i++)
        {
            (atLeft, atRight) = (atLeft ?? Right(left), atRight ?? Right(right));
            var middle = Math.Sqrt(left * right);                          // halfway on a logarithmic scale
            (best, most) = atLeft < atRight ? (right, atRight.Value) : (left, atLeft.Value);
            if (atLeft < atRight)
                (left, atLeft) = (middle, null);
            else
                (right, atRight) = (middle, null);
        }
        return (best, rounds.Chosen(What(best), most, "1e6, 1e4, … 1e-6, then eight halvings between a tenth and ten times the best of these"));
    }

    /// <summary>W f + b, [N×C].</summary>
    static DoubleMatrix Logits(FitSetup setup, Solution solution, DoubleMatrix f)
    {
        var logits = DoubleProduct.RowsByRows(setup.Engine, f, solution.W);
        for (var i = 0; i < logits.Rows; i++)
            DoubleRows.AddScaled(1, solution.B, logits.Row(i));
        return logits;
    }

    /// <summary>The regression's minimum. In units of C N it is λ/2 ‖W‖² + the mean loss with λ = 1/(C N), so a gradient of ελ‖W‖ puts W within ε of the minimum.</summary>
    internal static Solution Solve(FitSetup setup, UnitFeatures pictures, double strength)
    {
        var (n, c, e) = (pictures.Count, setup.Classes, setup.Width);
        var lambda = 1 / (strength * n);
        var w = new DoubleMatrix(c, e);
        var x = new double[c * e + c];                                     // W  C×e, then b  C
        var (steps, converged) = ConvexDescent.Minimise(x, Value, Small, MostSteps, setup.Cancel);
        x.AsSpan(0, c * e).CopyTo(w.Data);
        return new Solution(w, x[(c * e)..], steps, converged);

        double Value(double[] at, double[] gradient)
        {
            at.AsSpan(0, c * e).CopyTo(w.Data);
            var z = Logits(setup, new Solution(w, at[(c * e)..], 0, false), pictures.Rows);          // Z = F Wᵀ + b   [N×e]·[C×e]ᵀ → [N×C]
            var loss = SoftmaxRows.LossAndGradient(setup.Engine, z, pictures.Labels);                // R = ∂loss/∂Z  [N×C]
            var dW = DoubleProduct.ColumnsByColumns(setup.Engine, z, pictures.Rows);                 // ∂W = RᵀF + λW   [N×C]ᵀ·[N×e] → [C×e]
            DoubleRows.AddScaled(lambda, w.Data, dW.Data);
            dW.Data.CopyTo(gradient, 0);
            var dB = gradient.AsSpan(c * e);
            dB.Clear();
            for (var i = 0; i < n; i++)
                DoubleRows.AddScaled(1, z.Row(i), dB);                                               // ∂b = Rᵀ1
            return loss + lambda / 2 * DoubleRows.Dot(w.Data, w.Data);
        }

        bool Small(double[] at, double norm) => norm <= Accuracy * lambda * Math.Max(1e-12, Math.Sqrt(DoubleRows.Dot(at.AsSpan(0, c * e), at.AsSpan(0, c * e))));
    }

    /// <summary>W [C×e] and b [C], how many steps led there, and whether they reached the minimum.</summary>
    internal sealed record Solution(DoubleMatrix W, double[] B, int Steps, bool Converged);
}
