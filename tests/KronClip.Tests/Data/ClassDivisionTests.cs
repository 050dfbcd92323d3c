using CsCheck;
using KronClip.Data;

namespace KronClip.Tests.Data;

public class ClassDivisionTests
{
    [Theory]
    [InlineData(64, 16, 16, 4, 44)]
    [InlineData(22, 16, 16, 4, 2)]
    [InlineData(4, 1, 1, 1, 2)]
    public void EnoughPicturesAreDividedAsAsked(int n, int shots, int train, int validation, int test) =>
        Assert.Equal(new(ClassRule.Shots, train, validation, test), ClassDivision.Of(n, new() { Shots = shots }));

    [Theory]
    [InlineData(21, 16, 13, 4, 4)]
    [InlineData(10, 16, 6, 2, 2)]
    [InlineData(8, 16, 4, 2, 2)]
    [InlineData(7, 16, 5, 1, 1)]
    [InlineData(4, 16, 2, 1, 1)]
    [InlineData(3, 16, 1, 1, 1)]
    [InlineData(3, 1, 1, 1, 1)]
    [InlineData(7, 3, 3, 1, 3)]
    public void FewerAreDividedSixtyTwentyTwenty(int n, int shots, int train, int validation, int test) =>
        Assert.Equal(new(ClassRule.Proportional, train, validation, test), ClassDivision.Of(n, new() { Shots = shots }));

    [Fact]
    public void EveryDivisionCoversTheClassAndKeepsItsPromises() =>
        Gen.Select(Gen.Int[ClassDivision.Least, 300], Gen.OneOf(Gen.Int[1, 70], Gen.Const(int.MaxValue)), Gen.Bool).Sample((n, shots, all) =>
        {
            var options = new SplitOptions { Shots = shots, AllAvailable = all };
            var division = ClassDivision.Of(n, options);
            Assert.Equal(n, division.Train + division.Validation + division.Test);
            Assert.True(division is { Train: >= 1, Validation: >= 1, Test: >= 1 });
            Assert.True(all || division.Train <= shots);
            if (division.Rule == ClassRule.Shots)
                Assert.Equal((shots, Math.Min(shots, 4)), (division.Train, division.Validation));
            else
                Assert.True(division.Train >= division.Test && division.Test >= division.Validation);
        }, iter: 2000);

    [Fact]
    public void WithoutATestSetTrainingComesFirst() =>
        Gen.Select(Gen.Int[1, 100], Gen.Int[1, 40]).Sample((n, shots) =>
        {
            var division = ClassDivision.WithoutTest(n, new() { Shots = shots });
            Assert.Equal((Math.Min(n, shots), Math.Min(n - Math.Min(n, shots), Math.Min(shots, 4)), 0), (division.Train, division.Validation, division.Test));
        }, iter: 500);

    [Theory]
    [InlineData(20, 16, false, 16, 4)]
    [InlineData(30, 16, false, 16, 4)]
    [InlineData(19, 16, false, 15, 4)]
    [InlineData(10, 16, false, 8, 2)]
    [InlineData(3, 16, false, 2, 1)]
    [InlineData(2, 16, false, 2, 0)]
    [InlineData(1, 16, false, 1, 0)]
    [InlineData(10, 16, true, 10, 0)]
    [InlineData(30, 16, true, 16, 0)]
    public void InsideAGivenTrainingPartValidationIsSetAsideUnlessGiven(int n, int shots, bool given, int train, int validation) =>
        Assert.Equal(new(ClassRule.Given, train, validation, 0), ClassDivision.InsideTraining(n, given, new() { Shots = shots }));
}
