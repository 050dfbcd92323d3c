using KronClip.Compute;
using KronClip.Evaluation;
using KronClip.Methods;

namespace KronClip.Jobs;

/// <summary>Spoils what a fit gets, on purpose and the same in every run: wrong labels, and classes of different size. Test pictures are not here.</summary>
static class PlantedNoise
{
    /// <summary>The data under a condition.</summary>
    /// <param name="data">The untouched data.</param>
    /// <param name="condition">What to do.</param>
    /// <param name="classes">C.</param>
    /// <param name="seed">Seed of what is drawn.</param>
    public static FitData Of(FitData data, NoiseCondition condition, int classes, long seed) =>
        Skewed(Mislabelled(data, condition.Wrong, classes, seed), condition.Few, classes, seed);

    /// <summary>
    /// Labels of which a share of each class is exchanged for any other class, by chance. Pictures that are wrong at a smaller share are wrong at a larger one too, and in the
    /// same way.
    /// </summary>
    /// <param name="labels">[N]; they stay as they are.</param>
    /// <param name="wrong">Percent of each class.</param>
    /// <param name="classes">C.</param>
    /// <param name="seed">Seed of what is drawn.</param>
    /// <param name="purpose">Which pictures these are, so that each kind has draws of its own.</param>
    public static int[] Labels(IReadOnlyList<int> labels, int wrong, int classes, long seed, string purpose)
    {
        int[] planted = [.. labels];
        foreach (var own in Enumerable.Range(0, labels.Count).GroupBy(i => labels[i]))
        {
            var random = new SeededRandom(seed, $"noise/{purpose}/{own.Key}");
            var order = own.ToArray();
            random.Shuffle<int>(order);
            foreach (var picture in order.Take((int)Math.Round(order.Length * wrong / 100.0, MidpointRounding.AwayFromZero)))
            {
                var other = random.NextInt(classes - 1);
                planted[picture] = other < own.Key ? other : other + 1;
            }
        }
        return planted;
    }

    static FitData Mislabelled(FitData data, int wrong, int classes, long seed)
    {
        if (wrong == 0)
            return data;
        var train = Labels(data.Train.Labels, wrong, classes, seed, "train");
        return new FitData(data.Views with { Labels = train }, data.Train with { Labels = train },
            data.Validation with { Labels = Labels(data.Validation.Labels, wrong, classes, seed, "validation") });
    }

    /// <summary>Half of the classes, drawn, keep the first few of their pictures.</summary>
    static FitData Skewed(FitData data, int few, int classes, long seed)
    {
        if (few == 0)
            return data;
        var order = Enumerable.Range(0, classes).ToArray();
        new SeededRandom(seed, "noise/skew").Shuffle<int>(order);
        var small = order.Take(classes / 2).ToHashSet();
        int[] Kept(int[] labels)
        {
            var seen = new int[classes];
            return [.. Enumerable.Range(0, labels.Length).Where(i => seen[labels[i]]++ < few || !small.Contains(labels[i]))];
        }

        static LabelledFeatures Part(LabelledFeatures all, int[] rows)
        {
            var features = new Matrix(rows.Length, all.Features.Columns);
            for (var i = 0; i < rows.Length; i++)
                all.Features.Row(rows[i]).CopyTo(features.Row(i));
            return new LabelledFeatures(features, [.. rows.Select(r => all.Labels[r])]);
        }

        var train = Kept(data.Train.Labels);
        return new FitData(data.Views.Select(train), Part(data.Train, train), Part(data.Validation, Kept(data.Validation.Labels)));
    }
}
