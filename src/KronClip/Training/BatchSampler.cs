using KronClip.Compute;

namespace KronClip.Training;

/// <summary>
/// The pictures and views of each step. Everything follows from seed and epoch alone, so a run that resumes at an epoch draws what it would have drawn anyway.
/// <para>
/// Balanced batches take the classes in turns, each round in an order of its own, and of each class its pictures in a drawn order, over again where there are no more.
/// So within an epoch the classes' numbers of pictures differ by at most one, and an epoch has as many steps as without.
/// </para>
/// </summary>
public sealed class BatchSampler
{
    readonly TrainingFeatures data;
    readonly Recipe recipe;
    readonly long seed;
    readonly bool balanced;

    /// <summary>Batches of <paramref name="data"/> as <paramref name="recipe"/> says; <paramref name="balanced"/> ones have each class equally often.</summary>
    public BatchSampler(TrainingFeatures data, Recipe recipe, long seed, bool balanced = false)
    {
        ArgumentNullException.ThrowIfNull(data);
        ArgumentNullException.ThrowIfNull(recipe);
        (this.data, this.recipe, this.seed, this.balanced) = (data, recipe, seed, balanced);
    }

    /// <summary>The batches of one epoch: features [B×e] and labels [B].</summary>
    public IEnumerable<(Matrix Features, int[] Labels)> Epoch(int epoch)
    {
        var random = new SeededRandom(seed, $"epoch/{epoch}");
        var order = balanced ? ByTurns(random) : Shuffled(random, Enumerable.Range(0, data.Count));
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

    /// <summary>As many pictures as there are, class by class in turns.</summary>
    int[] ByTurns(SeededRandom random)
    {
        var pictures = Enumerable.Range(0, data.Count).GroupBy(i => data.Labels[i]).OrderBy(own => own.Key).Select(own => own.ToArray()).ToArray();
        var waiting = new Queue<int>[pictures.Length];
        var order = new List<int>(data.Count);
        while (order.Count < data.Count)
        {
            foreach (var place in Shuffled(random, Enumerable.Range(0, pictures.Length)).Take(data.Count - order.Count))
            {
                if (waiting[place] is not { Count: > 0 })
                    waiting[place] = new Queue<int>(Shuffled(random, pictures[place]));
                order.Add(waiting[place].Dequeue());
            }
        }
        return [.. order];
    }

    static int[] Shuffled(SeededRandom random, IEnumerable<int> numbers)
    {
        var order = numbers.ToArray();
        random.Shuffle<int>(order);
        return order;
    }
}
