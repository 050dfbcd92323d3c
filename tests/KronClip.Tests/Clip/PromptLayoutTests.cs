using CsCheck;
using KronClip.Clip;
using KronClip.Compute;
using KronClip.Testing;

namespace KronClip.Tests.Clip;

/// <summary>The packed form against the published one with 77 positions, which is slow and obvious.</summary>
public sealed class PromptLayoutTests : IDisposable
{
    const int Positions = 77, Width = 128, EmbeddingWidth = 64;
    readonly TinyClip model = TinyClip.Vit(Engine.Default);

    /// <summary>Few different tokens, so that names are often equal or begin alike.</summary>
    static readonly Gen<ClassTokens> Name = Gen.Select(Gen.Int[320, 322].Array[1, 5], Gen.Int[0, 5])
        .Select((tokens, length) => new ClassTokens(tokens, Math.Min(length, tokens.Length)));

    static readonly Gen<(ClassTokens[] Classes, int Words, ClassPosition Position, bool ClassSpecific)> Prompts =
        Gen.Select(Name.Array[1, 4], Gen.OneOf(Gen.Int[0, 6], Gen.Const(Positions - 2 - 5)), Gen.Enum<ClassPosition>(), Gen.Bool);

    [Fact]
    public void SharedPrefixEqualsAllPositionsForAnyNames() => Prompts.Sample(
        p => AssertPackedEqualsPadded(p.Classes, p.Words, p.Position, p.ClassSpecific), iter: 40, threads: 1);

    [Theory]
    [InlineData(ClassPosition.End), InlineData(ClassPosition.Middle), InlineData(ClassPosition.Front)]
    public void OneClassSharesEverythingButItsEnd(ClassPosition position)
    {
        ClassTokens[] classes = [new([400, 401, 269], 2)];
        Assert.Equal(1 + 4 + 3, Packed(classes, 4, position).Sequences.PrefixLength);
        AssertPackedEqualsPadded(classes, 4, position, classSpecific: false);
    }

    [Theory]
    [InlineData(ClassPosition.End), InlineData(ClassPosition.Middle), InlineData(ClassPosition.Front)]
    public void EqualNamesShareEverythingButTheirEnds(ClassPosition position)
    {
        ClassTokens[] classes = [new([400, 401, 269], 2), new([400, 401, 269], 2), new([400, 401, 269], 2)];
        var layout = Packed(classes, 4, position);
        Assert.Equal((8, 11), (layout.Sequences.PrefixLength, layout.Sequences.Rows));
        Assert.Equal([8, 9, 10], layout.EndRows);
        AssertPackedEqualsPadded(classes, 4, position, classSpecific: false);
    }

    [Theory]
    [InlineData(ClassPosition.End), InlineData(ClassPosition.Middle), InlineData(ClassPosition.Front)]
    public void ANameThatBeginsAnotherSharesItsTokens(ClassPosition position) =>
        AssertPackedEqualsPadded([new([400], 1), new([400, 401], 2), new([400, 401, 269], 3)], 3, position, classSpecific: false);

    [Theory]
    [InlineData(ClassPosition.End), InlineData(ClassPosition.Middle), InlineData(ClassPosition.Front)]
    public void APromptMayFillAllPositionsAndNoMore(ClassPosition position)
    {
        ClassTokens[] classes = [new([400, 269], 1), new([401, 402, 269], 2)];
        const int most = Positions - 2 - 3;
        AssertPackedEqualsPadded(classes, most, position, classSpecific: false);
        var error = Assert.Throws<TokenizerException>(() => PromptLayout.Packed(model.Text, classes, most + 1, position, names: ["nut", "bolt"]));
        Assert.Contains("'bolt' has 3 tokens", error.Message, StringComparison.Ordinal);
        Assert.Contains("78", error.Message, StringComparison.Ordinal);
    }

    public void Dispose() => model.Dispose();

    PromptLayout Packed(ClassTokens[] classes, int words, ClassPosition position, bool classSpecific = false) =>
        PromptLayout.Packed(model.Text, classes, words, position, classSpecific);

    void AssertPackedEqualsPadded(ClassTokens[] classes, int words, ClassPosition position, bool classSpecific)
    {
        var v = Normal(words * (classSpecific ? classes.Length : 1), Width, "context");
        var r = Normal(classes.Length, EmbeddingWidth, "gradient");
        var packed = Run(Packed(classes, words, position, classSpecific), v, r);
        var padded = Run(PromptLayout.Padded(model.Text, classes, words, position, classSpecific), v, r);
        Closeness.AssertClose(packed.Features.Span, padded.Features.Data, 1e-5, "packed against padded features of random names");
        var largest = padded.Gradient.Data.Select(Math.Abs).DefaultIfEmpty().Max();
        Closeness.AssertClose(packed.Gradient.Span, padded.Gradient.Data, 2e-5 * largest, "packed against padded gradients of random names");
    }

    /// <summary>Features, and the gradient of Σ(features · R) to the context.</summary>
    (Matrix Features, Matrix Gradient) Run(PromptLayout layout, Matrix v, Matrix r)
    {
        var pass = model.Text.Prepare(layout, keep: true);
        var (features, gradient) = (pass.Forward(v).Clone(), new Matrix(v.Rows, v.Columns));
        pass.Backward(r, gradient);
        return (features, gradient);
    }

    static Matrix Normal(int rows, int columns, string name)
    {
        var (matrix, random) = (new Matrix(rows, columns), new SeededRandom(3, name));
        for (var i = 0; i < matrix.Data.Length; i++)
            matrix.Data[i] = (float)(0.05 * random.NextGaussian());
        return matrix;
    }
}
