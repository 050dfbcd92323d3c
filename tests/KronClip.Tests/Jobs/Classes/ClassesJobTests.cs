using KronClip.Classifiers;
using KronClip.Jobs;
using KronClip.Testing;

namespace KronClip.Tests.Jobs.Classes;

/// <summary>Classes added by name, renamed and taken out: what stays keeps its numbers, what cannot be done is refused.</summary>
public sealed class ClassesJobTests(SampleFolder sample) : IClassFixture<SampleFolder>, IDisposable
{
    readonly TemporaryFolder folder = TestFiles.Temporary();

    public void Dispose() => folder.Dispose();

    string Trained(string method, params (string Name, System.Text.Json.Nodes.JsonNode Value)[] options)
    {
        var request = sample.Request(sample.CopyPictures()) with { Method = method, Output = folder.File($"{method}.kronclip") };
        TrainJob.Run(request with { MethodOptions = new System.Text.Json.Nodes.JsonObject([.. options.Select(o => KeyValuePair.Create<string, System.Text.Json.Nodes.JsonNode?>(o.Name, o.Value))]) });
        return request.Output!;
    }

    string Out => folder.File("out.kronclip");

    static ReadOnlySpan<float> Rows(Classifier classifier) => classifier.Head.Tensors[0].Values;

    [Theory]
    [InlineData("zero-shot")]
    [InlineData("coop")]
    [InlineData("cocoop")]
    public void AnAddedClassLeavesTheOldOnesAsTheyAre(string method)
    {
        var path = Trained(method);
        var before = ClassifierFile.Read(path);
        var result = ClassesJob.Add(path, [NewClass.Parse("しみ=stain"), NewClass.Parse("round_washer")], Out);
        var after = ClassifierFile.Read(Out);
        Assert.Equal([.. before.Classes.Select(c => c.Name), "しみ", "round_washer"], after.Classes.Select(c => c.Name));
        Assert.Equal(["stain", "round washer"], after.Classes.Skip(before.Classes.Count).Select(c => c.Words));
        Assert.Equal(StageDescription.Named, after.Document.Stages![^1].How);
        Assert.Equal(System.Text.Json.JsonValueKind.Object, after.Document.Metrics.ValueKind);
        Assert.Empty(after.Document.Metrics.EnumerateObject());
        Assert.Contains(result.Notes, n => n.Contains("nothing was trained", StringComparison.Ordinal));
        using var old = LoadedClassifier.Open(path, cacheFolder: "");
        using var grown = LoadedClassifier.Open(Out, cacheFolder: "");
        var feature = old.Encoder.Encode([new PictureView(Directory.EnumerateFiles(sample.Sample.PicturesFolder, "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal).First(), null)],
            cancel: TestContext.Current.CancellationToken).Features.Row(0).ToArray();
        Assert.Equal(old.Classifier.Logits(feature), grown.Classifier.Logits(feature)[..before.Classes.Count]);
    }

    /// <summary>A class that was taken out and added again by the same words is as it was: the learned prompt names it as before.</summary>
    [Fact]
    public void TakenOutAndAddedAgainIsTheSame()
    {
        var path = Trained("coop");
        var before = ClassifierFile.Read(path);
        var last = before.Classes[^1];
        ClassesJob.Remove(path, [last.Name], Out);
        Assert.Equal(before.Classes.SkipLast(1).Select(c => c.Folder), ClassifierFile.Read(Out).Classes.Select(c => c.Folder));
        Assert.True(Rows(ClassifierFile.Read(Out)).SequenceEqual(Rows(before)[..^before.Head.Width]));
        ClassesJob.Add(Out, [new NewClass(last.Name, last.Words)], folder.File("again.kronclip"));
        Assert.True(Rows(ClassifierFile.Read(folder.File("again.kronclip"))).SequenceEqual(Rows(before)));
    }

    [Theory]
    [InlineData("gda")]
    [InlineData("tip-adapter")]
    [InlineData("ridge")]
    public void RemovingKeepsTheLogitsOfTheOthers(string method)
    {
        var path = Trained(method);
        var before = ClassifierFile.Read(path);
        ClassesJob.Remove(path, [before.Classes[0].Folder], Out);
        var after = ClassifierFile.Read(Out);
        var feature = Enumerable.Range(0, before.Head.Width).Select(i => MathF.Sin(i + 1)).ToArray();
        var (old, left) = (before.Logits(feature), after.Logits(feature));
        Assert.Equal(before.Classes.Count - 1, left.Length);
        for (var c = 0; c < left.Length; c++)
            Assert.Equal(old[c + 1], left[c], 1e-9);
    }

    [Fact]
    public void ARenamedClassAnswersAsBefore()
    {
        var path = Trained("coop");
        var before = ClassifierFile.Read(path);
        ClassesJob.Rename(path, [(before.Classes[0].Name, "六角ボルト")], Out);
        var after = ClassifierFile.Read(Out);
        Assert.Equal("六角ボルト", after.Classes[0].Name);
        Assert.Equal(before.Classes[0].Words, after.Classes[0].Words);
        Assert.True(Rows(after).SequenceEqual(Rows(before)));
        Assert.Equal(before.Document.Metrics.GetRawText(), after.Document.Metrics.GetRawText());
    }

    [Fact]
    public void WhatCannotBeDoneIsRefused()
    {
        var path = Trained("gda");
        var names = ClassifierFile.Read(path).Classes.Select(c => c.Name).ToArray();
        Assert.Contains("cannot take others", Assert.Throws<ClassifierException>(() => ClassesJob.Add(path, [NewClass.Parse("washer")], Out)).Message, StringComparison.Ordinal);
        Assert.Contains("Did you mean", Assert.Throws<OptionsException>(() => ClassesJob.Remove(path, [names[0] + "x"], Out)).Message, StringComparison.Ordinal);
        Assert.Contains("would be left", Assert.Throws<OptionsException>(() => ClassesJob.Remove(path, names[1..], Out)).Message, StringComparison.Ordinal);
        Assert.Contains("Two classes", Assert.Throws<OptionsException>(() => ClassesJob.Rename(path, [(names[0], names[1])], Out)).Message, StringComparison.Ordinal);
        Assert.False(File.Exists(Out));
    }

    [Theory]
    [InlineData("=stain")]
    [InlineData("name=")]
    [InlineData("  ")]
    public void AClassWithoutNameOrWordsIsRefused(string text) => Assert.Throws<OptionsException>(() => NewClass.Parse(text));
}
