using CsCheck;
using KronClip.Evaluation;

namespace KronClip.Tests.Evaluation;

public class ChoiceRuleTests
{
    /// <summary>Answers written as a text of + and -, one sign for each picture.</summary>
    internal static CandidateAnswers Answers(string method, string signs, bool newClasses = false, long parameters = 100, bool learns = true) =>
        new(method, method.ToUpperInvariant(), learns, newClasses, parameters, [.. signs.Select(sign => sign == '+')]);

    static string Picked(params CandidateAnswers[] candidates) => candidates[ChoiceRule.Pick(candidates)].Method;

    [Fact]
    public void OneStandardErrorIsTheTailOfTheNormalCurve() => Assert.Equal(0.158655, ChoiceRule.OneStandardError, 1e-6);

    /// <summary>A coin throws 2 of 2 with 1/4, 3 of 3 with 1/8: two pictures are in reach, three are not.</summary>
    [Theory]
    [InlineData("++++++", "++++++", true)]
    [InlineData("++++++", "-+++++", true)]
    [InlineData("++++++", "--++++", true)]
    [InlineData("++++++", "---+++", false)]
    [InlineData("+++++-", "---+++", true)]                   // 3 against 1: 5/16
    [InlineData("+++++-", "----++", true)]                   // 4 against 1: 6/32 = 0.1875
    [InlineData("++++++-", "-----++", false)]                // 5 against 1: 7/64 = 0.109
    public void InReachIsWhatACoinWouldDoOftenEnough(string best, string other, bool reach) => Assert.Equal(reach, ChoiceRule.InReach(Answers("a", other), Answers("b", best)));

    [Fact]
    public void OfThoseInReachWhatServesNewClassesComesFirst()
    {
        Assert.Equal("prompt", Picked(Answers("probe", "++++++", parameters: 0), Answers("prompt", "+++++-", newClasses: true, parameters: 3000)));
        Assert.Equal("zero", Picked(Answers("prompt", "++++++", newClasses: true, parameters: 3000), Answers("zero", "++++--", newClasses: true, parameters: 0, learns: false)));
        Assert.Equal("few", Picked(Answers("many", "++++++", parameters: 1000), Answers("few", "+++++-", parameters: 10)));
    }

    [Fact]
    public void WhatIsClearlyBehindIsNotTaken()
    {
        Assert.Equal("probe", Picked(Answers("zero", "+++---", newClasses: true, parameters: 0, learns: false), Answers("probe", "++++++")));
        Assert.Equal("prompt", Picked(Answers("zero", "+++---", newClasses: true, parameters: 0), Answers("probe", "++++++"), Answers("prompt", "+++++-", newClasses: true)));
    }

    [Fact]
    public void AmongEqualsMoreRightAnswersThenTheOrder()
    {
        Assert.Equal("b", Picked(Answers("a", "+++++-"), Answers("b", "++++++")));
        Assert.Equal("a", Picked(Answers("a", "++++-+"), Answers("b", "+++++-")));
        Assert.Equal(1, ChoiceRule.MostRight([Answers("probe", "+++"), Answers("prompt", "+++", newClasses: true)]));
    }

    /// <summary>What is taken is in reach, nothing simpler is, and the order of the pictures says nothing.</summary>
    [Fact]
    public void ThePickIsTheSimplestInReach() => Gen.Select(Gen.Bool.Array[12].Array[2, 6], Gen.Int[0, 1000]).Sample((answers, seed) =>
    {
        CandidateAnswers[] candidates = [.. answers.Select((right, i) => new CandidateAnswers($"m{i}", $"M{i}", true, (seed >> i) % 2 == 0, 10 * i, right))];
        var (picked, best) = (candidates[ChoiceRule.Pick(candidates)], candidates[ChoiceRule.MostRight(candidates)]);
        var turned = candidates.Select(c => c with { Right = [.. c.Right.Reverse()] }).ToArray();
        return ChoiceRule.InReach(picked, best) && best.Count == candidates.Max(c => c.Count) && ChoiceRule.Pick(turned) == ChoiceRule.Pick(candidates)
            && !candidates.Any(c => ChoiceRule.InReach(c, best) && (!c.NewClasses, c.Parameters).CompareTo((!picked.NewClasses, picked.Parameters)) < 0);
    });

    [Fact]
    public void CandidatesThatAnsweredDifferentPicturesAreRefused()
    {
        Assert.Throws<ArgumentException>(() => ChoiceRule.Pick([]));
        Assert.Throws<ArgumentException>(() => ChoiceRule.Pick([Answers("a", "")]));
        Assert.Throws<ArgumentException>(() => ChoiceRule.Pick([Answers("a", "+"), Answers("b", "++")]));
    }
}
