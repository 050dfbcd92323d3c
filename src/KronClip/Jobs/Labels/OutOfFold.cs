using KronClip.Clip;
using KronClip.Compute;
using KronClip.Methods;
using KronClip.Training;

namespace KronClip.Jobs;

/// <summary>
/// Every picture judged by a classifier that did not see it: the pictures are dealt into folds class by class, and each fold is judged by a fit to the others. A fit gets no
/// validation pictures, so what a method chooses it chooses by cross-validation inside its training part.
/// </summary>
sealed class OutOfFold(MethodPlan plan, ClipModel model, ClassPrompts prompts, TokenDictionaries dictionaries, long seed)
{
    /// <summary>The fold of each picture: a class's pictures go round the folds in an order drawn by their keys, from a drawn start.</summary>
    /// <param name="labels">[N].</param>
    /// <param name="keys">What tells the pictures of a class apart, such as content hashes, [N].</param>
    /// <param name="names">Name of each class, whose deal is its own, [C].</param>
    /// <param name="folds">How many.</param>
    /// <param name="seed">Seed of the deal.</param>
    public static int[] Deal(IReadOnlyList<int> labels, IReadOnlyList<string> keys, IReadOnlyList<string> names, int folds, long seed)
    {
        var foldOf = new int[labels.Count];
        foreach (var own in Enumerable.Range(0, labels.Count).GroupBy(i => labels[i]))
        {
            var random = new SeededRandom(seed, $"labels/{names[own.Key]}");
            var start = random.NextInt(folds);
            var order = own.OrderBy(i => keys[i], StringComparer.Ordinal).ToArray();
            random.Shuffle<int>(order);
            foreach (var (place, picture) in order.Index())
                foldOf[picture] = (start + place) % folds;
        }
        return foldOf;
    }

    /// <summary>Logits of each picture by the fit that did not see it, N rows of C.</summary>
    /// <param name="pictures">Raw embeddings and labels.</param>
    /// <param name="foldOf">The fold of each.</param>
    /// <param name="folds">How many folds.</param>
    /// <param name="onFold">Told the number of folds done.</param>
    /// <param name="cancel">Stops between two steps.</param>
    public IReadOnlyList<double[]> Logits(LabelledFeatures pictures, int[] foldOf, int folds, Action<int> onFold, CancellationToken cancel)
    {
        var unit = UnitFeatures.Of(pictures, "labelled").Rows;
        var logits = new double[foldOf.Length][];
        var nothing = new LabelledFeatures(new Matrix(0, pictures.Features.Columns), []);
        var all = new TrainingFeatures([pictures.Features], FreshViews: false, pictures.Labels);
        for (var fold = 0; fold < folds; fold++)
        {
            cancel.ThrowIfCancellationRequested();
            int[] held = [.. Enumerable.Range(0, foldOf.Length).Where(i => foldOf[i] == fold)];
            if (held.Length > 0)
            {
                var views = all.Select([.. Enumerable.Range(0, foldOf.Length).Where(i => foldOf[i] != fold)]);
                var data = new FitData(views, new LabelledFeatures(views.Views[0], views.Labels), nothing);
                var head = FittedMethod.Fit(plan, model, dictionaries, prompts, data, seed, () => { }, cancel).Name(prompts);
                foreach (var picture in held)
                    head.Logits(unit.Row(picture), model.LogitScale, logits[picture] = new double[head.Classes]);
            }
            onFold(fold + 1);
        }
        return logits;
    }
}
