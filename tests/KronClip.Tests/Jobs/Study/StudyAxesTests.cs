using KronClip.Jobs;
using KronClip.Methods;

namespace KronClip.Tests.Jobs;

public class StudyAxesTests
{
    static readonly StudyRequest Request = new() { Images = "photos", Model = "model" };

    static StudyLine Line(StudyRequest request, StudyAxisKind kind, int width = 512, int rows = 49406) => StudyAxes.Of(request, width, rows).Single(l => string.Equals(l.Name, kind.ToString(), StringComparison.OrdinalIgnoreCase));

    static IEnumerable<string> Labels(StudyLine line) => line.Settings.Select(s => s.Label);

    [Fact]
    public void TheStarHasOneCentreAndEverySettingChangesOneOption()
    {
        var lines = StudyAxes.Of(Request with { Words = ["bolt", "nut"] }, 512, 49406);
        Assert.Equal(["k", "m", "factors", "dictionary", "start"], lines.Select(l => l.Name));
        foreach (var line in lines)
        {
            Assert.Equal("ck-coop", Assert.Single(line.Settings, s => s.IsDefault).Id);
            Assert.Empty(line.Settings.Single(s => s.IsDefault).Choice.Options);
            Assert.All(line.Settings.Where(s => !s.IsDefault), s => Assert.Equal(s.Label == "words" ? 2 : 1, s.Choice.Options.Count));
            Assert.All(line.Settings, s => Assert.True(CkCoOp.Definition.ParameterCount(CkCoOp.Definition.ReadOptions(s.Choice.Options), 512, 512, 4) > 0));
        }
        Assert.Equal(lines.Sum(l => l.Settings.Count - 1) + 1, lines.SelectMany(l => l.Settings).DistinctBy(s => s.Id).Count());
    }

    [Fact]
    public void TheUsualValuesAreThoseOfTheDocumentation()
    {
        Assert.Equal(["64", "128", "256", "512", "1024"], Labels(Line(Request, StudyAxisKind.K)));
        Assert.Equal(["8", "16", "32", "64"], Labels(Line(Request, StudyAxisKind.K, width: 64, rows: 100)));
        Assert.Equal(["4", "8", "16"], Labels(Line(Request, StudyAxisKind.M)));
        Assert.Equal(["16×32 ⊗ 32×16", "16×16 ⊗ 32×32", "4×128 ⊗ 128×4", "8×8 ⊗ 8×8 ⊗ 8×8"], Labels(Line(Request, StudyAxisKind.Factors)));
        Assert.Equal(["k-means", "spherical-k-means", "random-rows"], Labels(Line(Request, StudyAxisKind.Dictionary)));
        Assert.Equal(["k-means", "spherical-k-means", "random-rows", "words", "k-means and words"], Labels(Line(Request with { Words = ["bolt"] }, StudyAxisKind.Dictionary)));
        Assert.Equal(["phrase", "random"], Labels(Line(Request, StudyAxisKind.Start)));
        Assert.Equal(["CoOp (M = 4)", "CoOp (M = 16)"], StudyAxes.References.Select(r => r.Title));
    }

    [Fact]
    public void GivenValuesReplaceTheUsualOnesAndTheDefaultStays()
    {
        var request = Request with { Axes = [StudyAxisKind.Factors, StudyAxisKind.K], K = [16, 700, 16], Factors = [[[512, 1], [1, 512]], [[16, 32], [32, 16]]] };
        Assert.Equal(["k", "factors"], StudyAxes.Of(request, 512, 49406).Select(l => l.Name));
        Assert.Equal(["16", "512", "700"], Labels(Line(request, StudyAxisKind.K)));
        Assert.Equal(["16×32 ⊗ 32×16", "512×1 ⊗ 1×512"], Labels(Line(request, StudyAxisKind.Factors)));
        Assert.Equal(["phrase"], Labels(Line(Request with { Starts = [ContextStart.Phrase] }, StudyAxisKind.Start)));
    }

    [Fact]
    public void FactorsOfAnyWidthMultiplyToKTimesD()
    {
        for (var width = 1; width <= 200; width++)
            foreach (var shapes in FactorVariants.Of(width, width))
                Assert.Equal((width, width), (shapes.Aggregate(1, (n, s) => n * s[0]), shapes.Aggregate(1, (n, s) => n * s[1])));
    }

    [Fact]
    public void WhatCannotBeMeantIsRefused()
    {
        Assert.Contains("k is 49407", Refused(() => StudyAxes.Of(Request with { K = [49407] }, 512, 49406)), StringComparison.Ordinal);
        Assert.Contains("k is 0", Refused(() => (Request with { K = [4, 0] }).Validate()), StringComparison.Ordinal);
        Assert.Contains("shots is 0", Refused(() => (Request with { Shots = 0 }).Validate()), StringComparison.Ordinal);
        Assert.Contains("seed 1 is given twice", Refused(() => (Request with { Seeds = [1, 1] }).Validate()), StringComparison.Ordinal);
        Assert.Contains("no seeds", Refused(() => (Request with { Seeds = [] }).Validate()), StringComparison.Ordinal);
        Assert.Contains("no axes", Refused(() => (Request with { Axes = [] }).Validate()), StringComparison.Ordinal);
        Assert.Contains("--words", Refused(() => (Request with { Dictionaries = [DictionaryKind.Words] }).Validate()), StringComparison.Ordinal);
    }

    static string Refused(Action action) => Assert.Throws<OptionsException>(action).Message;
}
