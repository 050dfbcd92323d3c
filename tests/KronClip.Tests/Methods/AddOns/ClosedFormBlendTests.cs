using KronClip.Classifiers;
using KronClip.Compute;
using KronClip.Methods;

namespace KronClip.Tests.Methods;

/// <summary>How much of a closed form is blended in, and which pictures say so.</summary>
public class ClosedFormBlendTests
{
    const int Classes = 3, Width = 8;

    /// <summary>A prompt that is always right needs nothing beside it: among equals the least is blended in.</summary>
    [Theory]
    [InlineData(ClosedFormKind.Gda)]
    [InlineData(ClosedFormKind.Ridge)]
    public void NothingIsBlendedInWhereThePromptIsAlwaysRight(ClosedFormKind kind)
    {
        var prompt = Knowing(right: true);
        var blend = ClosedFormBlend.Choose(Setup, Pictures(6, 1), Pictures(4, 2), new CoOpOptions { ClosedForm = kind }, _ => prompt);
        Assert.Equal(0, blend.Weight);
        Assert.Same(prompt, blend.Beside(prompt));
        Assert.Contains("beta = 0: chosen on the 12 validation pictures (12 of 12 right)", blend.Notes[1], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(ClosedFormKind.Gda)]
    [InlineData(ClosedFormKind.Ridge)]
    public void AWrongPromptIsOutweighed(ClosedFormKind kind)
    {
        var prompt = Knowing(right: false);
        var validation = Pictures(4, 2);
        var blend = ClosedFormBlend.Choose(Knowledgeable, Pictures(6, 1), validation, new CoOpOptions { ClosedForm = kind }, _ => prompt);
        Assert.True(blend.Weight > 0);
        Assert.Contains("the prompt alone, gets 0 right", blend.Notes[1], StringComparison.Ordinal);
        var head = Assert.IsType<BlendedHead>(blend.Beside(prompt));
        var (own, closed, both) = (new double[Classes], new double[Classes], new double[Classes]);
        var right = 0;
        for (var i = 0; i < validation.Labels.Length; i++)
        {
            var f = Array.ConvertAll(validation.Features.Row(i).ToArray(), x => (double)x);
            prompt.Logits(f, 20, own);
            blend.Head.Logits(f, 20, closed);
            head.Logits(f, 20, both);
            Assert.Equal(own.Zip(closed, (p, c) => p + blend.Weight * c), both);
            right += Ranking.Argmax<double>(both) == validation.Labels[i] ? 1 : 0;
        }
        Assert.Contains($"({right} of 12 right)", blend.Notes[1], StringComparison.Ordinal);
    }

    /// <summary>Without validation pictures each fold's prompt is one that has not seen the fold.</summary>
    [Fact]
    public void WithoutValidationPicturesThePromptIsTrainedWithoutEachFold()
    {
        var asked = new List<IReadOnlyList<int>?>();
        var train = Pictures(3, 1);
        var blend = ClosedFormBlend.Choose(Setup, train, new LabelledFeatures(new Matrix(0, Width), []), new CoOpOptions { ClosedForm = ClosedFormKind.Gda }, pictures =>
        {
            asked.Add(pictures);
            return Knowing(right: true);
        });
        Assert.Equal(3, asked.Count);
        Assert.Equal(Enumerable.Range(0, 9), asked.SelectMany(pictures => Enumerable.Range(0, 9).Except(pictures!)).Order());        // each picture held once
        Assert.All(asked, pictures => Assert.Equal([0, 1, 2], pictures!.Select(p => train.Labels[p]).Distinct().Order()));
        Assert.Contains("by 3-fold cross-validation of the 9 training pictures", blend.Notes[1], StringComparison.Ordinal);
    }

    [Fact]
    public void AGivenWeightIsTakenAndASinglePictureChoosesNothing()
    {
        ClosedFormBlend Blend(int pictures, double weight) => ClosedFormBlend.Choose(Setup, Pictures(pictures, 1), new LabelledFeatures(new Matrix(0, Width), []),
            new CoOpOptions { ClosedForm = ClosedFormKind.Ridge, ClosedFormWeight = weight }, _ => throw new InvalidOperationException("nothing was to be tried"));
        Assert.Equal(0.7, Blend(3, 0.7).Weight);
        Assert.EndsWith("beta = 0.7: as given.", Blend(3, 0.7).Notes[1], StringComparison.Ordinal);
        Assert.Equal(1, Blend(1, 0).Weight);
        Assert.Contains("not chosen but fixed", Blend(1, 0).Notes[1], StringComparison.Ordinal);
    }

    /// <summary>Zero-shot CLIP sees nothing here: all classes have the same embedding.</summary>
    static FitSetup Setup => WithTexts(_ => Width - 1);

    /// <summary>Zero-shot CLIP takes each axis for its class.</summary>
    static FitSetup Knowledgeable => WithTexts(c => c);

    static FitSetup WithTexts(Func<int, int> axis)
    {
        var texts = new Matrix(Classes, Width);
        for (var c = 0; c < Classes; c++)
            texts[c, axis(c)] = 1;
        return new FitSetup(Engine.Default, texts, 20, 1);
    }

    /// <summary>Pictures of class c lie about the axis c.</summary>
    static LabelledFeatures Pictures(int perClass, long seed)
    {
        var (features, random) = (new Matrix(Classes * perClass, Width), new SeededRandom(seed, "pictures"));
        foreach (ref var x in features.Span)
            x = (float)(0.1 * random.NextGaussian());
        for (var i = 0; i < features.Rows; i++)
            features[i, i % Classes] += 1;
        RowNorm.Forward(Engine.Default, features, features);
        return new LabelledFeatures(features, [.. Enumerable.Range(0, features.Rows).Select(i => i % Classes)]);
    }

    /// <summary>A head that takes each axis for its class, or for the next.</summary>
    static EmbeddingsHead Knowing(bool right)
    {
        var rows = new Matrix(Classes, Width);
        for (var c = 0; c < Classes; c++)
            rows[c, right ? c : (c + 1) % Classes] = 1;
        return new EmbeddingsHead(rows);
    }
}
