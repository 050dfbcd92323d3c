using KronClip.Data;
using KronClip.Testing;

namespace KronClip.Tests.Data;

/// <summary>A folder of pictures with metadata.csv, .jsonl or .parquet.</summary>
public sealed class MetadataLayoutTests : IDisposable
{
    readonly TemporaryFolder folder = TestFiles.Temporary();

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData("metadata.csv", "file_name,label\na.jpg,cat\nmore/b.jpg,dog\n")]
    [InlineData("metadata.csv", "label;caption;FILE_NAME\ncat;x;a.jpg\ndog;y;more/b.jpg\n")]
    [InlineData("metadata.jsonl", "{\"file_name\":\"a.jpg\",\"label\":\"cat\",\"objects\":{\"bbox\":[]}}\n{\"file_name\":\"more/b.jpg\",\"label\":\"dog\"}\n")]
    [InlineData("metadata.csv", "file_name,label,labels\na.jpg,cat,x\nmore/b.jpg,dog,y\n")]
    public void LabelsStandInTheMetadata(string name, string text)
    {
        Samples.Write(folder, "a.jpg", "more/b.jpg", "c.jpg");
        File.WriteAllText(folder.File(name), text);

        foreach (var collection in new[] { ImageCollection.Open(folder.Path), ImageCollection.Open(folder.File(name)) })
        {
            Assert.Equal(["cat", "dog"], collection.Classes.Select(c => c.Folder));
            Assert.Equal(["a.jpg", "more/b.jpg"], collection.Images.Select(i => i.Item).Paths());
            Assert.False(collection.HasGivenParts);
            Assert.Contains(collection.Notes, n => n.Contains("1 picture that", StringComparison.Ordinal));
        }
    }

    [Fact]
    public void EachPartMayHaveItsOwnAndNumbersGetTheirNames()
    {
        Samples.Write(folder, "train/1.jpg", "train/2.jpg", "validation/3.jpg", "test/4.jpg");
        Samples.WriteFile(folder, "train/metadata.csv", "file_name,fine_label\n1.jpg,1\n2.jpg,0\n");
        Samples.WriteFile(folder, "validation/metadata.csv", "file_name,fine_label\n3.jpg,1\n");
        Samples.WriteFile(folder, "test/metadata.jsonl", "{\"file_name\":\"4.jpg\",\"fine_label\":0}");
        Samples.WriteFile(folder, "README.md", "---\ndataset_info:\n  features:\n  - name: fine_label\n    dtype:\n      class_label:\n        names:\n          '0': zebra\n          '1': ape\n---\n");

        var collection = ImageCollection.Open(folder.Path);

        Assert.Equal(["zebra", "ape"], collection.Classes.Select(c => c.Folder));
        Assert.Equal(["train/2.jpg Train", "test/4.jpg Test", "train/1.jpg Train", "validation/3.jpg Validation"], collection.Images.Select(i => $"{i.Item.RelativePath} {i.Part}"));
        Assert.Empty(collection.Warnings);
    }

    [Theory]
    [InlineData("file_name,label\ntrain/1.jpg,a\ntrain/2.jpg,b\ntest/3.jpg,a\n")]
    [InlineData("file_name,label,split\ntrain/1.jpg,a,train\ntrain/2.jpg,b,train\ntest/3.jpg,a,test\n")]
    public void OneInTheRootMayListAllParts(string text)
    {
        Samples.Write(folder, "train/1.jpg", "train/2.jpg", "test/3.jpg");
        Samples.WriteFile(folder, "metadata.csv", text);
        Assert.Equal([SplitPart.Train, SplitPart.Test, SplitPart.Train], ImageCollection.Open(folder.Path).Images.Select(i => i.Part));
    }

    [Fact]
    public void AsParquetItIsReadToo()
    {
        Samples.Write(folder, "a.jpg", "b.jpg", "c.jpg");
        WriteParquet(("a.jpg", 1), ("b.jpg", 0), ("c.jpg", 1));
        var collection = ImageCollection.Open(folder.Path);
        Assert.Equal(["left", "right"], collection.Classes.Select(c => c.Folder));
        Assert.Equal(["b.jpg", "a.jpg", "c.jpg"], collection.Images.Select(i => i.Item).Paths());
    }

    [Fact]
    public void NumbersWithoutNamesStayNumbersWithAWarning()
    {
        Samples.Write(folder, "a.jpg", "b.jpg");
        Samples.WriteFile(folder, "metadata.csv", "file_name,label\na.jpg,10\nb.jpg,9\n");
        var collection = ImageCollection.Open(folder.Path);
        Assert.Equal(["9", "10"], collection.Classes.Select(c => c.Folder));
        Assert.Contains(collection.Warnings, w => w.Contains("CLIP needs words", StringComparison.Ordinal));
    }

    /// <summary>A file of that name may be about something else; class folders are then what they were.</summary>
    [Theory]
    [InlineData("camera,date\nx,y\n")]
    [InlineData("file_name,caption\ncat/1.jpg,a cat\n")]
    [InlineData("\"never closed\n")]
    public void MetadataOfAnotherKindLeavesClassFoldersAsTheyAre(string text)
    {
        Samples.Write(folder, "cat/1.jpg", "dog/2.jpg");
        Samples.WriteFile(folder, "metadata.csv", text);
        Assert.Equal(["cat", "dog"], ImageCollection.Open(folder.Path).Classes.Select(c => c.Folder));
    }

    [Fact]
    public void WithoutClassFoldersItIsSaidWhatTheMetadataLacks()
    {
        Samples.Write(folder, "1.jpg");
        Samples.WriteFile(folder, "metadata.csv", "file_name,caption\n1.jpg,a cat\n");
        Assert.Contains("metadata.csv' does not have the columns file_name and label", Assert.Throws<DataException>(() => ImageCollection.Open(folder.Path)).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("../secret.jpg,a", "line 3", "leads out of the folder")]
    [InlineData("/etc/hostname,a", "line 3", "leads out of the folder")]
    [InlineData("gone.jpg,a", "line 3", "1 file that does not exist")]
    [InlineData("a.jpg,b", "line 3", "listed before with another label")]
    [InlineData("train/t.jpg,b", "such as 'train/t.jpg'", "all into parts or none")]
    [InlineData(",b", "line 3", "file_name is empty")]
    public void WhatIsWrongIsSaidWithItsLine(string line, string where, string what)
    {
        using var outer = TestFiles.Temporary();
        Samples.Write(folder, "a.jpg", "b.jpg", "train/t.jpg");
        Samples.WriteFile(folder, "metadata.csv", $"file_name,label\na.jpg,a\n{line}\nb.jpg,b\n");
        var message = Assert.Throws<DataException>(() => ImageCollection.Open(folder.Path)).Message;
        Assert.Contains(where, message, StringComparison.Ordinal);
        Assert.Contains(what, message, StringComparison.Ordinal);
    }

    [Fact]
    public void ALinkOutOfTheFolderIsPassedOver()
    {
        if (OperatingSystem.IsWindows())
            Assert.Skip("needs symbolic links");
        using var other = TestFiles.Temporary();
        Samples.Write(other, "secret.jpg");
        Samples.Write(folder, "a.jpg", "b.jpg");
        File.CreateSymbolicLink(folder.File("c.jpg"), other.File("secret.jpg"));
        Samples.WriteFile(folder, "metadata.csv", "file_name,label\na.jpg,x\nb.jpg,y\nc.jpg,x\n");
        var collection = ImageCollection.Open(folder.Path);
        Assert.Equal(2, collection.Images.Count);
        Assert.Contains(collection.Notes, n => n.Contains("leads out of the folder ('c.jpg')", StringComparison.Ordinal));
    }

    [Fact]
    public void TwoListsOfTheSamePicturesAreRefused()
    {
        Samples.Write(folder, "train/a.jpg", "train/b.jpg");
        Samples.WriteFile(folder, "train/metadata.csv", "file_name,label\na.jpg,x\nb.jpg,y\n");
        Samples.WriteFile(folder, "train/metadata.jsonl", "{\"file_name\":\"a.jpg\",\"label\":\"x\"}");
        Assert.Contains("'metadata.csv', 'metadata.jsonl'", Assert.Throws<DataException>(() => ImageCollection.Open(folder.Path)).Message, StringComparison.Ordinal);
        File.Delete(folder.File("train", "metadata.jsonl"));
        Samples.WriteFile(folder, "metadata.csv", "file_name,label\ntrain/a.jpg,x\ntrain/b.jpg,y\n");
        Assert.Contains("so have folders in it", Assert.Throws<DataException>(() => ImageCollection.Open(folder.Path)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void LooseReadersSeeTheSamePictures()
    {
        Samples.Write(folder, "train/a.jpg", "train/b.jpg", "test/c.jpg");
        Samples.WriteFile(folder, "metadata.csv", "file_name,label\ntrain/a.jpg,x\ntrain/b.jpg,y\ntest/c.jpg,x\n");
        Assert.Equal(["test/c.jpg Test x", "train/a.jpg Train x", "train/b.jpg Train y"], LoosePictures.Find(folder.Path).Pictures.Select(p => $"{p.Item.RelativePath} {p.Part} {p.Folder[0]}"));
    }

    void WriteParquet(params (string File, long Label)[] rows) => ParquetSample.WriteMetadata(folder.File("metadata.parquet"), rows, ParquetSample.Info("left", "right"));
}
