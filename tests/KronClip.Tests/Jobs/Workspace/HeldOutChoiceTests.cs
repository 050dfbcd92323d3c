using CsCheck;
using KronClip.Jobs;

namespace KronClip.Tests.Jobs.Workspaces;

/// <summary>Which pictures are set aside to measure on.</summary>
public sealed class HeldOutChoiceTests
{
    static readonly Gen<HeldOutCandidate[]> Pictures = Gen.Select(Gen.Bool, Gen.Bool, Gen.Bool).Array[0, 80]
        .Select(all => all.Select((p, i) => new HeldOutCandidate($"{i * 7919 % 1009:x32}", p.Item1, p.Item2, p.Item3)).ToArray());

    [Theory]
    [InlineData(2, 0)]
    [InlineData(3, 1)]
    [InlineData(10, 2)]
    [InlineData(22, 4)]
    [InlineData(30, 10)]
    [InlineData(60, 20)]
    public void AFifthToAThirdIsSetAside(int pictures, int held) => Assert.Equal(held, HeldOutChoice.Count(pictures));

    [Fact]
    public void WhatIsHeldStaysHeldAndTwoAreLeftToLearnFrom() => Pictures.Sample(pictures =>
    {
        var held = HeldOutChoice.Of(pictures).ToHashSet();
        Assert.True(held.Count <= Math.Max(0, pictures.Length - 2));
        Assert.Equal(pictures.Length >= HeldOutChoice.Least, held.Count > 0);
        if (pictures.Count(p => p.IsHeld) <= pictures.Length - 2 && pictures.Length >= HeldOutChoice.Least)
            Assert.All(pictures.Where(p => p.IsHeld), p => Assert.Contains(p.Id, held));
    });

    [Fact]
    public void ACorrectionIsLearnedFromAndNoKnownPictureIsSetAsideWhileThereAreOthers() => Pictures.Sample(pictures =>
    {
        if (!pictures.Any(p => p.IsHeld) && !pictures.Any(p => !p.WasTrained && !p.IsCorrection))
            return;
        var held = HeldOutChoice.Of(pictures).ToHashSet();
        Assert.All(pictures.Where(p => held.Contains(p.Id) && !p.IsHeld), p => Assert.False(p.WasTrained || p.IsCorrection));
    });

    [Fact]
    public void TheOrderInWhichPicturesCameDoesNotMatter() => Pictures.Sample(pictures =>
        Assert.Equal(HeldOutChoice.Of(pictures).Order(StringComparer.Ordinal), HeldOutChoice.Of([.. pictures.Reverse()]).Order(StringComparer.Ordinal)));
}
