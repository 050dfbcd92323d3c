using System.Text.Json.Nodes;
using CsCheck;
using KronClip.Checkpoints;
using KronClip.Classifiers;
using KronClip.Compute;
using static KronClip.Tests.Classifiers.HeadAssert;

namespace KronClip.Tests.Classifiers;

/// <summary>The affine head and the cache: what they compute, what survives a file, what is refused.</summary>
public class HeadTests
{
    static readonly Matrix Axes = new(2, 2, [1, 0, 0, 1]);

    static AffineHead Affine => new(new Matrix(2, 2, [1, -2, 3, 4]), [0.5f, -1]);

    static CacheHead Labelled => new(new Matrix(3, 2, [1, 0, 0, 1, 0, 1]), [0, 1, 0], Axes, 2, Math.Log(2) / 0.2);

    static CacheHead Valued => new(Axes, new Matrix(2, 2, [1, -1, 0.5f, 3]), Axes, 2, Math.Log(2) / 0.2);

    /// <summary>f = (0.6, 0.8): 0.6 − 1.6 + 0.5 and 1.8 + 3.2 − 1, whatever the model's scale.</summary>
    [Fact]
    public void AnAffineHeadHasWeightsAndABias() => Near([-0.5, 4], Affine, scale: 10);

    /// <summary>f = (0.6, 0.8): affinities 2^(−0.4/0.2) = ¼ to the first key, ½ to the two others; so 6 + 2 (¼ + ½) and 8 + 2 · ½.</summary>
    [Fact]
    public void ACacheAddsAffinitiesToItsClasses() => Near([7.5, 9], Labelled, scale: 10);

    /// <summary>6 + 2 (¼ · 1 + ½ · ½) and 8 + 2 (−¼ + ½ · 3).</summary>
    [Fact]
    public void ACacheMayHaveAnyValues() => Near([7, 10.5], Valued, scale: 10);

    [Fact]
    public void AFileKeepsEveryBit() => Gen.Select(Gen.Int[1, 5], Gen.Int[1, 7], Gen.Int[0, 2], Gen.Long[0, 1000]).Sample((classes, keys, kind, seed) =>
    {
        ClassifierHead head = kind switch
        {
            0 => new AffineHead(SampleClassifier.Random(classes, seed), SampleClassifier.Random(classes, seed + 1).Span[..classes]),
            1 => new CacheHead(SampleClassifier.Random(keys, seed), [.. Enumerable.Range(0, keys).Select(n => n % classes)], Texts(classes), 1.17, 5.5),
            _ => new CacheHead(SampleClassifier.Random(keys, seed), Values(keys, classes, seed), Texts(classes), 100, 0.1),
        };
        var written = new Classifier(SampleClassifier.Document(classes), head);
        var bytes = ClassifierFile.ToBytes(written);
        var read = ClassifierFile.Parse(bytes, "again");
        var features = SampleClassifier.Random(4, seed + 2);
        for (var i = 0; i < features.Rows; i++)
            Assert.Equal(written.Logits(features.Row(i)), read.Logits(features.Row(i)));
        Assert.Equal(head.GetType(), read.Head.GetType());
        Assert.Equal(bytes, ClassifierFile.ToBytes(read));
    }, iter: 60);

    [Fact]
    public void NumbersThatCannotBeUsedAreRefused()
    {
        Refused(() => new AffineHead(new Matrix(0, 2), []));
        Refused(() => new AffineHead(Axes, [1]));
        Refused(() => new AffineHead(new Matrix(1, 2, [1, float.NaN]), [0]));
        Refused(() => new AffineHead(new Matrix(1, 2, [1, 1]), [float.PositiveInfinity]));
        Refused(() => new CacheHead(new Matrix(0, 2), [], Axes, 1, 1));
        Refused(() => new CacheHead(new Matrix(1, 3), [0], Axes, 1, 1));
        Refused(() => new CacheHead(Axes, [0], Axes, 1, 1));
        Refused(() => new CacheHead(Axes, [0, 2], Axes, 1, 1));
        Refused(() => new CacheHead(Axes, [-1, 0], Axes, 1, 1));
        Refused(() => new CacheHead(Axes, new Matrix(2, 3), Axes, 1, 1));
        Refused(() => new CacheHead(Axes, new Matrix(2, 2, [0, float.NaN, 0, 0]), Axes, 1, 1));
        Refused(() => new CacheHead(new Matrix(1, 2, [float.NegativeInfinity, 0]), [0], Axes, 1, 1));
        Refused(() => new CacheHead(Axes, [0, 1], new Matrix(2, 2, [1, 1, 0, 1]), 1, 1));
        Refused(() => new CacheHead(Axes, [0, 1], Axes, -1, 1));
        Refused(() => new CacheHead(Axes, [0, 1], Axes, double.NaN, 1));
        Refused(() => new CacheHead(Axes, [0, 1], Axes, 1, 0));
        Refused(() => new CacheHead(Axes, [0, 1], Axes, 1, double.PositiveInfinity));
        Refused(() => new CacheHead(new Matrix(1, 2, [1e10f, 0]), [0], Axes, 1, 1));        // its affinity would leave the range of numbers
        Refused(() => new CacheHead(Axes, [0, 1], Axes, 1e200, 1));
    }

    [Theory]
    [InlineData("""{"weight":2}""")]
    [InlineData("""{"weight":2,"sharpness":1,"more":3}""")]
    [InlineData("""{"weight":"2","sharpness":1}""")]
    [InlineData("""{"weight":2,"sharpness":null}""")]
    [InlineData("""{"weight":2,"weight":2}""")]
    [InlineData("""{"weight":2,"sharpness":1e999}""")]
    [InlineData("""{"weight":-2,"sharpness":1}""")]
    public void ACacheWithOtherSettingsIsRefused(string settings) => RefusedFile(Labelled, head => head["settings"] = JsonNode.Parse(settings));

    [Fact]
    public void AHostileFileIsRefused()
    {
        RefusedFile(Affine, head => head["settings"] = JsonNode.Parse("""{"scale":2}"""));
        RefusedFile(Affine, head => head["kind"] = CacheHead.KindName);
        RefusedFile(Affine, _ => { }, without: "head.bias");
        RefusedFile(Affine, _ => { }, new NamedTensor("head.extra", [1], [1]));
        RefusedFile(Affine, _ => { }, new NamedTensor("head.bias", [2, 1], [1, 1]), "head.bias");
        RefusedFile(Affine, _ => { }, new NamedTensor("head.weights", [4], [1, 1, 1, 1]), "head.weights");
        RefusedFile(Labelled, _ => { }, new NamedTensor("head.labels", [3], [0, 1, 0.5f]), "head.labels");
        RefusedFile(Labelled, _ => { }, new NamedTensor("head.labels", [3], [0, 1, float.NaN]), "head.labels");
        RefusedFile(Labelled, _ => { }, new NamedTensor("head.labels", [3], [0, 1, 2]), "head.labels");
        RefusedFile(Labelled, _ => { }, new NamedTensor("head.values", [3, 2], new float[6]));         // labels or values, not both
        RefusedFile(Labelled, _ => { }, without: "head.labels");
        RefusedFile(Labelled, _ => { }, without: "head.class_embeddings");
        RefusedFile(Valued, _ => { }, new NamedTensor("head.keys", [0, 2], []), "head.keys");
    }

    static void Refused(Func<ClassifierHead> make) => Assert.Throws<ClassifierException>(make);

    static Matrix Texts(int classes)
    {
        var head = EmbeddingsHead.FromRaw(SampleClassifier.Random(classes, 77));
        return new Matrix(classes, SampleClassifier.Width, head.Tensors[0].Values.ToArray());
    }

    static Matrix Values(int keys, int classes, long seed)
    {
        var values = new Matrix(keys, classes);
        var random = new SeededRandom(seed, "values");
        foreach (ref var x in values.Span)
            x = (float)random.NextGaussian();
        return values;
    }
}
