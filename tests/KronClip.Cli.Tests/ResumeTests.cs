using KronClip.Testing;

namespace KronClip.Cli.Tests;

/// <summary>T9: a run folder goes on with the job it was begun with, and with no other.</summary>
public sealed class ResumeTests(Sample sample) : IDisposable
{
    readonly TemporaryFolder folder = TestFiles.Temporary();

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData("shots: 16 → 8", "--shots", "8")]
    [InlineData("seed: 1 → 2", "--seed", "2")]
    [InlineData("recipe.epochs: 2 → 3", "--epochs", "3")]
    [InlineData("methodOptions.contextWords: 4 → 8", "--set", "contextWords=8")]
    [InlineData("method: \"ck-coop\" → \"coop\"", "--method", "coop")]
    public void Changed_options_are_refused_with_the_difference(string difference, string option, string value)
    {
        Begin(sample.Pictures);

        var result = Again(sample.Pictures, option, value);

        Assert.Contains(difference, result.Error);
    }

    [Fact]
    public void A_changed_class_is_refused_with_the_difference()
    {
        Begin(sample.Pictures);
        File.WriteAllText(folder.File("classes.json"), """{"version":1,"classes":{"red_circle":{"words":"red disc"}}}""");

        var result = Again(sample.Pictures, "--classes", "classes.json");

        Assert.Contains("red disc", result.Error);
    }

    [Fact]
    public void An_added_class_is_refused_with_the_difference()
    {
        var pictures = sample.CopyPictures(folder.File("pictures"));
        Begin(pictures);
        Directory.Move(Path.Combine(pictures, "red_circle"), Path.Combine(pictures, "red_disc"));

        Assert.Contains("red_disc", Again(pictures).Error);
    }

    [Fact]
    public void Changed_pictures_are_refused_with_the_difference()
    {
        var pictures = sample.CopyPictures(folder.File("pictures"));
        Begin(pictures);
        foreach (var picture in Directory.GetFiles(Path.Combine(pictures, "red_circle")).Order(StringComparer.Ordinal).Take(4))
            File.Delete(picture);

        Assert.Contains("pictures.fingerprint", Again(pictures).Error);
    }

    [Fact]
    public void A_picture_with_other_bytes_is_refused_with_the_difference()
    {
        var pictures = sample.CopyPictures(folder.File("pictures"));
        Begin(pictures);
        var picture = Directory.GetFiles(Path.Combine(pictures, "red_circle")).Order(StringComparer.Ordinal).First();
        File.AppendAllText(picture, "after the end of the picture");

        var result = Again(pictures);

        Assert.Contains("pictures.fingerprint", result.Error);
        Assert.DoesNotContain("pictures.train", result.Error);          // as many as before
    }

    [Fact]
    public void Another_number_of_threads_goes_on()
    {
        var run = Begin(sample.Pictures);
        var before = RunFiles.Classifier(run);
        File.Delete(Path.Combine(run, "metrics.json"));

        sample.Cli(folder.Path).Expect(0, sample.Train("--run", "run", "--epochs", "2", "--threads", "3"));

        Assert.Equal(before, RunFiles.Classifier(run));
    }

    string Begin(string pictures)
    {
        sample.Cli(folder.Path).Expect(0, "train", pictures, "--model", sample.Model, "--run", "run", "--epochs", "2");
        return folder.File("run");
    }

    CliResult Again(string pictures, params string[] more)
    {
        var before = Directory.EnumerateFiles(folder.File("run")).ToDictionary(f => f, File.ReadAllBytes);
        string[] epochs = more.Contains("--epochs") ? [] : ["--epochs", "2"];
        var result = sample.Cli(folder.Path).Expect(1, ["train", pictures, "--model", sample.Model, "--run", "run", .. epochs, .. more]);
        Assert.Contains("was begun with other settings", result.Error);
        Assert.Empty(result.Output);
        Assert.All(before, file => Assert.Equal(file.Value, File.ReadAllBytes(file.Key)));
        return result;
    }
}
