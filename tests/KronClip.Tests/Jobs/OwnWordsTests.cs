using System.Text.Json.Nodes;
using KronClip.Classifiers;
using KronClip.Jobs;
using KronClip.Testing;

namespace KronClip.Tests.Jobs;

/// <summary>A dictionary of a person's own words through the whole job: the file is read once and never needed again.</summary>
public class OwnWordsTests(SampleFolder folder) : IClassFixture<SampleFolder>
{
    static readonly string[] Words = ["red circle", "blue square", "stripe", "copper wire", "glass"];

    [Theory]
    [InlineData("words", 4 * 5 + 2 * 8 + 3 * 8, "K = 5 words of your own")]
    [InlineData("random-rows", 4 * 21 + 4 * 8 + 6 * 8, "K = 21: 16 rows of the token table")]
    [InlineData("k-means", 4 * 21 + 4 * 8 + 6 * 8, "K = 21: 16 centres of the token embeddings (K-means, seed 0)")]
    [InlineData("spherical-k-means", 4 * 21 + 4 * 8 + 6 * 8, "K = 21: 16 centres of the token embeddings (spherical K-means, seed 0;")]
    public void AClassifierMadeWithWordsNeedsNoWordFile(string dictionary, int learned, string note)
    {
        using var place = TestFiles.Temporary();
        File.WriteAllLines(place.File("words.txt"), Words);
        var options = new JsonObject { ["dictionary"] = dictionary, ["words"] = place.File("words.txt") };
        if (dictionary != "words")
            options["dictionarySize"] = 16;
        var metrics = TrainJob.Run(folder.Request(folder.CopyPictures()) with { MethodOptions = options });
        File.Delete(place.File("words.txt"));

        Assert.Equal(learned, metrics.Parameters);
        Assert.Contains(metrics.Notes, n => n.Contains(note, StringComparison.Ordinal));
        Assert.DoesNotContain("words.txt", metrics.ToJson() + File.ReadAllText(Path.Combine(metrics.Run, "request.json")), StringComparison.Ordinal);
        var kept = ClassifierFile.Read(metrics.Classifier);
        Assert.Equal(Words, JsonNode.Parse(kept.Document.Method.Options.GetRawText())!["words"]!.AsArray().Select(w => w!.ToString()));
        Assert.Contains(kept.Learned, t => t.Name == "context_words");
        using var classifier = LoadedClassifier.Open(metrics.Classifier, null, "");
        Assert.Equal(24, PredictJob.Run(classifier, [Path.Combine(folder.Sample.PicturesFolder, "red_circle")], top: 4).Count());
        Assert.True(ReproJob.Run(metrics.Run).Same);
    }
}
