using System.Globalization;
using System.Runtime.InteropServices;
using System.Text.Json.Nodes;
using KronClip.Checkpoints;
using KronClip.Classifiers;
using KronClip.Testing;

namespace KronClip.Tests.Classifiers;

public class ClassifierFileTests
{
    static readonly byte[] Sample = ClassifierFile.ToBytes(SampleClassifier.Create());

    [Fact]
    public void WhatIsReadBackPredictsTheSameBits()
    {
        using var folder = TestFiles.Temporary();
        var path = folder.File("名前 ö", "parts.kronclip");
        var written = SampleClassifier.Create();
        var hash = ClassifierFile.Write(path, written);
        var read = ClassifierFile.Read(path);

        Assert.Equal(hash, read.Document.ContentHash);
        var features = SampleClassifier.Random(20, 9);
        for (var i = 0; i < features.Rows; i++)
            Assert.Equal(written.Predict(features.Row(i)).Top, read.Predict(features.Row(i)).Top);
        Assert.Equal(SampleClassifier.Names, read.Classes.Select(c => c.Name));
        Assert.Equal(["A", "W"], read.Learned.Select(t => t.Name));
        Assert.Equal([2, 3], read.Learned[1].Shape);
        Assert.Equal(MemoryMarshal.AsBytes(written.Learned[1].Values), MemoryMarshal.AsBytes(read.Learned[1].Values));
        Assert.Equal(-1, read.Document.Seed);
        Assert.Equal(0.02, read.Document.Method.Options.GetProperty("scale").GetDouble());
    }

    [Fact]
    public void TheSameClassifierGivesTheSameBytesInAnyCulture()
    {
        var before = CultureInfo.CurrentCulture;
        try
        {
            CultureInfo.CurrentCulture = CultureInfo.GetCultureInfo("de-DE");
            Assert.Equal(Sample, ClassifierFile.ToBytes(SampleClassifier.Create()));
            Assert.Equal(Sample, ClassifierFile.ToBytes(ClassifierFile.Parse(Sample, "again")));
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }

    [Fact]
    public void EveryFlippedBitIsCaught()
    {
        // One bit of every byte, another one each time: the header, the hash itself, the padding and the tensors.
        for (var i = 0; i < Sample.Length; i++)
        {
            var bytes = (byte[])Sample.Clone();
            bytes[i] ^= (byte)(1 << (i % 8));
            Assert.Throws<ClassifierException>(() => ClassifierFile.Parse(bytes, "flipped"));
        }
    }

    [Fact]
    public void ATruncatedOrLengthenedFileIsRefused()
    {
        for (var percent = 0; percent < 100; percent++)
            Assert.Throws<ClassifierException>(() => ClassifierFile.Parse(Sample[..(Sample.Length * percent / 100)], "cut"));
        Assert.Throws<ClassifierException>(() => ClassifierFile.Parse([.. Sample, 0], "long"));
        Assert.Throws<ClassifierException>(() => ClassifierFile.Parse(Sample[..^1], "short"));
    }

    public static TheoryData<string, byte[]> Foreign => new()
    {
        { "zip", "PK\u0003\u0004\u0014\0\0\0\b\0archive/data.pkl"u8.ToArray() },
        { "pickle", [0x80, 0x02, 0x7D, 0x71, 0x00, 0x2E, 0, 0, 0, 0] },
        { "web page", "<!DOCTYPE html><html><head><title>404</title></head></html>"u8.ToArray() },
        { "LFS", "version https://git-lfs.github.com/spec/v1\noid sha256:00\nsize 1\n"u8.ToArray() },
    };

    [Theory]
    [MemberData(nameof(Foreign))]
    public void AForeignFileIsCalledByItsName(string what, byte[] bytes)
    {
        using var folder = TestFiles.Temporary();
        var path = folder.File("parts.kronclip");
        File.WriteAllBytes(path, bytes);
        var error = Assert.Throws<ClassifierException>(() => ClassifierFile.Read(path));
        Assert.Contains(what, error.Message, StringComparison.OrdinalIgnoreCase);
        Assert.Contains(path, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void AModelIsNotAClassifier()
    {
        Dictionary<string, string> pytorch = new() { ["format"] = "pt" }, array = new() { ["kronclip"] = "[1]" };
        var model = SafeTensorsWriter.ToBytes([TensorData.FromFloats("visual.proj", [2], [1, 2])], pytorch);
        Assert.Contains("not a KronClip classifier", Refused(model), StringComparison.Ordinal);
        var list = SafeTensorsWriter.ToBytes([], array);
        Assert.Contains("not a KronClip classifier", Refused(list), StringComparison.Ordinal);
    }

    [Fact]
    public void AMissingFileIsRefusedWithItsPath()
    {
        var error = Assert.Throws<ClassifierException>(() => ClassifierFile.Read("absent.kronclip"));
        Assert.Contains("absent.kronclip", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void ANewerFormatIsRefusedWithBothVersions()
    {
        var message = Refused(Resealed(document => (document["formatVersion"], document["libraryVersion"]) = (7, "9.2.0")));
        Assert.Contains("format version 7", message, StringComparison.Ordinal);
        Assert.Contains("9.2.0", message, StringComparison.Ordinal);
        Assert.Contains("reads up to 1", message, StringComparison.Ordinal);
    }

    [Fact]
    public void AnUnknownHeadNeedsANewerVersion()
    {
        var message = Refused(Resealed(document => document["head"]!["kind"] = "holographic"));
        Assert.Contains("'holographic'", message, StringComparison.Ordinal);
        Assert.Contains("newer KronClip", message, StringComparison.Ordinal);
    }

    [Fact]
    public void TenNamesForNineRowsAreRefused()
    {
        var message = Refused(Resealed(document => document["classes"]!.AsArray().Add(document["classes"]![0]!.DeepClone())));
        Assert.Contains("names 4 classes, but its head holds 3", message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("method")]
    [InlineData("classes")]
    [InlineData("logitScale")]
    [InlineData("formatVersion")]
    [InlineData("baseModel")]
    public void AMissingFieldIsNamed(string field) =>
        Assert.Contains(field, Refused(Resealed(document => document.Remove(field))), StringComparison.Ordinal);

    [Theory]
    [InlineData("""{"classes":[null,null,null]}""")]
    [InlineData("""{"logitScale":"13"}""")]
    [InlineData("""{"templates":null}""")]
    [InlineData("""{"calibration":{"temperature":0}}""")]
    [InlineData("""{"metrics":3}""")]
    [InlineData("""{"formatVersion":1.5}""")]
    [InlineData("""{"formatVersion":0}""")]
    [InlineData("""{"head":{"kind":"embeddings","settings":[]}}""")]
    public void AFieldOfTheWrongKindIsRefused(string patch) => Refused(Resealed(document =>
    {
        foreach (var (key, value) in JsonNode.Parse(patch)!.AsObject())
            document[key] = value?.DeepClone();
    }));

    [Fact]
    public void UnknownFieldsSurviveRewriting()
    {
        var bytes = Resealed(document =>
        {
            document["signature"] = new JsonObject { ["by"] = "someone" };
            document["classes"]![1]!["colour"] = "grey";
            document["calibration"]!["bins"] = 15;
        });
        var read = ClassifierFile.Parse(bytes, "newer");
        var again = ClassifierFile.Parse(ClassifierFile.ToBytes(read), "again");
        Assert.Equal("someone", again.Document.UnknownFields!["signature"].GetProperty("by").GetString());
        Assert.Equal("grey", again.Classes[1].UnknownFields!["colour"].GetString());
        Assert.Equal(15, again.Document.Calibration.UnknownFields!["bins"].GetInt32());
    }

    [Theory]
    [InlineData("head.extra")]
    [InlineData("tail.class_embeddings")]
    public void UnknownTensorsAreRefused(string name) =>
        Assert.Contains("newer KronClip", Refused(Resealed(_ => { }, new NamedTensor(name, [1], [1]))), StringComparison.Ordinal);

    [Fact]
    public void AHeadWithoutItsTensorIsRefused() =>
        Assert.Contains("class_embeddings", Refused(Resealed(_ => { }, without: "head.class_embeddings")), StringComparison.Ordinal);

    static string Refused(byte[] bytes) => Assert.Throws<ClassifierException>(() => ClassifierFile.Parse(bytes, "sample")).Message;

    /// <summary>The sample with a changed document or tensors and an honest seal.</summary>
    static byte[] Resealed(Action<JsonObject> change, NamedTensor? add = null, string? without = null)
    {
        using var file = SafeTensorsFile.Parse(Sample, "sample");
        var document = JsonNode.Parse(file.Metadata["kronclip"])!.AsObject();
        document["contentHash"] = SealedSafeTensors.Blank;
        change(document);
        var tensors = SealedSafeTensors.Tensors(file).Where(t => t.Name != without).Concat(add is null ? [] : [add]).ToArray();
        return SealedSafeTensors.Seal("kronclip", document.ToJsonString(), tensors).Bytes;
    }
}
