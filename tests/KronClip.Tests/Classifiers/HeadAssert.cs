using System.Text.Json.Nodes;
using KronClip.Checkpoints;
using KronClip.Classifiers;

namespace KronClip.Tests.Classifiers;

/// <summary>What the tests of all kinds of head share: a file that is damaged on purpose and sealed again, and logits worked out by hand.</summary>
static class HeadAssert
{
    /// <summary>A file with this head is refused after a change to its description, a tensor more or one less.</summary>
    public static void RefusedFile(ClassifierHead head, Action<JsonObject> change, NamedTensor? add = null, string? without = null)
    {
        var document = SampleClassifier.Document(2);
        var bytes = ClassifierFile.ToBytes(new Classifier(document with { BaseModel = document.BaseModel with { EmbeddingWidth = 2 } }, head));
        using var file = SafeTensorsFile.Parse(bytes, "sample");
        var json = JsonNode.Parse(file.Metadata["kronclip"])!.AsObject();
        json["contentHash"] = SealedSafeTensors.Blank;
        change(json["head"]!.AsObject());
        var tensors = SealedSafeTensors.Tensors(file).Where(t => t.Name != without).Concat(add is null ? [] : [add]).ToArray();
        Assert.Throws<ClassifierException>(() => ClassifierFile.Parse(SealedSafeTensors.Seal("kronclip", json.ToJsonString(), tensors).Bytes, "sample"));
    }

    /// <summary>The logits of f = (0.6, 0.8).</summary>
    public static void Near(double[] expected, ClassifierHead head, double scale)
    {
        var logits = new double[head.Classes];
        head.Logits([0.6, 0.8], scale, logits);
        Assert.All(expected.Zip(logits), pair => Assert.Equal(pair.First, pair.Second, 1e-12));
    }
}
