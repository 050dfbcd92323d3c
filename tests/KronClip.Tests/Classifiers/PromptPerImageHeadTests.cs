using System.Text.Json.Nodes;
using KronClip.Checkpoints;
using KronClip.Classifiers;
using KronClip.Clip;
using KronClip.Compute;
using KronClip.Methods;
using KronClip.Tests.Clip;

namespace KronClip.Tests.Classifiers;

/// <summary>The head whose class embeddings depend on the picture: its file, what is refused, and its union with a text tower.</summary>
public sealed class PromptPerImageHeadTests : IDisposable
{
    const int Words = 3, Hidden = 4;
    static readonly PromptClass[] Classes = [new([320, 269], 1), new([1929, 2368, 269], 2), new([2533, 269], 1)];
    readonly TinyClip model = TinyClip.Vit(Engine.Default);

    public void Dispose() => model.Dispose();

    [Fact]
    public void WhatIsReadBackIsTheSameAndPredictsTheSameBits()
    {
        var written = Create();
        var bytes = ClassifierFile.ToBytes(written);
        var read = ClassifierFile.Parse(bytes, "sample");
        Assert.Equal(bytes, ClassifierFile.ToBytes(read));
        Assert.Equal(bytes, ClassifierFile.ToBytes(PerImagePrompt.Join(read, model.Text)));         // joining changes nothing of what it is
        Assert.NotNull(PerImagePrompt.Join(read, model.Text).Document.ContentHash);
        Assert.Equal("prompt-per-image", read.Document.Head.Kind);
        Assert.Equal((3, model.Text.EmbeddingWidth, true), (read.Head.Classes, read.Head.Width, read.Head.NeedsTextTower));
        var (first, second) = (PerImagePrompt.Join(written, model.Text), PerImagePrompt.Join(read, model.Text));
        for (var seed = 0; seed < 5; seed++)
            Assert.Equal(first.Logits(Picture(seed)), second.Logits(Picture(seed)));
    }

    [Fact]
    public void WithoutATextTowerItSaysWhatIsMissing()
    {
        var message = Assert.Throws<ClassifierException>(() => Create().Predict(Picture(1))).Message;
        Assert.Contains("text tower of its base model", message, StringComparison.Ordinal);
        Assert.Contains("LoadedClassifier", message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("end")]
    [InlineData("middle")]
    [InlineData("front")]
    public void LogitsAreThoseOfThePublishedForm(string position)
    {
        var classifier = Create(position);
        var joined = PerImagePrompt.Join(classifier, model.Text);
        var head = (PromptPerImageHead)classifier.Head;
        var tokens = Classes.Select(c => new ClassTokens(c.NameAndStop, c.NameLength)).ToArray();
        var padded = model.Text.Prepare(PromptLayout.Padded(model.Text, tokens, Words, Enum.Parse<ClassPosition>(position, ignoreCase: true)), keep: false);
        for (var seed = 0; seed < 3; seed++)
        {
            var picture = Picture(seed);
            var norm = Math.Sqrt(picture.Sum(x => x * (double)x));
            var f = picture.Select(x => x / norm).ToArray();
            var hidden = Affine(head, PromptPerImageHead.Weight1Name, PromptPerImageHead.Bias1Name, f).Select(x => Math.Max(x, 0)).ToArray();
            var shift = Affine(head, PromptPerImageHead.Weight2Name, PromptPerImageHead.Bias2Name, hidden);
            var v = new Matrix(Words, model.Text.Width);
            for (var i = 0; i < v.Data.Length; i++)
                v.Data[i] = (float)(head.Tensor(PromptPerImageHead.ContextName).Values[i] + shift[i % model.Text.Width]);
            var t = padded.Forward(v);
            var logits = joined.Logits(picture);
            for (var c = 0; c < Classes.Length; c++)
            {
                var row = t.Row(c).ToArray();
                Assert.Equal(classifier.Document.LogitScale * row.Zip(f, (a, b) => a * b).Sum() / Math.Sqrt(row.Sum(x => x * (double)x)), logits[c], 1e-4);
            }
        }
    }

    [Fact]
    public void ManyThreadsAtOnceGetTheSameBits()
    {
        var joined = PerImagePrompt.Join(Create(), model.Text);
        var expected = Enumerable.Range(0, 20).Select(seed => joined.Logits(Picture(seed))).ToArray();
        var found = new double[20][];
        Parallel.For(0, 20, new ParallelOptions { MaxDegreeOfParallelism = 4 }, seed => found[seed] = joined.Logits(Picture(seed)));
        Assert.Equal(expected, found);
    }

    [Fact]
    public void AnotherTextTowerIsRefused()
    {
        var tensors = Tensors(width: 64);
        var other = new Classifier(Document(), new PromptPerImageHead(tensors, Classes, "end"));
        Assert.Contains("width 64", Assert.Throws<ClassifierException>(() => PerImagePrompt.Join(other, model.Text)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void AHeadThatNeedsNoTowerIsGivenBackAsItIs()
    {
        var plain = SampleClassifier.Create();
        Assert.Same(plain, PerImagePrompt.Join(plain, model.Text));
    }

    [Theory]
    [InlineData("""{"classPosition":"nowhere","classes":[{"nameAndStop":[1],"nameLength":1},{"nameAndStop":[1],"nameLength":1},{"nameAndStop":[1],"nameLength":1}]}""", "nowhere")]
    [InlineData("""{"classPosition":"end","classes":[{"nameAndStop":[],"nameLength":0},{"nameAndStop":[1],"nameLength":1},{"nameAndStop":[1],"nameLength":1}]}""", "Class 0")]
    [InlineData("""{"classPosition":"end","classes":[{"nameAndStop":[1],"nameLength":2},{"nameAndStop":[1],"nameLength":1},{"nameAndStop":[1],"nameLength":1}]}""", "Class 0")]
    [InlineData("""{"classPosition":"end","classes":[{"nameAndStop":[1],"nameLength":1},null,{"nameAndStop":[1],"nameLength":1}]}""", "Class 1")]
    [InlineData("""{"classPosition":"end","classes":[{"nameAndStop":[1],"nameLength":1},{"nameAndStop":[-1],"nameLength":1},{"nameAndStop":[1],"nameLength":1}]}""", "Class 1")]
    [InlineData("""{"classPosition":"end","classes":[{"nameAndStop":[1],"nameLength":1}]}""", "names 3 classes, but its head holds 1")]
    [InlineData("""{"classPosition":"end","classes":[]}""", "names no class")]
    [InlineData("""{"classPosition":"end","classes":null}""", "settings")]
    [InlineData("""{"classPosition":"end"}""", "settings")]
    [InlineData("""{"classes":[{"nameAndStop":[1],"nameLength":1}]}""", "settings")]
    [InlineData("""{"classPosition":"end","classes":[{"nameAndStop":["a"],"nameLength":1}]}""", "settings")]
    [InlineData("""{"classPosition":"end","classes":[],"colour":"red"}""", "settings")]
    [InlineData("""{}""", "settings")]
    [InlineData("""[]""", "settings")]
    public void SettingsThatCannotBeUsedAreRefused(string settings, string named) =>
        Assert.Contains(named, Refused(document => document["head"]!["settings"] = JsonNode.Parse(settings)), StringComparison.Ordinal);

    [Theory]
    [InlineData(PromptPerImageHead.ContextName)]
    [InlineData(PromptPerImageHead.Bias1Name)]
    [InlineData(PromptPerImageHead.Weight2Name)]
    public void AMissingTensorIsNamed(string name) => Assert.Contains(name, Refused(_ => { }, tensors => tensors.Where(t => t.Name != "head." + name)), StringComparison.Ordinal);

    [Fact]
    public void TensorsThatDoNotFitEachOtherAreRefused()
    {
        NamedTensor[] Changed(string name, int[] shape) => [.. Tensors().Select(t => t.Name == name ? new NamedTensor(name, shape, new float[shape.Aggregate(1, (a, b) => a * b)]) : t)];
        foreach (var (name, shape) in new (string, int[])[] { ("ctx", [Words, 64]), ("ctx", [0, 128]), ("meta_net.linear1.weight", [5, 64]), ("meta_net.linear1.bias", [5]), ("meta_net.linear1.bias", [4, 1]), ("meta_net.linear2.weight", [128, 3]), ("meta_net.linear2.bias", [64]) })
            Assert.Contains(name, Assert.Throws<ClassifierException>(() => new PromptPerImageHead(Changed(name, shape), Classes, "end")).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(float.NaN)]
    [InlineData(float.PositiveInfinity)]
    public void ANumberThatIsNotFiniteIsRefused(float value)
    {
        var tensors = Tensors();
        tensors[1] = new NamedTensor(tensors[1].Name, [.. tensors[1].Shape], [.. tensors[1].Values[..^1], value]);
        Assert.Contains("not finite", Assert.Throws<ClassifierException>(() => new PromptPerImageHead(tensors, Classes, "end")).Message, StringComparison.Ordinal);
    }

    string Refused(Action<JsonObject> change, Func<IEnumerable<NamedTensor>, IEnumerable<NamedTensor>>? tensors = null)
    {
        using var file = SafeTensorsFile.Parse(ClassifierFile.ToBytes(Create()), "sample");
        var document = JsonNode.Parse(file.Metadata["kronclip"])!.AsObject();
        document["contentHash"] = SealedSafeTensors.Blank;
        change(document);
        var all = SealedSafeTensors.Tensors(file);
        var bytes = SealedSafeTensors.Seal("kronclip", document.ToJsonString(), (tensors?.Invoke(all) ?? all).ToArray()).Bytes;
        return Assert.Throws<ClassifierException>(() => ClassifierFile.Parse(bytes, "sample")).Message;
    }

    Classifier Create(string position = "end") => new(Document(), new PromptPerImageHead(Tensors(), Classes, position));

    ClassifierDocument Document() => SampleClassifier.Document() with { BaseModel = SampleClassifier.Document().BaseModel with { EmbeddingWidth = model.Text.EmbeddingWidth } };

    NamedTensor[] Tensors(int width = 128) =>
    [
        Normal(PromptPerImageHead.ContextName, Words, width), Normal(PromptPerImageHead.Weight1Name, Hidden, model.Text.EmbeddingWidth), Normal(PromptPerImageHead.Bias1Name, Hidden),
        Normal(PromptPerImageHead.Weight2Name, width, Hidden), Normal(PromptPerImageHead.Bias2Name, width),
    ];

    static NamedTensor Normal(string name, params int[] shape)
    {
        var random = new SeededRandom(1, name);
        var values = new float[shape.Aggregate(1, (a, b) => a * b)];
        for (var i = 0; i < values.Length; i++)
            values[i] = (float)(0.1 * random.NextGaussian());
        return new NamedTensor(name, shape, values);
    }

    float[] Picture(int seed)
    {
        var random = new SeededRandom(seed, "picture");
        return [.. Enumerable.Range(0, model.Text.EmbeddingWidth).Select(_ => (float)random.NextGaussian())];
    }

    static double[] Affine(PromptPerImageHead head, string weight, string bias, double[] x)
    {
        var (w, b) = (head.Tensor(weight).Values.ToArray(), head.Tensor(bias).Values.ToArray());
        return [.. b.Select((start, i) => start + x.Select((value, j) => value * w[i * x.Length + j]).Sum())];
    }
}
