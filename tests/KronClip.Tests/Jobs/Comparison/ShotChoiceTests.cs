using KronClip.Data;
using KronClip.Jobs;
using KronClip.Tests.Data;

namespace KronClip.Tests.Jobs;

public class ShotChoiceTests
{
    static ShotChoice Of(int[] sizes, params int[]? asked)
    {
        var (collection, hashes) = Samples.InMemory(sizes);
        return ShotChoice.Of(collection, hashes, asked is { Length: > 0 } ? asked : null, 1);
    }

    [Fact]
    public void ALargeFolderHasAllTheUsualNumbersAndNothingToSay()
    {
        var choice = Of([22, 40, 30]);
        Assert.Equal([1, 2, 4, 8, 16], choice.Shots);
        Assert.Empty(choice.Notes);
    }

    /// <summary>Ten pictures give four shots beside four for validation and two to test, and no more.</summary>
    [Fact]
    public void AClassThatIsTooSmallEndsTheUsualNumbersAndIsSaidOnce()
    {
        var choice = Of([10, 40, 40]);
        Assert.Equal([1, 2, 4], choice.Shots);
        Assert.Equal("8,16 training pictures are left out, as a class has too few for them beside validation and test: '00' (10 pictures). --shots 1,2,4,8,16 takes what there is.", Assert.Single(choice.Notes));
    }

    [Fact]
    public void OnePictureEveryClassHas() => Assert.Equal([1], Of([3, 40]).Shots);

    [Fact]
    public void WhatWasAskedForIsTakenAndSmallClassesGiveWhatTheyHave()
    {
        var choice = Of([10, 40], 16, 4);
        Assert.Equal([4, 16], choice.Shots);
        Assert.Equal("1 class cannot give 16 training pictures and gives fewer: '00' (10 pictures).", Assert.Single(choice.Notes));
    }

    /// <summary>Ten pictures of sixty per cent are six to train on: thirty-two shots would be the same fit as sixteen.</summary>
    [Fact]
    public void NumbersThatAddNoPictureAreLeftOut()
    {
        var choice = Of([10, 10], 4, 8, 16, 32);
        Assert.Equal([4, 8], choice.Shots);
        Assert.Equal("2 classes cannot give 8 training pictures and give fewer: '00' (10 pictures), '01' (10 pictures).", choice.Notes[0]);
        Assert.Equal("16,32 training pictures are left out: no class has more than 6 to give.", choice.Notes[1]);
    }
}
