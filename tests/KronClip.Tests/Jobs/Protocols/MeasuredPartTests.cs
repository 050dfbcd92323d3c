using KronClip.Classifiers;
using KronClip.Compute;
using KronClip.Data;
using KronClip.Evaluation;
using KronClip.Jobs;
using KronClip.Tests.Classifiers;

namespace KronClip.Tests.Jobs;

/// <summary>Base and new classes in one label space, counted by hand.</summary>
public class MeasuredPartTests(ProtocolFolder folder) : IClassFixture<ProtocolFolder>
{
    /// <summary>
    /// The classes 1 and 3 are base, 0 and 2 new. The classifier has for each class the embedding of one of its test pictures, in the order 1, 3, 0, 2; a picture is
    /// recognised where its own class's is the nearest of the four.
    /// </summary>
    [Fact]
    public void JointPicturesAreThoseOfTheBaseClassesThenThoseOfTheNewOnes()
    {
        using var outcome = ProtocolJob.Run(folder.Request() with { Methods = [new("zero-shot")], Seeds = [1], Shifts = [], Tasks = [] }, SilentObserver.Instance, TestContext.Current.CancellationToken);
        var source = outcome.Source;
        var draw = SeedDraw.Of(source, 2, 1);
        int[] order = [1, 3, 0, 2];
        var part = MeasuredPart.OfClasses(BenchmarkCell.Joint, source, draw, [1, 3], [0, 2]);

        ImageItem[] expected = [.. draw.Test.Where(i => i.Label is 1 or 3), .. draw.Test.Where(i => i.Label is 0 or 2)];
        Assert.Equal(expected, part.Items);
        Assert.Equal(order.Select(label => source.Collection.Classes[label]), part.Named);

        var prototypes = order.Select(label => source.Pictures.FeaturesOf([draw.Test.First(i => i.Label == label)]).Row(0).ToArray()).Select(Unit).ToArray();
        var head = new Matrix(4, prototypes[0].Length);
        for (var c = 0; c < 4; c++)
            prototypes[c].CopyTo(head.Row(c));
        var document = SampleClassifier.Document(4);
        var classifier = new Classifier(document with { BaseModel = document.BaseModel with { EmbeddingWidth = head.Columns } }, new EmbeddingsHead(head));
        var answers = part.Measure(classifier);

        var right = new List<bool>();
        foreach (var item in expected)
        {
            var feature = source.Pictures.FeaturesOf([item]).Row(0).ToArray();
            var nearest = Enumerable.Range(0, 4).MaxBy(c => prototypes[c].Zip(feature, (a, b) => (double)a * b).Sum());
            right.Add(order[nearest] == item.Label);
        }
        Assert.Equal(right, Enumerable.Range(0, right.Count).Select(i => answers.Hits[i]));
        Assert.InRange(answers.Hits.Count, 4, 15);                                   // the four prototypes, and neither all nor none of the others
        Assert.Equal((4, answers.Hits.Count), (answers.Classes, answers.Metrics.Correct));

        var swapped = MeasuredPart.OfClasses(BenchmarkCell.Joint, source, draw, [0, 2], [1, 3]);
        Assert.NotEqual(part.Fingerprint, swapped.Fingerprint);
        Assert.Equal(part.Fingerprint, MeasuredPart.OfClasses("another name", source, draw, [1, 3], [0, 2]).Fingerprint);
    }

    static float[] Unit(float[] row)
    {
        var norm = Math.Sqrt(row.Sum(x => (double)x * x));
        return [.. row.Select(x => (float)(x / norm))];
    }
}
