using KronClip.Classifiers;
using KronClip.Clip;
using KronClip.Compute;
using KronClip.Methods;

namespace KronClip.Jobs;

/// <summary>What a candidate says of pictures that its fit did not see.</summary>
/// <param name="model">The frozen model.</param>
/// <param name="dictionaries">Where dictionaries come from.</param>
/// <param name="classes">The classes.</param>
/// <param name="seed">Seed of start and batches, the same as of the final fit.</param>
/// <param name="cancel">Stops between two steps.</param>
sealed class HeldOutAnswers(ClipModel model, TokenDictionaries dictionaries, ClassPrompts classes, long seed, CancellationToken cancel)
{
    /// <summary>Fits to <paramref name="data"/> and gives the likeliest class of each held picture.</summary>
    public int[] Of(MethodPlan candidate, FitData data, LabelledFeatures held, Action onStep)
    {
        var head = FittedMethod.Fit(candidate, model, dictionaries, classes, data.For(candidate), seed, onStep, cancel).Name(classes);
        var rows = UnitFeatures.Of(held, "training").Rows;
        var (answers, logits) = (new int[rows.Rows], new double[head.Classes]);
        for (var i = 0; i < answers.Length; i++)
        {
            head.Logits(rows.Row(i), model.LogitScale, logits);
            answers[i] = Ranking.Argmax<double>(logits);
        }
        return answers;
    }
}
