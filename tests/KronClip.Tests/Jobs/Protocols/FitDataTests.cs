using CsCheck;
using KronClip.Compute;
using KronClip.Jobs;
using KronClip.Methods;
using KronClip.Training;

namespace KronClip.Tests.Jobs;

public class FitDataTests
{
    /// <summary>Each picture's embedding is its own number, so it shows which pictures came through.</summary>
    [Fact]
    public void AHalfKeepsItsPicturesInOrderAndNumbersItsLabelsAnew() => Gen.Int[0, 5].Array[1, 30].Sample(labels =>
    {
        var features = new Matrix(labels.Length, 1, [.. Enumerable.Range(0, labels.Length).Select(i => (float)i)]);
        int[] wanted = [1, 4, 5];
        var half = new FitData(new TrainingFeatures([features], false, labels), new LabelledFeatures(features, labels), new LabelledFeatures(features, labels)).OfClasses(wanted);
        var kept = Enumerable.Range(0, labels.Length).Where(i => wanted.Contains(labels[i])).ToArray();
        return half.Views.Views[0].Data.SequenceEqual(kept.Select(i => (float)i)) && half.Train.Features.Data.SequenceEqual(half.Views.Views[0].Data)
            && half.Views.Labels.SequenceEqual(kept.Select(i => Array.IndexOf(wanted, labels[i]))) && half.Train.Labels.SequenceEqual(half.Views.Labels) && half.Validation.Labels.SequenceEqual(half.Views.Labels);
    });
}
