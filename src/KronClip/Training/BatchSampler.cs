using KronClip.Compute;

namespace KronClip.Training;

/// <summary>
/// The pictures and views of each step. Everything follows from seed and epoch alone, so a run that resumes at an epoch draws what it would have drawn anyway.
/// </summary>
public sealed class BatchSampler
{
    readonly TrainingFeatures data;
    readonly Recipe recipe;
    readonly long seed;

    /// <summary>Batches of <paramref name="data"/> as <paramref name="recipe"/> says.</summary>
    public BatchSampler(TrainingFeatures data, Recipe recipe, long seed)
    {
        ArgumentNullException.ThrowIfNull(data);
        ArgumentNullException.ThrowIfNull(recipe);
        (this.data, this.recipe, this.seed) = (data, recipe, seed);
    }

    /// <summary>The batches of one epoch: features [B×e] and labels [B].</summary>
    public IEnumerable<(Matrix Features, int[] Labels)> Epoch(int epoch)
    {
        var random = new SeededRandom(seed, $"epoch/{epoch}");
        var order = Enumerable.Range(0, data.Count).ToArray();
        random.Shuffle<int>(order);
        var size = Math.Min(recipe.BatchSize, data.Count);
        for (var step = 0; step < recipe.StepsPerEpoch(data.Count); step++)
        {
            var width = data.Views[0].Columns;
            var features = new Matrix(size, width);
            var labels = new int[size];
            for (var i = 0; i < size; i++)
            {
                var picture = order[step * size + i];
                var view = data.FreshViews ? epoch : data.Views.Count == 1 ? 0 : random.NextInt(data.Views.Count);
                data.Views[view].Row(picture).CopyTo(features.Row(i));
                labels[i] = data.Labels[picture];
            }
            yield return (features, labels);
        }
    }
}
