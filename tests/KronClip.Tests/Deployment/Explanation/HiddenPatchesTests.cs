using CsCheck;
using KronClip.Deployment;

namespace KronClip.Tests.Deployment.Explanation;

/// <summary>Patches divide a picture, masks are fair to each of them, and what is hidden is just what is asked for.</summary>
public class HiddenPatchesTests
{
    static float[] Picture(int size) => [.. Enumerable.Range(0, 3 * size * size).Select(i => MathF.Sin(0.37f * i))];

    [Fact]
    public void PatchesCoverEachPixelOnce() => Gen.Select(Gen.Int[1, 60], Gen.Int[1, 20]).Where(g => g.Item2 <= g.Item1).Sample((size, side) =>
    {
        var seen = new int[size * size];
        var grid = new PatchGrid(size, side);
        for (var patch = 0; patch < grid.Count; patch++)
        {
            var at = grid.Patch(patch);
            for (var y = at.Y; y < at.Y + at.Height; y++)
            {
                for (var x = at.X; x < at.X + at.Width; x++)
                    seen[y * size + x]++;
            }
        }
        return seen.All(times => times == 1);
    });

    [Theory]
    [InlineData(PatchFilling.Mean)]
    [InlineData(PatchFilling.Grey)]
    [InlineData(PatchFilling.Blur)]
    public void OnlyTheHiddenPatchIsFilled(PatchFilling filling)
    {
        const int size = 10;
        var (grid, picture, copy) = (new PatchGrid(size, 3), Picture(size), new float[3 * size * size]);
        var whole = HiddenPatches.Filling(picture, size, filling);
        HiddenPatches.Hide(grid, picture, whole, [.. Enumerable.Range(0, 9).Select(patch => patch == 5)], copy);
        var at = grid.Patch(5);
        for (var i = 0; i < copy.Length; i++)
        {
            var (x, y) = (i % size, i / size % size);
            var inside = x >= at.X && x < at.X + at.Width && y >= at.Y && y < at.Y + at.Height;
            Assert.Equal(inside ? whole[i] : picture[i], copy[i]);
        }
        Assert.NotEqual(picture, copy);
    }

    [Fact]
    public void TheMeanIsThatOfEachColourAndGreyIsZero()
    {
        float[] picture = [1, 2, 3, 4, 10, 20, 30, 40, -1, -2, -3, -4];
        Assert.Equal([2.5f, 2.5f, 2.5f, 2.5f, 25, 25, 25, 25, -2.5f, -2.5f, -2.5f, -2.5f], HiddenPatches.Filling(picture, 2, PatchFilling.Mean));
        Assert.All(HiddenPatches.Filling(picture, 2, PatchFilling.Grey), value => Assert.Equal(0, value));
    }

    /// <summary>A blur leaves an even picture alone, flattens an uneven one, and runs no further than its reach in a pass.</summary>
    [Fact]
    public void ABlurKeepsWhatIsEvenAndSpreadsAPoint()
    {
        const int size = 24;
        Assert.All(HiddenPatches.Filling([.. Enumerable.Repeat(0.75f, 3 * size * size)], size, PatchFilling.Blur), value => Assert.Equal(0.75, value, 1e-5));
        var point = new float[3 * size * size];
        point[12 * size + 12] = 1;
        var blurred = HiddenPatches.Filling(point, size, PatchFilling.Blur);
        Assert.InRange(blurred.Max(), 1e-4f, 0.05f);
        Assert.Equal(blurred.Max(), blurred[12 * size + 12]);
        Assert.True(blurred[12 * size + 21] > 0 && Math.Abs(blurred[12 * size + 22]) < 1e-6, "three passes of a reach of 3");
        Assert.All(blurred[(size * size)..], value => Assert.Equal(0, value));          // the other colours
        Assert.Equal(1, blurred.Sum(), 1e-2);
    }

    [Theory]
    [InlineData(PatchMaskKind.Windows, 2)]
    [InlineData(PatchMaskKind.Windows, 7)]
    [InlineData(PatchMaskKind.Windows, 14)]
    [InlineData(PatchMaskKind.Single, 7)]
    [InlineData(PatchMaskKind.Random, 14)]
    public void EveryPatchIsHiddenBySomeMasksAndShownByOthers(PatchMaskKind kind, int side)
    {
        var grid = new PatchGrid(side * 4, side);
        foreach (var group in PatchMasks.Of(grid, kind))
        {
            for (var patch = 0; patch < grid.Count; patch++)
                Assert.InRange(group.Masks.Count(mask => mask[patch]), 1, group.Masks.Count - 1);
        }
    }

    [Fact]
    public void RandomMasksComeWithTheirOpposites()
    {
        var masks = PatchMasks.Of(new PatchGrid(64, 8), PatchMaskKind.Random).Single().Masks;
        Assert.All(masks.Chunk(2), pair => Assert.Equal(pair[0], pair[1].Select(hidden => !hidden)));
        Assert.True(masks.Distinct().Count() == 256);
    }

    /// <summary>Where each patch adds its own worth, hiding one alone tells that worth.</summary>
    [Fact]
    public void ASumOfPatchesIsFoundAgain()
    {
        var grid = new PatchGrid(36, 6);
        double[] worth = [.. Enumerable.Range(0, grid.Count).Select(patch => Math.Cos(patch))];
        var single = PatchMasks.Of(grid, PatchMaskKind.Single).Single();
        var scores = PatchExplainer.Scores(single, [.. single.Masks.Select(mask => worth.Where((_, patch) => !mask[patch]).Sum())], worth.Sum());
        Assert.All(worth.Zip(scores), pair => Assert.Equal(pair.First, pair.Second, 1e-9));
    }
}
