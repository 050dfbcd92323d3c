using CsCheck;
using KronClip.Compute;
using KronClip.Evaluation;
using KronClip.Jobs;
using KronClip.Methods;
using KronClip.Training;

namespace KronClip.Tests.Jobs;

/// <summary>Wrong labels and uneven classes as they are planted.</summary>
public class PlantedNoiseTests
{
    [Fact]
    public void AShareOfEachClassGetsAnotherLabel() =>
        Gen.Select(Gen.Int[2, 6], Gen.Int[1, 30], Gen.Int[0, 90], Gen.Long).Sample((classes, each, wrong, seed) =>
        {
            int[] labels = [.. Enumerable.Range(0, classes * each).Select(i => i % classes)];
            var planted = PlantedNoise.Labels(labels, wrong, classes, seed, "train");
            Assert.All(planted, label => Assert.InRange(label, 0, classes - 1));
            for (var c = 0; c < classes; c++)
                Assert.Equal((int)Math.Round(each * wrong / 100.0, MidpointRounding.AwayFromZero), Enumerable.Range(0, labels.Length).Count(i => labels[i] == c && planted[i] != c));
            var fewer = PlantedNoise.Labels(labels, wrong / 2, classes, seed, "train");
            Assert.All(Enumerable.Range(0, labels.Length), i => Assert.True(fewer[i] == labels[i] || fewer[i] == planted[i]));
        });

    [Fact]
    public void SeedsAndPurposesDiffer()
    {
        int[] labels = [.. Enumerable.Range(0, 100).Select(i => i % 5)];
        Assert.NotEqual(PlantedNoise.Labels(labels, 40, 5, 1, "train"), PlantedNoise.Labels(labels, 40, 5, 2, "train"));
        Assert.NotEqual(PlantedNoise.Labels(labels, 40, 5, 1, "train"), PlantedNoise.Labels(labels, 40, 5, 1, "validation"));
        Assert.NotEmpty(PlantedNoise.Labels(labels, 40, 5, 1, "train").Where((label, i) => (label + 5 - i % 5) % 5 == 4));       // any other class, not the next one alone
    }

    [Fact]
    public void HalfOfTheClassesKeepTheirFirstFew()
    {
        var data = Data(classes: 5, train: 6, validation: 4);
        var skewed = PlantedNoise.Of(data, new NoiseCondition("few-2", "half with 2", 0, 2), 5, seed: 3);
        int[] Counts(int[] labels) => [.. Enumerable.Range(0, 5).Select(c => labels.Count(l => l == c))];
        Assert.Equal([2, 2, 6, 6, 6], Counts(skewed.Train.Labels).Order());
        Assert.Equal([2, 2, 4, 4, 4], Counts(skewed.Validation.Labels).Order());
        Assert.Equal(skewed.Train.Labels, skewed.Views.Labels);
        for (var i = 0; i < skewed.Train.Labels.Length; i++)               // features go with their labels, and the views with both
        {
            Assert.Equal(skewed.Train.Labels[i], (int)skewed.Train.Features[i, 0] / 100);
            Assert.Equal(skewed.Train.Features[i, 0], skewed.Views.Views[0][i, 0]);
        }
        foreach (var small in Enumerable.Range(0, 5).Where(c => Counts(skewed.Train.Labels)[c] == 2))
            Assert.Equal([small * 100, small * 100 + 1], Enumerable.Range(0, skewed.Train.Labels.Length).Where(i => skewed.Train.Labels[i] == small).Select(i => (int)skewed.Train.Features[i, 0]));
    }

    [Fact]
    public void WrongLabelsReachTrainingViewsAndValidationAlike()
    {
        var data = Data(classes: 4, train: 10, validation: 5);
        var spoilt = PlantedNoise.Of(data, new NoiseCondition("wrong-20", "20 % wrong", 20, 0), 4, seed: 3);
        Assert.Equal(8, spoilt.Train.Labels.Zip(data.Train.Labels).Count(l => l.First != l.Second));
        Assert.Equal(4, spoilt.Validation.Labels.Zip(data.Validation.Labels).Count(l => l.First != l.Second));
        Assert.Equal(spoilt.Train.Labels, spoilt.Views.Labels);
        Assert.Same(data.Train.Features, spoilt.Train.Features);
        Assert.Same(data, PlantedNoise.Of(data, new NoiseCondition("clean", "as labelled", 0, 0), 4, seed: 3));
    }

    static FitData Data(int classes, int train, int validation)
    {
        static LabelledFeatures Part(int classes, int each)
        {
            int[] labels = [.. Enumerable.Range(0, classes).SelectMany(c => Enumerable.Repeat(c, each))];
            return new LabelledFeatures(new Matrix(labels.Length, 1, [.. labels.Select((label, i) => (float)(label * 100 + i % each))]), labels);
        }

        var pictures = Part(classes, train);
        return new FitData(new TrainingFeatures([pictures.Features], false, pictures.Labels), pictures, Part(classes, validation));
    }
}
