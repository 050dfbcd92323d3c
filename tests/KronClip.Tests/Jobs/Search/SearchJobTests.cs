using KronClip.Jobs;
using KronClip.Testing;

namespace KronClip.Tests.Jobs.Search;

/// <summary>Pictures by words: the order is that of the cosines, both views agree, and what cannot be searched is said.</summary>
public sealed class SearchJobTests(SampleFolder sample) : IClassFixture<SampleFolder>, IDisposable
{
    readonly TemporaryFolder folder = TestFiles.Temporary();

    public void Dispose() => folder.Dispose();

    SearchResult Search(string pictures, int top, params string[] texts) => SearchJob.Run([pictures], texts, sample.Sample.ModelFolder, top, folder.File("cache"));

    [Fact]
    public void BothViewsAgreeAndAreInOrder()
    {
        var pictures = sample.CopyPictures(3);
        var result = Search(pictures, 5, "a red circle", "yellow stripes");
        Assert.Equal(result.Pictures, result.ByPicture.Count);
        foreach (var text in result.Texts)
        {
            Assert.Equal(5, text.Pictures.Count);
            Assert.Equal(text.Pictures.OrderByDescending(p => p.Cosine), text.Pictures);
            Assert.All(text.Pictures, p => Assert.Equal(p.Cosine, result.ByPicture.Single(of => of.Path == p.Path).Texts.Single(t => t.Text == text.Text).Cosine));
            var best = result.ByPicture.Max(of => of.Texts.Single(t => t.Text == text.Text).Cosine);
            Assert.Equal(best, text.Pictures[0].Cosine);
        }
        Assert.All(result.ByPicture, picture => Assert.True(picture.Texts[0].Cosine >= picture.Texts[1].Cosine));
        Assert.Equal(result.ToJson(), Search(pictures, 5, "a red circle", "yellow stripes").ToJson());      // now from the cache
    }

    /// <summary>The nearest of the class names is the class that zero-shot CLIP without a sentence gives.</summary>
    [Fact]
    public void TheNearestTextIsTheZeroShotAnswer()
    {
        var pictures = sample.CopyPictures(2);
        string[] names = [.. Directory.GetDirectories(pictures).Select(d => Path.GetFileName(d)!.Replace('_', ' ')).Order(StringComparer.Ordinal)];
        var request = sample.Request(pictures) with { Method = "zero-shot", MethodOptions = new System.Text.Json.Nodes.JsonObject { ["templates"] = new System.Text.Json.Nodes.JsonArray("{}") } };
        TrainJob.Run(request);
        using var classifier = ImageClassifier.Load(request.Output!, new ImageClassifierOptions { Top = 1 });
        foreach (var picture in Search(pictures, 1, names).ByPicture)
            Assert.Equal(classifier.Classify(picture.Path).Best.Name.Replace('_', ' '), picture.Texts[0].Text);
    }

    [Fact]
    public void ABrokenPictureIsSetAside()
    {
        var pictures = sample.CopyPictures(1);
        File.WriteAllText(Directory.EnumerateFiles(pictures, "*", SearchOption.AllDirectories).First(), "no picture");
        var result = Search(pictures, 100, "a red circle");
        Assert.Single(result.Unreadable);
        Assert.Equal(result.Pictures, result.Texts[0].Pictures.Count);
    }

    [Fact]
    public void WhatCannotBeSearchedIsSaid()
    {
        var pictures = sample.CopyPictures(1);
        Assert.Throws<OptionsException>(() => Search(pictures, 0, "a"));
        Assert.Throws<OptionsException>(() => Search(pictures, 1, " "));
        Assert.Throws<OptionsException>(() => Search(pictures, 1, "a", "a"));
        Assert.Throws<DataException>(() => Search(folder.File("nowhere"), 1, "a"));
    }
}
