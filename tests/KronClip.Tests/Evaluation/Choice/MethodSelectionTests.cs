using KronClip.Evaluation;

namespace KronClip.Tests.Evaluation;

public class MethodSelectionTests
{
    static string Signs(int right, int of) => new string('+', right) + new string('-', of - right);

    static CandidateAnswers Zero(string signs) => ChoiceRuleTests.Answers("zero-shot", signs, newClasses: true, parameters: 0, learns: false);

    static CandidateAnswers Prompt(string signs) => ChoiceRuleTests.Answers("ck-coop", signs, newClasses: true, parameters: 3072);

    static CandidateAnswers Probe(string signs) => ChoiceRuleTests.Answers("gda", signs, parameters: 5130);

    [Fact]
    public void AClearLeadOfAProbeIsSaidWithWhatToDoNext()
    {
        var choice = MethodSelection.Choose([Zero(Signs(10, 40)), Prompt(Signs(20, 40)), Probe(Signs(38, 40))], 5, 4);

        Assert.Equal(("gda", 40, 5), (choice.Picked, choice.Of, choice.Folds));
        Assert.Equal(["gda", "ck-coop", "zero-shot"], choice.Candidates.Select(c => c.Method));
        Assert.Equal([38, 20, 10], choice.Candidates.Select(c => c.Right));
        Assert.Equal([true, false, false], choice.Candidates.Select(c => c.InReach));
        Assert.Equal(("ck-coop", 18, 18, 0, true), (choice.Lead.Second!.Over, choice.Lead.Second.Ahead, choice.Lead.Second.OnlyPicked, choice.Lead.Second.OnlyOther, choice.Lead.Second.Clear));
        Assert.Equal(2 * Math.Pow(0.5, 18), choice.Lead.BestPrompt!.P, 1e-12);
        Assert.Equal(28, choice.Lead.ZeroShot!.Ahead);
        Assert.Equal("Cross-validated on the 40 training pictures in 5 folds, right answers: GDA 38, CK-COOP 20, ZERO-SHOT 10.", choice.Sentences[0]);
        Assert.Equal("Picked GDA, right on 38 of 40 (95.0 %): 18 more than CK-COOP, which is more than chance (p < 0.001).", choice.Sentences[1]);
        Assert.Equal("Beside ZERO-SHOT, GDA has 28 more right, which is more than chance (p < 0.001).", Assert.Single(choice.Sentences.Skip(2)));
        Assert.Contains("CLIP's words may be the wrong tool for these pictures: GDA, which has no prompt, beats every prompt, 38 right against 20 of CK-COOP (p < 0.001). Next: give better words (--classes)", choice.Warnings[^1], StringComparison.Ordinal);
        Assert.Contains("ZERO-SHOT is not clearly better than guessing (25.0 % against 25.0 %)", choice.Warnings[0], StringComparison.Ordinal);
        Assert.Contains("Next: copy the run's classes.json", choice.Warnings[0], StringComparison.Ordinal);
    }

    [Fact]
    public void WithoutAClearDifferenceTheSimplerIsTakenAndThatIsSaid()
    {
        var choice = MethodSelection.Choose([Zero(Signs(30, 40)), Prompt(Signs(38, 40)), Probe(Signs(39, 40))], 5, 4);

        Assert.Equal("ck-coop", choice.Picked);
        Assert.Equal(-1, choice.Lead.Second!.Ahead);
        Assert.Null(choice.Lead.BestPrompt);
        Assert.Equal("No clear difference: took the simpler. Picked CK-COOP, right on 38 of 40 (95.0 %), as it serves new classes and is in reach of GDA: 1 fewer than GDA, no clear difference (p = 1).", choice.Sentences[1]);
        Assert.Contains("Beside ZERO-SHOT, CK-COOP has 8 more right, which is more than chance (p = 0.008).", choice.Sentences);
        Assert.Empty(choice.Warnings);
    }

    [Fact]
    public void TheMostRightIsTakenWhereThatIsPreferred()
    {
        var choice = MethodSelection.Choose([Zero(Signs(30, 40)), Prompt(Signs(38, 40)), Probe(Signs(39, 40))], 5, 4, simple: false);
        Assert.Equal("gda", choice.Picked);
        Assert.Equal("Picked GDA, right on 39 of 40 (97.5 %): 1 more than CK-COOP, no clear difference (p = 1).", choice.Sentences[1]);
        Assert.Equal([true, true, false], choice.Candidates.Select(c => c.InReach));
    }

    [Fact]
    public void ALeadThatMayBeChanceIsSaidToBe()
    {
        var choice = MethodSelection.Choose([Zero(Signs(30, 40)), Probe(Signs(34, 40))], 5, 4);        // 4 against 0: 1/16 one-sided, 1/8 two-sided
        Assert.Equal("gda", choice.Picked);
        Assert.Equal("Picked GDA, right on 34 of 40 (85.0 %): 4 more than ZERO-SHOT, no clear difference (p = 0.125).", choice.Sentences[1]);
        Assert.Empty(choice.Warnings);
    }

    /// <summary>Of 24 pictures of 6 classes guessing gets 8 or more right with 0.036, 7 or more with 0.106.</summary>
    [Theory]
    [InlineData(7, true)]
    [InlineData(8, false)]
    public void ZeroShotNearChanceIsHeldAgainstTheExactTail(int right, bool warned) =>
        Assert.Equal(warned, MethodSelection.Choose([Zero(Signs(right, 24))], 4, 6).Warnings.Any(w => w.Contains("not clearly better than guessing", StringComparison.Ordinal)));

    [Fact]
    public void WhereNothingWasComparedThereAreNoFigures()
    {
        var choice = MethodSelection.WithoutComparison(Prompt(""), Zero("+--+"), 4, "'dent' has a single training picture.");
        Assert.Equal(("ck-coop", 0, 0), (choice.Picked, choice.Folds, choice.Of));
        Assert.Empty(choice.Candidates);
        Assert.Null(choice.Lead.Second);
        Assert.StartsWith("Nothing was compared: 'dent' has a single training picture. Took CK-COOP unseen.", Assert.Single(choice.Sentences), StringComparison.Ordinal);
        Assert.Single(choice.Warnings);
    }
}
