using System.Text.Json.Nodes;
using KronClip.Methods;

namespace KronClip.Tests.Methods;

public class AutoTests
{
    static AutoOptions Read(string json) => (AutoOptions)Auto.Definition.ReadOptions(JsonNode.Parse(json)!.AsObject());

    [Fact]
    public void ZeroShotIsAlwaysThere()
    {
        Assert.Equal(["zero-shot", "gda", "ck-coop"], Auto.Definition.CandidatesOf(Read("""{"candidates": ["GDA", "ck-coop"]}""")));
        Assert.Equal(["ck-coop", "zero-shot"], Auto.Definition.CandidatesOf(Read("""{"candidates": ["ck-coop", "zero-shot"]}""")));
        Assert.Equal(Auto.UsualCandidates, Auto.Definition.CandidatesOf(Auto.Definition.Defaults));
        Assert.Empty(Gda.Definition.CandidatesOf(Gda.Definition.Defaults));
    }

    [Fact]
    public void ItPromisesNewClassesOnlyWhereEveryCandidateServesThem()
    {
        Assert.False(Auto.Definition.ServesNewClasses(Auto.Definition.Defaults));
        Assert.True(Auto.Definition.ServesNewClasses(Read("""{"candidates": ["ck-coop", "kgcoop"]}""")));
    }

    [Fact]
    public void ItsLearnedNumbersAreTheMostOfACandidate()
    {
        Assert.Equal(3072, Auto.Definition.ParameterCount(Read("""{"candidates": ["ck-coop"]}"""), 512, 512, 10, 160));
        Assert.Equal(160 * 512, Auto.Definition.ParameterCount(Auto.Definition.Defaults, 512, 512, 10, 160));
    }

    [Fact]
    public void SentencesReachTheCandidatesThatReadThem()
    {
        var candidates = Read("""{"candidates": ["gda", "ck-coop"], "templates": ["a drawing of a {}."]}""").Methods();
        Assert.Equal(["a drawing of a {}."], ((ITemplateOptions)candidates[1].Method.ReadOptions(candidates[1].Options)).Templates);
        Assert.Empty(candidates[2].Options);
    }

    [Theory]
    [InlineData("""{"candidates": []}""", "candidates is empty")]
    [InlineData("""{"candidates": ["nothing"]}""", "There is no method 'nothing'")]
    [InlineData("""{"candidates": ["gda", "auto"]}""", "candidates has 'auto'")]
    [InlineData("""{"candidates": [null]}""", "candidates has ''")]
    [InlineData("""{"candidates": ["gda", "GDA"]}""", "candidates has gda twice")]
    [InlineData("""{"candidates": "gda"}""", "candidates")]
    [InlineData("""{"prefer": "luck"}""", "prefer")]
    [InlineData("""{"templates": ["photo"]}""", "exactly once")]
    [InlineData("""{"candidate": ["gda"]}""", "no option 'candidate'")]
    public void OptionsThatCannotBeMeantAreRefused(string json, string sentence) => Assert.Contains(sentence, Assert.Throws<OptionsException>(() => Read(json)).Message, StringComparison.Ordinal);
}
