using System.Globalization;
using KronClip.Compute;

namespace KronClip.Methods;

/// <summary>
/// The search of α and β of a Tip-Adapter cache (gaopengcuhk/Tip-Adapter utils.py, search_hp): a grid of evenly spaced values, the first with the most right answers.
/// The published ranges differ from data set to data set; here everyone has the widest of them. The published main.py picks the epoch of Tip-Adapter-F on the test
/// pictures and, for ImageNet, α and β as well; here no test picture is seen.
/// </summary>
static class CacheSearch
{
    /// <summary>α and β where nothing can be chosen: those that the published configuration of ImageNet starts from.</summary>
    public const double UsualWeight = 1.17, UsualSharpness = 1;

    const double Least = 0.1, MostSharpness = 12, MostWeight = 10;
    const int SharpnessSteps = 200, WeightSteps = 20;

    /// <summary>The pair that is right most often, and the note on it.</summary>
    /// <param name="setup">Classes and scale.</param>
    /// <param name="rounds">Where to try.</param>
    /// <param name="weight">α, or 0 to have it chosen.</param>
    /// <param name="sharpness">β, or 0 to have it chosen.</param>
    /// <param name="keysOf">The keys [N×e] of a round's training pictures.</param>
    public static (double Weight, double Sharpness, string Note) Choose(FitSetup setup, ChoiceRounds rounds, double weight, double sharpness, Func<UnitFeatures, DoubleMatrix> keysOf)
    {
        static string What(double alpha, double beta) => string.Create(CultureInfo.InvariantCulture, $"alpha = {alpha:0.####}, beta = {beta:0.####}");
        if (weight > 0 && sharpness > 0)
            return (weight, sharpness, ChoiceRounds.Given(What(weight, sharpness)));
        if (!rounds.Any)
        {
            var (alpha, beta) = (weight > 0 ? weight : UsualWeight, sharpness > 0 ? sharpness : UsualSharpness);
            return (alpha, beta, rounds.Fixed(What(alpha, beta)));
        }
        var sharpnesses = sharpness > 0 ? [sharpness] : Grid(MostSharpness, SharpnessSteps);
        var weights = weight > 0 ? [weight] : Grid(MostWeight, WeightSteps);
        var right = rounds.Right(round => Right(setup, round, keysOf(round.Train), weights, sharpnesses));
        var best = ChoiceRounds.Best(right);
        var (a, b) = (weights[best % weights.Length], sharpnesses[best / weights.Length]);
        return (a, b, rounds.Chosen(What(a, b), right[best], $"{Range("alpha", weights)} and {Range("beta", sharpnesses)}"));
    }

    /// <summary>exp(−β (1 − f kᵀ)) L, what the cache says of each class: [V×N]·[N×C] → [V×C], where row n of L is the one-hot class of key n.</summary>
    public static DoubleMatrix Logits(DoubleMatrix cosines, int[] labels, double sharpness, int classes)
    {
        var cache = new DoubleMatrix(cosines.Rows, classes);
        for (var i = 0; i < cosines.Rows; i++)
        {
            var row = cosines.Row(i);
            for (var n = 0; n < row.Length; n++)
                cache[i, labels[n]] += Math.Exp(-sharpness * (1 - row[n]));
        }
        return cache;
    }

    /// <summary>Right answers, for each β those of all α.</summary>
    static int[] Right(FitSetup setup, ChoiceRound round, DoubleMatrix keys, double[] weights, double[] sharpnesses)
    {
        var text = TextLogits.Of(setup, round.Held.Rows);                              // s f tᵀ  [V×C]
        var cosines = DoubleProduct.RowsByRows(setup.Engine, round.Held.Rows, keys);   // f kᵀ  [V×N]
        var right = new int[sharpnesses.Length * weights.Length];
        setup.Engine.ForEach(sharpnesses.Length, b =>
        {
            setup.Cancel.ThrowIfCancellationRequested();
            var cache = Logits(cosines, round.Train.Labels, sharpnesses[b], setup.Classes);
            var logits = new DoubleMatrix(text.Rows, text.Columns);
            for (var a = 0; a < weights.Length; a++)
            {
                text.Data.CopyTo(logits.Data, 0);
                DoubleRows.AddScaled(weights[a], cache.Data, logits.Data);             // s f tᵀ + α A L
                right[b * weights.Length + a] = ChoiceRounds.CountRight(logits, round.Held.Labels);
            }
        });
        return right;
    }

    /// <summary>0.1 + i (most − 0.1) / steps.</summary>
    static double[] Grid(double most, int steps) => [.. Enumerable.Range(0, steps).Select(i => Least + i * (most - Least) / steps)];

    static string Range(string name, double[] values) => values.Length == 1
        ? string.Create(CultureInfo.InvariantCulture, $"the given {name}")
        : string.Create(CultureInfo.InvariantCulture, $"{values.Length} values of {name} from {values[0]:0.####} to {values[^1]:0.####}");
}
