using System.Globalization;
using KronClip.Classifiers;
using KronClip.Compute;

namespace KronClip.Methods;

/// <summary>A closed form whose own parameters are settled: it fits a head to any pictures.</summary>
/// <param name="Fit">From pictures to a head.</param>
/// <param name="Note">How its parameters were settled.</param>
sealed record ClosedForm(Func<UnitFeatures, ClassifierHead> Fit, string Note);

/// <summary>
/// A head in closed form beside a learned prompt, for the classes that were trained on; new classes are the prompt's alone. The logits are added,
/// <code>
/// logit_c = prompt_c + β closed_c
/// </code>
/// with the closed form as the method of its name has it, zero-shot side included (<see cref="Gda"/>, <see cref="Ridge"/>). Its own parameters are chosen first, as that method
/// chooses them, then β: on the validation pictures, which neither part was fitted to; where there are none, by cross-validation, for which the prompt is trained once more
/// without each fold, since it would be flattered on pictures that it has learned.
/// </summary>
/// <param name="Head">The closed form, fitted to all training pictures.</param>
/// <param name="Weight">β; at 0 nothing is blended in.</param>
/// <param name="Notes">What was chosen, and where.</param>
sealed record ClosedFormBlend(ClassifierHead Head, double Weight, IReadOnlyList<string> Notes)
{
    /// <summary>β where nothing can be chosen.</summary>
    public const double UsualWeight = 1;

    static readonly double[] Weights = [0, 0.01, 0.03, 0.1, 0.3, 1, 3, 10];            // the most cautious first: among equals the least is blended in

    /// <summary>The prompt's head with the closed form beside it.</summary>
    public ClassifierHead Beside(ClassifierHead prompt) => Weight == 0 ? prompt : new BlendedHead(prompt, Head, Weight);

    /// <summary>Fits the closed form and chooses β.</summary>
    /// <param name="setup">Classes and scale.</param>
    /// <param name="train">Training pictures.</param>
    /// <param name="validation">Validation pictures; may be none.</param>
    /// <param name="options">Which closed form, and β where it is given.</param>
    /// <param name="promptOf">The prompt's head, trained on some of the training pictures, or, for null, on all of them.</param>
    /// <exception cref="DataException">A class has no training picture, or an embedding cannot be used.</exception>
    public static ClosedFormBlend Choose(FitSetup setup, LabelledFeatures train, LabelledFeatures validation, PromptMethodOptions options, Func<IReadOnlyList<int>?, ClassifierHead> promptOf)
    {
        var pictures = FitPictures.Of(setup, train, validation);
        var gda = options.ClosedForm == ClosedFormKind.Gda;
        var form = gda ? Gda.Closed(setup, pictures.Rounds, new GdaOptions()) : Ridge.Closed(setup, pictures.Rounds, new RidgeOptions());
        var (weight, note) = ChooseWeight(setup, pictures.Rounds, options.ClosedFormWeight, form, promptOf);
        return new ClosedFormBlend(form.Fit(pictures.Train), weight, [$"{(gda ? "GDA" : "Kernel ridge")} beside the prompt: {form.Note}", note]);
    }

    static (double Weight, string Note) ChooseWeight(FitSetup setup, ChoiceRounds rounds, double given, ClosedForm form, Func<IReadOnlyList<int>?, ClassifierHead> promptOf)
    {
        static string What(double beta) => string.Create(CultureInfo.InvariantCulture, $"Its weight beside the prompt, beta = {beta}");
        if (given > 0)
            return (given, ChoiceRounds.Given(What(given)));
        if (!rounds.Any)
            return (UsualWeight, rounds.Fixed(What(UsualWeight)));
        var right = rounds.Right(round => Right(setup, round, form, promptOf(round.Pictures)));
        var best = ChoiceRounds.Best(right);
        var grid = string.Join(", ", Weights.Select(w => w.ToString(CultureInfo.InvariantCulture)));
        return (Weights[best], rounds.Chosen(What(Weights[best]), right[best], string.Create(CultureInfo.InvariantCulture, $"{grid}, of which 0, the prompt alone, gets {right[0]} right")));
    }

    static int[] Right(FitSetup setup, ChoiceRound round, ClosedForm form, ClassifierHead prompt)
    {
        setup.Cancel.ThrowIfCancellationRequested();
        var (own, closed) = (Logits(setup, prompt, round.Held), Logits(setup, form.Fit(round.Train), round.Held));
        return [.. Weights.Select(beta =>
        {
            var logits = own.Select([.. Enumerable.Range(0, own.Rows)]);
            DoubleRows.AddScaled(beta, closed.Data, logits.Data);
            return ChoiceRounds.CountRight(logits, round.Held.Labels);
        })];
    }

    /// <summary>What the head itself says of each picture, [V×C].</summary>
    static DoubleMatrix Logits(FitSetup setup, ClassifierHead head, UnitFeatures pictures)
    {
        var logits = new DoubleMatrix(pictures.Count, head.Classes);
        for (var i = 0; i < logits.Rows; i++)
            head.Logits(pictures.Rows.Row(i), setup.LogitScale, logits.Row(i));
        return logits;
    }
}
