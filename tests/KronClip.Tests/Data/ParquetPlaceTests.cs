using KronClip.Data;
using KronClip.Testing;

namespace KronClip.Tests.Data;

/// <summary>Which parquet files a path stands for, and which parts they have.</summary>
public sealed class ParquetPlaceTests : IDisposable
{
    readonly TemporaryFolder folder = TestFiles.Temporary();

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData("train-00000-of-00001.parquet=Train", "validation-00000-of-00001.parquet=Validation", "test-00000-of-00001.parquet=Test")]
    [InlineData("data/train-00000-of-00002.parquet=Train", "data/train-00001-of-00002.parquet=Train", "data/test.parquet=Test", ".cache/train.parquet")]
    [InlineData("plain_text/Train-0.PARQUET=Train", "plain_text/dev_0.parquet=Validation", "README.md", "assets/example.png")]
    [InlineData("train/0000.parquet=Train", "train/0001.parquet=Train", "test/0000.parquet=Test")]
    [InlineData("default/train/0000.parquet=Train", "default/valid/0000.parquet=Validation")]
    [InlineData("train.parquet=Train", "extra-0.parquet", "metadata.parquet")]
    [InlineData("pictures.parquet=Unassigned", "more.parquet=Unassigned")]
    public void FilesHaveThePartsOfTheirNames(params string[] files)
    {
        foreach (var file in files)
            Samples.WriteFile(folder, file.Split('=')[0], "x");

        var place = ParquetPlace.Of(folder.Path)!;

        Assert.Equal(files.Where(f => f.Contains('=')).Order(), place.Shards.Select(s => $"{s.Name}={s.Part}").Order());
        Assert.Equal(files.Contains("extra-0.parquet"), place.Notes.Any(n => n.Contains("extra-0.parquet", StringComparison.Ordinal)));
    }

    [Fact]
    public void AFileByItselfHasNoPart()
    {
        Samples.WriteFile(folder, "train-00000-of-00001.parquet", "x");
        Assert.Equal(SplitPart.Unassigned, Assert.Single(ParquetPlace.Of(folder.File("train-00000-of-00001.parquet"))!.Shards).Part);
    }

    [Fact]
    public void SeveralConfigurationsAreNamed()
    {
        Samples.Write(folder, "cropped/train-0.parquet", "full/train-0.parquet");
        var error = Assert.Throws<DataException>(() => ParquetPlace.Of(folder.Path));
        Assert.Contains("'cropped', 'full'", error.Message, StringComparison.Ordinal);
        Assert.NotNull(ParquetPlace.Of(folder.File("full")));
    }

    [Fact]
    public void ClassFoldersStayClassFolders()
    {
        Samples.Write(folder, "cat/1.jpg", "dog/2.jpg", "index.parquet", "cat/a.parquet");
        Assert.Null(ParquetPlace.Of(folder.Path));
        var collection = ImageCollection.Open(folder.Path);
        Assert.Equal(["cat", "dog"], collection.Classes.Select(c => c.Folder));
        Assert.Contains(collection.Notes, n => n.Contains("1 .parquet", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("")]
    [InlineData("nowhere")]
    [InlineData("nowhere.parquet")]
    public void WhatIsNotThereIsNone(string name) => Assert.Null(ParquetPlace.Of(name.Length == 0 ? "" : folder.File(name)));

    /// <summary>The cache of the Hub holds links into a folder of blobs.</summary>
    [Fact]
    public void LinksAreFollowedAndKeepTheirNames()
    {
        if (OperatingSystem.IsWindows())
            Assert.Skip("needs symbolic links");
        Samples.Write(folder, "blobs/4f2a");
        Directory.CreateDirectory(folder.File("snapshot", "data"));
        File.CreateSymbolicLink(folder.File("snapshot", "data", "test-0.parquet"), Path.Combine("..", "..", "blobs", "4f2a"));

        var shard = Assert.Single(ParquetPlace.Of(folder.File("snapshot"))!.Shards);

        Assert.Equal(("data/test-0.parquet", SplitPart.Test), (shard.Name, shard.Part));
        Assert.Equal("4f2a", Path.GetFileName(shard.Path));
    }
}
