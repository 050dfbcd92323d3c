using System.Text.Json.Nodes;
using CsCheck;
using KronClip.Checkpoints;
using KronClip.Classifiers;
using KronClip.Compute;
using static KronClip.Tests.Classifiers.HeadAssert;

namespace KronClip.Tests.Classifiers;

/// <summary>The fused head and the blended one: what they compute, what survives a file, what is refused.</summary>
public class MixedHeadTests
{
    static readonly Matrix Axes = new(2, 2, [1, 0, 0, 1]);

    static FusedHead Fused => new(Axes, new Matrix(2, 2, [0, 2, 2, 0]));

    static BlendedHead Blended => new(Fused, new AffineHead(Axes, [1, -1]), 0.5);

    /// <summary>
    /// f = (0.6, 0.8): both classifiers are as sure, since their cosines are 0.6 and 0.8, so w = ½; m_0 = (½, 1) and m_1 = (1, ½), of length √1.25 – not (½, ½), as normalised
    /// embeddings would give.
    /// </summary>
    [Fact]
    public void EmbeddingsAreMixedAsLongAsTheyAre() => Near([11 / Math.Sqrt(1.25), 10 / Math.Sqrt(1.25)], Fused, scale: 10);

    /// <summary>
    /// At s = 5 ln 3 the tuned cosines 0.6 and 0.8 give softmax ¾ and the others, both 0.6, ½. With sharpness 4 ln 3 that is w = 1/(1 + 3⁻¹) = ¾: m_0 = (1, 0), m_1 = (¼, ¾). With the two changed w = ¼, and the mixture is the same.
    /// </summary>
    [Fact]
    public void TheSurerClassifierWeighsMore()
    {
        var s = 5 * Math.Log(3);
        Near([0.6 * s, 0.75 * s / Math.Sqrt(0.625)], new FusedHead(Axes, new Matrix(2, 2, [1, 0, 1, 0]), 4 * Math.Log(3)), s);
        Near([0.6 * s, 0.75 * s / Math.Sqrt(0.625)], new FusedHead(new Matrix(2, 2, [1, 0, 1, 0]), Axes, 4 * Math.Log(3)), s);
    }

    [Fact]
    public void TwiceTheSameIsTheSame() => Gen.Select(Gen.Int[1, 300], Gen.Long[0, 1000]).Sample((classes, seed) =>
    {
        var rows = SampleClassifier.Random(classes, seed);
        var (fused, plain) = (Logits(new FusedHead(rows, rows), seed), Logits(EmbeddingsHead.FromRaw(rows), seed));
        Assert.All(plain.Zip(fused), pair => Assert.Equal(pair.First, pair.Second, 1e-4));         // rows of the plain head are fp32
    }, iter: 20);

    [Fact]
    public void ABlendAddsLogits() => Near([11 / Math.Sqrt(1.25) + 0.5 * 1.6, 10 / Math.Sqrt(1.25) - 0.5 * 0.2], Blended, scale: 10);

    [Fact]
    public void AFileKeepsEveryBit() => Gen.Select(Gen.Int[1, 5], Gen.Int[0, 3], Gen.Long[0, 1000]).Sample((classes, kind, seed) =>
    {
        var fused = new FusedHead(SampleClassifier.Random(classes, seed), Moved(SampleClassifier.Random(classes, seed)), 64);
        var affine = new AffineHead(SampleClassifier.Random(classes, seed + 2), SampleClassifier.Random(classes, seed + 1).Span[..classes]);
        ClassifierHead head = kind switch
        {
            0 => fused,
            1 => new BlendedHead(fused, affine, 0.03),
            2 => new BlendedHead(SampleClassifier.Head(classes), new CacheHead(SampleClassifier.Random(3, seed), [0, 0, classes - 1], Unit(classes), 1.17, 5.5), 1e6),
            _ => new BlendedHead(affine, SampleClassifier.Head(classes), 0),
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
    public void WhatCannotBeMixedIsRefused()
    {
        Refused(() => new FusedHead(Axes, new Matrix(1, 2, [1, 0])));
        Refused(() => new FusedHead(new Matrix(0, 2), new Matrix(0, 2)));
        Refused(() => new FusedHead(Axes, new Matrix(2, 2, [0, 0, 1, 0])));
        Refused(() => new FusedHead(new Matrix(2, 2, [0, 1, 0, 0]), Axes));
        Refused(() => new FusedHead(Axes, new Matrix(2, 2, [1, 0, float.NaN, 1])));
        Refused(() => new FusedHead(new Matrix(2, 2, [1, 0, float.PositiveInfinity, 1]), Axes));
        Refused(() => new FusedHead(Axes, new Matrix(2, 2, [-3, 0, 0, 1])));                    // no direction lies between a row and its opposite
        Refused(() => new FusedHead(Axes, Axes, 0));
        Refused(() => new FusedHead(Axes, Axes, double.NaN));
        Refused(() => new BlendedHead(Blended, Fused, 1));
        Refused(() => new BlendedHead(Fused, Blended, 1));
        Refused(() => new BlendedHead(Fused, new AffineHead(new Matrix(1, 2, [1, 1]), [0]), 1));
        Refused(() => new BlendedHead(Fused, new AffineHead(new Matrix(2, 3), [0, 0]), 1));
        Refused(() => new BlendedHead(Fused, Fused, -1));
        Refused(() => new BlendedHead(Fused, Fused, double.NaN));
        Refused(() => new BlendedHead(Fused, Fused, 1e7));
    }

    [Fact]
    public void AHostileFileIsRefused()
    {
        RefusedFile(Fused, head => head["settings"] = JsonNode.Parse("{}"));
        RefusedFile(Fused, head => head["settings"] = JsonNode.Parse("""{"sharpness":64,"more":1}"""));
        RefusedFile(Fused, head => head["settings"] = JsonNode.Parse("""{"sharpness":-1}"""));
        RefusedFile(Fused, _ => { }, without: "head.zero_shot_embeddings");
        RefusedFile(Fused, _ => { }, new NamedTensor("head.class_embeddings", [2, 2], [1, 0, 0, 1]));
        RefusedFile(Fused, _ => { }, new NamedTensor("head.tuned_embeddings", [2, 2], [1, 0, 0, 0]), "head.tuned_embeddings");
        RefusedFile(Fused, _ => { }, new NamedTensor("head.tuned_embeddings", [4], [1, 0, 0, 1]), "head.tuned_embeddings");
        RefusedFile(Blended, head => head["settings"]!["weight"] = -1);
        RefusedFile(Blended, head => head["settings"]!["weight"] = "1");
        RefusedFile(Blended, head => head["settings"]!["more"] = 1);
        RefusedFile(Blended, head => head["settings"]!.AsObject().Remove("first"));
        RefusedFile(Blended, head => head["settings"]!["first"] = null);
        RefusedFile(Blended, head => head["settings"]!["first"]!["kind"] = BlendedHead.KindName);
        RefusedFile(Blended, head => head["settings"]!["second"]!["kind"] = "unheard-of");
        RefusedFile(Blended, head => head["settings"]!["second"]!["kind"] = PromptPerImageHead.KindName);
        RefusedFile(Blended, head => head["settings"]!["first"]!["settings"] = JsonNode.Parse("""{"sharpness":0}"""));
        RefusedFile(Blended, head => head["settings"]!["first"]!["kind"] = null);
        RefusedFile(Blended, _ => { }, without: "head.second.bias");
        RefusedFile(Blended, _ => { }, new NamedTensor("head.third", [1], [1]));
        RefusedFile(Blended, _ => { }, new NamedTensor("head.first.", [1], [1]));
        RefusedFile(Blended, _ => { }, new NamedTensor("head.second.extra", [1], [1]));
    }

    static void Refused(Func<ClassifierHead> make) => Assert.Throws<ClassifierException>(make);

    static double[] Logits(ClassifierHead head, long seed) => new Classifier(SampleClassifier.Document(head.Classes), head).Logits(SampleClassifier.Random(1, seed + 9).Row(0));

    /// <summary>Rows that are nowhere opposed to <paramref name="rows"/>.</summary>
    static Matrix Moved(Matrix rows)
    {
        var moved = rows.Clone();
        moved[0, 0] += 0.5f;
        return moved;
    }

    static Matrix Unit(int classes) => new(classes, SampleClassifier.Width, SampleClassifier.Head(classes).Tensors[0].Values.ToArray());
}
