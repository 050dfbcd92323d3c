using CsCheck;
using KronClip.Clip;
using KronClip.Compute;
using KronClip.Testing;

namespace KronClip.Tests.Clip;

/// <summary>Chunks, memory budgets and threads change nothing about what a text pass computes.</summary>
public sealed class TextPassTests : IDisposable
{
    const long Plenty = 1L << 32;
    const int Words = 3;
    readonly TinyClip model = TinyClip.Vit(Engine.Default);

    static readonly Gen<(ClassTokens[] Classes, ClassPosition Position, bool ClassSpecific, int ChunkRows, long Budget)> Cases = Gen.Select(
        Gen.Int[320, 330].Array[1, 5].Select(tokens => new ClassTokens(tokens, tokens.Length)).Array[2, 12], Gen.Enum<ClassPosition>(), Gen.Bool,
        Gen.Int[1, 40], Gen.OneOf(Gen.Const(0L), Gen.Long[0, 3_000_000], Gen.Const(Plenty)));

    public void Dispose() => model.Dispose();

    [Fact]
    public void ChunksAndBudgetsGiveTheSameFeaturesAndGradients() => Cases.Sample(
        c =>
        {
            var layout = PromptLayout.Packed(model.Text, c.Classes, Words, c.Position, c.ClassSpecific);
            var whole = model.Text.Prepare(layout, keep: true, Plenty, chunkRows: 100_000);
            var cut = model.Text.Prepare(layout, keep: true, c.Budget, c.ChunkRows);
            var forward = model.Text.Prepare(layout, keep: false, c.Budget, c.ChunkRows);
            Assert.Equal(1, whole.Chunks);
            for (var step = 0; step < 3; step++)        // the rows that stay the same are embedded once, so a second step must be right too
            {
                var v = Normal(Words * (c.ClassSpecific ? c.Classes.Length : 1), $"context {step}");
                var r = Normal(c.Classes.Length, $"gradient {step}", model.Text.EmbeddingWidth);
                var (features, gradient) = Run(whole, v, r);
                var (cutFeatures, cutGradient) = Run(cut, v, r);
                Closeness.AssertRelativelyClose(cutFeatures, features, 2e-6);
                Closeness.AssertRelativelyClose(cutGradient, gradient, 1e-5);
                Closeness.AssertRelativelyClose(forward.Forward(v), features, 2e-6);
            }
        }, iter: 60, threads: 1);

    [Fact]
    public void ThreadCountChangesNoBit()
    {
        var layoutOf = (TinyClip m) => PromptLayout.Packed(m.Text, Names(30), Words);
        var results = new[] { 1, 2, 7 }.Select(threads =>
        {
            using var other = TinyClip.Vit(new Engine(Engine.Widest, threads));
            return Run(other.Text.Prepare(layoutOf(other), keep: true, 2_000_000, chunkRows: 40), Normal(Words, "v"), Normal(30, "r", other.Text.EmbeddingWidth));
        }).ToArray();
        Assert.All(results, result =>
        {
            Closeness.AssertIdentical(result.Features, results[0].Features);
            Closeness.AssertIdentical(result.Gradient, results[0].Gradient);
        });
    }

    [Fact]
    public void EncodingAgainChangesNoBit()
    {
        var layout = PromptLayout.Packed(model.Text, Names(60), Words);
        var (kept, again) = (model.Text.Prepare(layout, keep: true, Plenty, chunkRows: 50), model.Text.Prepare(layout, keep: true, budget: 0, chunkRows: 50));
        Assert.True(kept.ChunksEncodedAgain == 0 && again.ChunksEncodedAgain > 1);
        for (var step = 0; step < 2; step++)
        {
            var (v, r) = (Normal(Words, $"v {step}"), Normal(60, $"r {step}", model.Text.EmbeddingWidth));
            var (first, second) = (Run(kept, v, r), Run(again, v, r));
            Closeness.AssertIdentical(second.Features, first.Features);
            Closeness.AssertIdentical(second.Gradient, first.Gradient);
        }
    }

    /// <summary>A method with several losses goes back several times; what was encoded again for the first must be there, or be encoded again, for the second.</summary>
    [Theory]
    [InlineData(0)]
    [InlineData(2_000_000)]
    [InlineData(Plenty)]
    public void SeveralGradientsMayGoBackAfterOneWayThere(long budget)
    {
        var layout = PromptLayout.Packed(model.Text, Names(60), Words);
        var pass = model.Text.Prepare(layout, keep: true, budget, chunkRows: 50);
        var (v, first, second) = (Normal(Words, "v"), Normal(60, "first", model.Text.EmbeddingWidth), Normal(60, "second", model.Text.EmbeddingWidth));
        var expected = new[] { first, second }.Select(r => Run(pass, v, r).Gradient).ToArray();
        pass.Forward(v);
        foreach (var (r, gradient) in new[] { (first, expected[0]), (second, expected[1]), (first, expected[0]) })
        {
            var dV = new Matrix(Words, model.Text.Width);
            pass.Backward(r, dV);
            Closeness.AssertIdentical(dV, gradient);
        }
    }

    [Fact]
    public void WhatDoesNotFitIsEncodedAgainAndNothingElse()
    {
        var layout = PromptLayout.Packed(model.Text, Names(60), Words);
        var plenty = model.Text.Prepare(layout, keep: true, Plenty, chunkRows: 50);
        Assert.Equal(0, plenty.ChunksEncodedAgain);
        var none = model.Text.Prepare(layout, keep: true, budget: 0, chunkRows: 50);
        Assert.Equal(plenty.Chunks - 1, none.ChunksEncodedAgain);       // the last is still there when the way back begins
        var half = model.Text.Prepare(layout, keep: true, plenty.KeptBytes / 2, chunkRows: 50);
        Assert.InRange(half.ChunksEncodedAgain, 1, plenty.Chunks - 2);
        Assert.True(none.KeptBytes < half.KeptBytes && half.KeptBytes < plenty.KeptBytes, $"{none.KeptBytes}, {half.KeptBytes}, {plenty.KeptBytes}");
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void AStepAllocatesNothing(int threads)
    {
        using var other = TinyClip.Vit(new Engine(Engine.Widest, threads));
        var pass = other.Text.Prepare(PromptLayout.Packed(other.Text, Names(40), Words), keep: true, 1_000_000, chunkRows: 60);
        Assert.InRange(pass.ChunksEncodedAgain, 1, pass.Chunks);
        var (v, r, dV) = (Normal(Words, "v"), Normal(40, "r", other.Text.EmbeddingWidth), new Matrix(Words, other.Text.Width));
        void Step()
        {
            pass.Forward(v);
            pass.Backward(r, dV);
        }
        for (var i = 0; i < 3; i++)
            Step();
        var before = GC.GetAllocatedBytesForCurrentThread();
        Step();
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    [Fact]
    public void ThereIsNoWayBackWithoutAWayThere()
    {
        var layout = PromptLayout.Packed(model.Text, Names(3), Words);
        var (r, dV) = (new Matrix(3, model.Text.EmbeddingWidth), new Matrix(Words, model.Text.Width));
        Assert.Contains("Forward", Assert.Throws<InvalidOperationException>(() => model.Text.Prepare(layout, keep: true).Backward(r, dV)).Message, StringComparison.Ordinal);
        Assert.Contains("keep", Assert.Throws<InvalidOperationException>(() => model.Text.Prepare(layout, keep: false).Backward(r, dV)).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => model.Text.Prepare(layout, keep: true).Forward(new Matrix(Words - 1, model.Text.Width)));
    }

    /// <summary>T6, in a process whose heap is limited (<see cref="HeapLimitTests"/>): fewer chunks keep their activations and the step goes on. Elsewhere all fit.</summary>
    [Fact]
    public void AStepGoesOnWithTheMemoryThereIs()
    {
        var limited = GC.GetGCMemoryInfo().TotalAvailableMemoryBytes < HeapLimitTests.Limit * 2;
        var layout = PromptLayout.Packed(model.Text, Names(12_000), Words);
        var pass = model.Text.Prepare(layout, keep: true, Plenty);
        var (v, r, dV) = (Normal(Words, "v"), Normal(12_000, "r", model.Text.EmbeddingWidth), new Matrix(Words, model.Text.Width));
        pass.Forward(v);
        pass.Backward(r, dV);
        Assert.All(dV.Data, x => Assert.True(float.IsFinite(x)));
        Assert.Equal(limited, pass.ChunksEncodedAgain > 0);
    }

    static (Matrix Features, Matrix Gradient) Run(TextPass pass, Matrix v, Matrix r)
    {
        var (features, gradient) = (pass.Forward(v).Clone(), new Matrix(v.Rows, v.Columns));
        pass.Backward(r, gradient);
        return (features, gradient);
    }

    static ClassTokens[] Names(int count) =>
        [.. Enumerable.Range(0, count).Select(c => new ClassTokens([.. Enumerable.Range(0, 1 + c % 5).Select(t => 400 + (c * 7 + t * 31) % 900), 269], 1 + c % 5))];

    Matrix Normal(int rows, string name, int columns = 0)
    {
        var (matrix, random) = (new Matrix(rows, columns == 0 ? model.Text.Width : columns), new SeededRandom(3, name));
        for (var i = 0; i < matrix.Data.Length; i++)
            matrix.Data[i] = (float)(0.05 * random.NextGaussian());
        return matrix;
    }
}
