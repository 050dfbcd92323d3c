using System.Text.Json;
using System.Text.Json.Nodes;
using KronClip.Evaluation;
using KronClip.Jobs;

namespace KronClip.Tests.Jobs;

/// <summary>A study of noise on the sample's tiny model, with short trainings.</summary>
public class NoiseJobTests(ProtocolFolder folder) : IClassFixture<ProtocolFolder>
{
    NoiseRequest Request() => new()
    {
        Images = folder.Source,
        Model = folder.Model,
        Shots = 4,
        Seeds = [1, 2],
        Methods = [new("zero-shot"), new("gda"), new("coop", new JsonObject { ["noiseTolerance"] = 0.7 }), new("coop", new JsonObject { ["balance"] = "classes" })],
        Finders = [new("gda")],
        Wrong = [50],
        Few = 1,
        Recipe = new RecipeChoice { Epochs = 3 },
        Output = folder.NewPlace(),
        Cache = folder.Cache,
    };

    [Fact]
    public void EveryMethodIsMeasuredUnderEveryCondition()
    {
        var result = NoiseJob.Run(Request());
        var report = result.Report;
        Assert.Equal(["clean", "wrong-50", "few-1"], report.Conditions.Select(c => c.Name));
        Assert.Equal(["zero-shot", "gda", "coop-noiseTolerance=0.7", "coop-balance=classes"], report.Rows.Select(r => r.Row));
        Assert.All(report.Rows, row => Assert.All(row.Figures, f => Assert.Equal(2, f.PerSeed.Count)));
        Assert.Single(report.Rows[0].Figures.Select(f => f.Mean).Distinct());              // what learns nothing cannot be spoilt
        Assert.Equal([0, 50], report.Finders.Select(f => f.Wrong));
        Assert.Equal(0, report.Finders[0].Planted);
        Assert.Null(report.Finders[0].Recall);
        Assert.Equal(16, report.Finders[1].Planted);                                       // half of 4 × 8
        Assert.InRange(report.Finders[1].Recall!.Value, 0, 1);
        Assert.Equal(report.ToJson(), File.ReadAllText(result.Document));
        Assert.Equal(report.ToJson(), JsonSerializer.Deserialize<NoiseReport>(report.ToJson(), ProtocolReport.Json)!.ToJson());
        Assert.Contains("half with 1", File.ReadAllText(result.Page), StringComparison.Ordinal);
    }

    /// <summary>The column without noise is what the comparison measures with the same shots and seeds.</summary>
    [Fact]
    public void WithoutNoiseTheFiguresAreThoseOfTheComparison()
    {
        var request = Request() with { Finders = [], Methods = [new("gda"), new("coop")] };
        var own = NoiseJob.Run(request).Report;
        var other = ComparisonJob.Run(new ComparisonRequest
        {
            Images = folder.Source,
            Models = [folder.Model],
            Methods = request.Methods,
            Shots = [4],
            Seeds = request.Seeds,
            Recipe = request.Recipe,
            Output = folder.NewPlace(),
            Cache = folder.Cache,
        }).Report;
        foreach (var row in own.Rows)
            Assert.Equal(other.Table.Of(other.Rows.Single(r => r.Method.Id == row.Row).Id)[0]!.PerSeed, row.Figures[0].PerSeed);
    }

    [Fact]
    public void ItGoesOnWhereItWasAndThreadsChangeNothing()
    {
        var request = Request() with { Methods = [new("gda")] };
        string Text(NoiseResult result)
        {
            var report = JsonNode.Parse(result.Report.ToJson())!.AsObject();
            Assert.True(report.Remove("seconds"));
            return report.ToJsonString();
        }

        var first = Text(NoiseJob.Run(request));
        var hears = new ListeningObserver();
        Assert.Equal(first, Text(NoiseJob.Run(request, hears)));
        Assert.Contains(hears.Notes, n => n.StartsWith("10 of 10 cells were there already", StringComparison.Ordinal));
        Assert.Equal(first, Text(NoiseJob.Run(request with { Output = folder.NewPlace() })));
    }

    [Fact]
    public void WhatCannotBeMeantIsRefused()
    {
        void Refused(NoiseRequest request, string sentence) => Assert.Contains(sentence, Assert.Throws<OptionsException>(() => NoiseJob.Run(request)).Message, StringComparison.Ordinal);
        Refused(Request() with { Wrong = [95] }, "The share of wrong labels is 95 %; give 1 to 90.");
        Refused(Request() with { Few = 4 }, "few is 4; give 1 to 3");
        Refused(Request() with { Shots = 1 }, "shots is 1; give 2 or more");
        Refused(Request() with { Methods = [], Finders = [] }, "no methods and no finders");
        Refused(Request() with { Wrong = [20, 20] }, "given twice");
        Refused(Request() with { Methods = [new("gda"), new("gda")] }, "'gda' is given twice");
    }
}
