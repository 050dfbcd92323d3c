using System.Text.Json;
using KronClip.Jobs;

namespace KronClip.Tests.Jobs;

public class AbsentPropertiesTests
{
    [Fact]
    public void WhatAnEarlierVersionDidNotWriteHasItsDefault()
    {
        var request = AbsentProperties.Read<TrainRequest>("""{"images": "photos", "model": "kron-mini", "recipe": {"epochs": 3}, "unlabelled": {"pictures": "more", "rounds": 2}}""")!;
        var usual = new TrainRequest { Images = "photos", Model = "kron-mini" };

        Assert.Equal((usual.Method, usual.Shots, usual.Seed, usual.CheckpointSeconds, usual.ReportPictures), (request.Method, request.Shots, request.Seed, request.CheckpointSeconds, request.ReportPictures));
        Assert.Empty(request.MethodOptions);
        Assert.Equal(usual.Recipe with { Epochs = 3 }, request.Recipe);
        Assert.Equal(new UnlabelledOptions { Pictures = "more", Rounds = 2 }, request.Unlabelled);
    }

    [Fact]
    public void WhatWasWrittenComesBack()
    {
        var request = new TrainRequest { Images = "a", Model = "b", Method = "coop", Shots = 2, CheckpointSeconds = 0, ReportPictures = false, Recipe = new RecipeChoice { Name = "published", Views = 0 } };
        var text = RunMetrics.Json.Document(request);

        Assert.Equal(text, RunMetrics.Json.Document(AbsentProperties.Read<TrainRequest>(text)!));
    }

    [Theory]
    [InlineData("""{"model": "kron-mini"}""")]
    [InlineData("""{"images": null, "model": "kron-mini"}""")]
    [InlineData("""{"images": "a", "images": "b", "model": "kron-mini"}""")]
    [InlineData("""["images"]""")]
    [InlineData("""{"images": """)]
    public void WhatIsNoRequestIsRefused(string text) => Assert.ThrowsAny<JsonException>(() => AbsentProperties.Read<TrainRequest>(text));
}
