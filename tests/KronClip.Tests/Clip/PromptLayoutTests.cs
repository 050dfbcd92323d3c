using CsCheck;
using KronClip.Clip;
using KronClip.Compute;
using KronClip.Methods;
using KronClip.Testing;

namespace KronClip.Tests.Clip;

/// <summary>The shared-prefix layout against the 77-position one, for names that share everything, something or nothing.</summary>
public sealed class PromptLayoutTests : IDisposable
{
    readonly TinyClip model = TinyClip.Vit(Engine.Default);

    public void Dispose() => model.Dispose();

    static readonly Gen<ClassTokens> Class = Gen.Select(Gen.Int[0, 3].Array[1, 6], Gen.Bool).Select((tokens, merged) =>
        new ClassTokens(merged ? tokens : [.. tokens, 269], tokens.Length));

    [Fact]
    public void PackedEqualsPaddedInFeaturesAndGradients() =>
        Gen.Select(Class.Array[1, 5], Gen.Int[1, 6], Gen.Enum<ClassPosition>(), Gen.Bool).Sample((classes, contextWords, position, classSpecific) =>
        {
            var (packed, packedGradient) = Run(PromptLayout.Packed(model.Text, classes, contextWords, position, classSpecific), contextWords * (classSpecific ? classes.Length : 1));
            var (padded, paddedGradient) = Run(PromptLayout.Padded(model.Text, classes, contextWords, position, classSpecific), contextWords * (classSpecific ? classes.Length : 1));
            Closeness.AssertClose(packed.Span, padded.Data, 1e-5, "packed against padded features, random names");
            Closeness.AssertClose(packedGradient.Span, paddedGradient.Data, 1e-4 * (1 + paddedGradient.Data.Max(Math.Abs)), "packed against padded gradient, random names");
        }, iter: 20, threads: 1);

    [Fact]
    public void IdenticalNamesKeepTheirEndsApart()
    {
        var same = new ClassTokens([5, 6, 269], 2);
        var layout = PromptLayout.Packed(model.Text, [same, same], 4);
        Assert.Equal((8, 2), (layout.Sequences.PrefixLength, layout.EndRows.Distinct().Count()));
    }

    [Fact]
    public void TheLongestPromptFitsAndOneMoreTokenDoesNot()
    {
        var name = new ClassTokens([5, 269], 1);
        Assert.Equal(77, PromptLayout.Packed(model.Text, [name], 73).Sequences.Rows);
        var error = Assert.Throws<TokenizerException>(() => PromptLayout.Packed(model.Text, [name], 74, names: ["scratch"]));
        Assert.Contains("'scratch' has 2 tokens", error.Message, StringComparison.Ordinal);
    }

    (Matrix Features, Matrix Gradient) Run(PromptLayout layout, int contextRows)
    {
        var random = new SeededRandom(1, "context");
        var v = ContextInitialisation.Random(contextRows, model.Text.Width, random);
        var pass = model.Text.Prepare(layout, keep: true);
        var features = pass.Forward(v).Clone();
        var dFeatures = new Matrix(features.Rows, features.Columns, features.Data.Select(_ => (float)random.NextGaussian()).ToArray());
        var dV = new Matrix(contextRows, model.Text.Width);
        pass.Backward(dFeatures, dV);
        return (features, dV);
    }
}
