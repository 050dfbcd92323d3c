using System.ComponentModel;
using System.Globalization;
using KronClip.Classifiers;
using KronClip.Compute;

namespace KronClip.Methods;

/// <summary>Options of <see cref="LinearProbePlusPlus"/>.</summary>
public sealed record LinearProbePlusPlusOptions : ITemplateOptions
{
    /// <summary>Most steps; how many are kept is chosen.</summary>
    [Description("most steps; how many are kept is chosen")]
    public int Steps { get; init; } = 300;

    /// <summary>Sentences of the text side.</summary>
    [Description("sentences with {} for the class name")]
    public IReadOnlyList<string> Templates { get; init; } = [ZeroShot.DefaultTemplate];

    /// <inheritdoc/>
    public void Validate()
    {
        if (Steps is < 1 or > 100_000)
            throw new OptionsException($"steps is {Steps}; give 1 to 100000 (300 is the published number).");
        ZeroShot.CheckTemplates(Templates);
    }
}

/// <summary>
/// LP++ (Huang et al., "LP++: A Surprisingly Strong Linear Probe for Few-Shot CLIP", CVPR 2024; FereshteShakeri/FewShot-CLIP-Strong-Baseline
/// methods/linear_probe_p2.py): class weights blended with text embeddings by a learned multiplier of each class, logits f·(w_c + α_c t_c) + b_c. There is no penalty: starts
/// and step sizes come of the data (<see cref="Blocks"/>), and the number of steps is chosen. Ours: the biases start at 0 (published: random), and where there are no
/// validation pictures the steps are chosen by cross-validation.
/// </summary>
public static class LinearProbePlusPlus
{
    /// <summary>Catalogue entry.</summary>
    public static MethodDefinition Definition { get; } = new ProbeDefinition<LinearProbePlusPlusOptions>
    {
        Name = "lp++",
        Title = "LP++",
        Summary = "class weights blended with text embeddings",
        Source = "Huang et al., CVPR 2024, arXiv:2404.02285; FereshteShakeri/FewShot-CLIP-Strong-Baseline",
        Formula = o => "C·(e+2)",
        Count = (o, e, classes, pictures) => (long)classes * (e + 2),
        Head = Fit,
    };

    static FittedHead Fit(FitSetup setup, FitPictures pictures, LinearProbePlusPlusOptions options)
    {
        var (steps, note) = Choose(setup, pictures.Rounds, options.Steps);
        var blocks = new Blocks(setup, pictures.Train);
        for (var step = 0; step < steps; step++)
            blocks.Step();
        return new FittedHead(new AffineHead(blocks.Weights().ToSingle(), Array.ConvertAll(blocks.B, b => (float)b))) { Notes = [note], Steps = steps };
    }

    /// <summary>The published choice: the last of the steps after which the most judging pictures are right.</summary>
    static (int Steps, string Note) Choose(FitSetup setup, ChoiceRounds rounds, int most)
    {
        if (!rounds.Any)
            return (most, rounds.Fixed($"{most} steps"));
        var right = rounds.Right(round =>
        {
            var blocks = new Blocks(setup, round.Train);
            var counts = new int[most];
            for (var step = 0; step < most; step++)
            {
                blocks.Step();
                counts[step] = ChoiceRounds.CountRight(blocks.Logits(round.Held.Rows), round.Held.Labels);
            }
            return counts;
        });
        var best = Array.LastIndexOf(right, right.Max());
        return (best + 1, rounds.Chosen(string.Create(CultureInfo.InvariantCulture, $"{best + 1} steps"), right[best], $"1 to {most} steps, the last of equals"));
    }

    /// <summary>
    /// The two blocks of variables, W with b and α, and their steps. W takes gradient steps of size 4N / λ_max(FᵀF) with momentum 0.9, and starts at the sums of each class's
    /// embeddings. α starts, for all classes, at 250 times the mean cosine of a picture with its own class's text; every tenth step it moves by N / (4 max_c Σ_i (f_i·t_c)²)
    /// along its gradient, which the published code never clears, so that the sum over all steps so far counts.
    /// </summary>
    internal sealed class Blocks
    {
        const double Momentum = 0.9, StartWeight = 250;
        const int Turn = 10;

        readonly FitSetup setup;
        readonly UnitFeatures train;
        readonly DoubleMatrix text;            // f tᵀ  [N×C]
        readonly DoubleMatrix velocity;        // of W  [C×e]
        readonly double[] velocityB;           // [C]
        readonly double[] slopes;              // ∂loss/∂α, summed over all steps  [C]
        readonly double rateW, rateAlpha;
        int step;

        public Blocks(FitSetup setup, UnitFeatures train)
        {
            (this.setup, this.train) = (setup, train);
            var (c, e) = (setup.Classes, setup.Width);
            (W, B, Alpha) = (new DoubleMatrix(c, e), new double[c], new double[c]);
            (velocity, velocityB, slopes) = (new DoubleMatrix(c, e), new double[c], new double[c]);
            text = TextLogits.Cosines(setup, train.Rows);
            var (own, squares, counts) = (new double[c], new double[c], new int[c]);
            for (var i = 0; i < train.Count; i++)
            {
                var label = train.Labels[i];
                DoubleRows.AddScaled(1, train.Rows.Row(i), W.Row(label));
                (own[label], counts[label]) = (own[label] + text[i, label], counts[label] + 1);
                for (var k = 0; k < c; k++)
                    squares[k] += text[i, k] * text[i, k];
            }
            Array.Fill(Alpha, StartWeight * own.Zip(counts, (sum, count) => sum / count).Average());
            rateW = 4 * train.Count / LargestEigenvalue.OfGram(setup.Engine, train.Rows);
            rateAlpha = train.Count / (4 * Math.Max(squares.Max(), double.Epsilon));
        }

        /// <summary>w, [C×e].</summary>
        public DoubleMatrix W { get; }

        /// <summary>b, [C].</summary>
        public double[] B { get; }

        /// <summary>α, [C].</summary>
        public double[] Alpha { get; }

        /// <summary>The mean cross-entropy before the last step.</summary>
        public double Loss { get; private set; }

        /// <summary>w_c + α_c t_c, [C×e].</summary>
        public DoubleMatrix Weights()
        {
            var weights = DoubleMatrix.From(setup.ClassEmbeddings);
            for (var c = 0; c < weights.Rows; c++)
            {
                var row = weights.Row(c);
                for (var j = 0; j < row.Length; j++)
                    row[j] = W[c, j] + Alpha[c] * row[j];
            }
            return weights;
        }

        /// <summary>f (W + diag(α) t)ᵀ + b, [N×C].</summary>
        public DoubleMatrix Logits(DoubleMatrix f)
        {
            var logits = DoubleProduct.RowsByRows(setup.Engine, f, Weights());
            for (var i = 0; i < logits.Rows; i++)
                DoubleRows.AddScaled(1, B, logits.Row(i));
            return logits;
        }

        public void Step()
        {
            setup.Cancel.ThrowIfCancellationRequested();
            var r = Logits(train.Rows);
            Loss = SoftmaxRows.LossAndGradient(setup.Engine, r, train.Labels);                           // R = ∂loss/∂logits  [N×C]
            var dW = DoubleProduct.ColumnsByColumns(setup.Engine, r, train.Rows);                        // Rᵀ F  [N×C]ᵀ·[N×e] → [C×e]
            for (var i = 0; i < dW.Data.Length; i++)
                W.Data[i] -= rateW * (velocity.Data[i] = Momentum * velocity.Data[i] + dW.Data[i]);      // u = 0.9 u + ∂W, W = W − η u
            for (var c = 0; c < B.Length; c++)
            {
                var (dB, dAlpha) = (0.0, 0.0);
                for (var i = 0; i < train.Count; i++)
                    (dB, dAlpha) = (dB + r[i, c], dAlpha + r[i, c] * text[i, c]);                        // ∂b = Rᵀ1, ∂α_c = Σ_i R_ic f_i·t_c
                B[c] -= rateW * (velocityB[c] = Momentum * velocityB[c] + dB);
                slopes[c] += dAlpha;
            }
            if (++step % Turn != 0)
                return;
            for (var c = 0; c < B.Length; c++)
                Alpha[c] -= rateAlpha * slopes[c];
        }
    }
}
