using CsCheck;
using KronClip.Classifiers;

namespace KronClip.Tests.Classifiers;

public class EmbeddingSketchTests
{
    static readonly Gen<float[]> Feature = Gen.Float[-1, 1].Array[64].Where(f => f.Any(x => x != 0));

    /// <summary>Length does not matter, opposite directions have opposite sketches, and nothing is lost on the way through text.</summary>
    [Fact]
    public void KeepsDirectionAndText() => Feature.Sample(feature =>
    {
        var sketch = EmbeddingSketch.Of(feature);
        Assert.Equal(EmbeddingSketch.Length, sketch.Length);
        Assert.Equal(sketch, EmbeddingSketch.Of([.. feature.Select(x => 4 * x)]));
        Assert.Equal(sketch.Select(b => -b), EmbeddingSketch.Of([.. feature.Select(x => -x)]).Select(b => (int)b));
        Assert.Equal([sketch, sketch], EmbeddingSketch.FromText(EmbeddingSketch.ToText([sketch, sketch]))!);
    });

    /// <summary>E[distance²] over signs is that of the embeddings; with 32 signs it is met within a factor that is never exceeded in these draws.</summary>
    [Fact]
    public void DistancesAreAboutThoseOfTheEmbeddings() => Gen.Select(Feature, Feature).Sample((x, y) =>
    {
        static double[] Unit(float[] f) => [.. f.Select(v => v / Math.Sqrt(f.Sum(w => w * (double)w)))];
        var expected = Math.Sqrt(Unit(x).Zip(Unit(y), (a, b) => (a - b) * (a - b)).Sum());
        Assert.InRange(EmbeddingSketch.Distance(EmbeddingSketch.Of(x), EmbeddingSketch.Of(y)), 0.3 * expected - 0.05, 2 * expected + 0.05);
    });

    [Fact]
    public void TheMeanOfOneIsItself() => Feature.Sample(f => Assert.Equal(EmbeddingSketch.Of(f), EmbeddingSketch.Mean([EmbeddingSketch.Of(f)])));

    [Fact]
    public void WhatIsNoSketchIsRefused()
    {
        Assert.Throws<ClassifierException>(() => EmbeddingSketch.Of(new float[8]));
        Assert.Throws<ClassifierException>(() => EmbeddingSketch.Of([float.NaN]));
        Assert.Null(EmbeddingSketch.FromText("%%%"));
        Assert.Null(EmbeddingSketch.FromText(Convert.ToBase64String(new byte[31])));
    }
}
