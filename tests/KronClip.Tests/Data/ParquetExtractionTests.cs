using KronClip.Data;
using KronClip.Testing;

namespace KronClip.Tests.Data;

/// <summary>Pictures inside parquet files: taken out once, named, labelled and divided as the files say.</summary>
public sealed class ParquetExtractionTests : IDisposable
{
    readonly TemporaryFolder folder = TestFiles.Temporary();

    public void Dispose() => folder.Dispose();

    string Cache => folder.File("cache");

    [Fact]
    public void PicturesPartsAndNamesAreThoseOfTheFiles()
    {
        ParquetSample.Write(folder.File("set", "data", "train-00000-of-00002.parquet"), Rows(0, 7), numbers: true, ParquetSample.Info("tabby_cat", "dog", "ship"));
        ParquetSample.Write(folder.File("set", "data", "train-00001-of-00002.parquet"), Rows(7, 12), numbers: true, ParquetSample.Info("tabby_cat", "dog", "ship"));
        ParquetSample.Write(folder.File("set", "data", "test-00000-of-00001.parquet"), Rows(12, 15), numbers: true, ParquetSample.Info("tabby_cat", "dog", "ship"));

        var collection = Open("set");

        Assert.Equal(["tabby_cat", "dog", "ship"], collection.Classes.Select(c => c.Folder));
        Assert.Equal("tabby cat", collection.Classes[0].Words);
        Assert.Equal(12, collection.Images.Count(i => i.Part == SplitPart.Train));
        Assert.Equal(3, collection.Images.Count(i => i.Part == SplitPart.Test));
        foreach (var row in Rows(0, 15).Index())
        {
            var number = row.Index < 12 ? row.Index : row.Index - 12;
            var image = Assert.Single(collection.Images, i => i.Item.RelativePath == $"{(row.Index < 12 ? "train" : "test")}/{number:D6}-p{row.Index}-{Hash(row.Item.Bytes!)}.png");
            Assert.Equal(row.Item.Bytes, File.ReadAllBytes(image.Item.Path));
            Assert.Equal(int.Parse(row.Item.Label!), image.Item.Label);
        }
    }

    [Fact]
    public void ASecondRunExtractsNothing()
    {
        ParquetSample.Write(folder.File("set.parquet"), Rows(0, 12));
        var list = Extract("set.parquet", out var heard);
        Assert.Equal(12, heard);
        var written = Written(list);

        Assert.Equal(list, Extract("set.parquet", out heard));

        Assert.Equal(0, heard);
        Assert.Equal(written, Written(list));
    }

    [Fact]
    public void AnInterruptedExtractionGoesOn()
    {
        ParquetSample.Write(folder.File("set.parquet"), Rows(0, 12));
        using var stop = new CancellationTokenSource();
        Assert.Throws<OperationCanceledException>(() => ParquetExtraction.Run(Place("set.parquet"), Cache, (done, _) =>
        {
            if (done == 7)
                stop.Cancel();
        }, stop.Token));
        var extracted = Directory.GetFiles(Cache, "*.png", SearchOption.AllDirectories);
        Assert.Equal(7, extracted.Length);
        var half = extracted.Order().First();
        File.WriteAllBytes(half, [1]);                              // as a disk leaves it that lost its power
        var kept = extracted.Where(f => f != half).ToDictionary(f => f, File.GetLastWriteTimeUtc);

        var collection = ImageCollection.Open(Extract("set.parquet", out _));

        Assert.Equal(12, collection.Images.Count);
        Assert.All(collection.Images, i => Assert.Contains(Hash(File.ReadAllBytes(i.Item.Path)), i.Item.RelativePath, StringComparison.Ordinal));
        Assert.All(kept, file => Assert.Equal(file.Value, File.GetLastWriteTimeUtc(file.Key)));
    }

    [Fact]
    public void WhatChangedOrIsGoneIsExtractedAgain()
    {
        ParquetSample.Write(folder.File("set.parquet"), Rows(0, 12));
        var list = Extract("set.parquet", out _);
        File.Delete(ImageCollection.Open(list).Images[3].Item.Path);
        Extract("set.parquet", out var heard);
        Assert.Equal(12, heard);
        Assert.All(ImageCollection.Open(list).Images, i => Assert.True(File.Exists(i.Item.Path)));

        ParquetSample.Write(folder.File("set.parquet"), Rows(0, 14));
        Extract("set.parquet", out heard);
        Assert.Equal(14, heard);
        Assert.Equal(14, ImageCollection.Open(list).Images.Count);

        File.WriteAllText(list, File.ReadAllText(list)[..300]);
        Extract("set.parquet", out heard);
        Assert.Equal(14, heard);
    }

    /// <summary>A published figure counts every row, so a picture that stands in the files twice is measured twice.</summary>
    [Fact]
    public void EveryRowIsAPictureEvenIfItsBytesAreNotNew()
    {
        var same = Picture(1);
        ParquetSample.Write(folder.File("set", "train.parquet"), [new(same, null, "cat"), new(same, null, "cat"), new(same, null, "dog"), new(Picture(2), null, "dog")]);
        ParquetSample.Write(folder.File("set", "test.parquet"), [new(same, null, "cat"), new(Picture(3), null, "dog")]);

        var collection = Open("set");

        Assert.Equal(6, collection.Images.Count);
        Assert.Equal(6, collection.Images.Select(i => i.Item.Path).Distinct().Count());
    }

    [Fact]
    public void RowsWithoutPictureOrLabelAreSetAsideAndNamed()
    {
        ParquetSample.Write(folder.File("set.parquet"), [.. Rows(0, 6), new(null, null, "0"), new(Picture(50), "no-label.png", null), new([], "empty.png", "1")]);

        var collection = Open("set.parquet");

        Assert.Equal(6, collection.Images.Count);
        var said = string.Join("\n", collection.Warnings);
        Assert.Contains("no picture ('row 6')", said, StringComparison.Ordinal);
        Assert.Contains("no label ('row 7 (no-label.png)')", said, StringComparison.Ordinal);
        Assert.Contains("no bytes ('row 8 (empty.png)')", said, StringComparison.Ordinal);
    }

    [Fact]
    public void MinusOneAmongNamedLabelsMeansNotKnown()
    {
        ParquetSample.Write(folder.File("set.parquet"), [.. Rows(0, 6), new(Picture(60), null, "-1")], numbers: true, ParquetSample.Info("a", "b", "c"));

        var collection = Open("set.parquet");

        Assert.Equal(6, collection.Images.Count);
        Assert.Contains(collection.Warnings, w => w.Contains("1 picture with the label -1", StringComparison.Ordinal));
    }

    [Fact]
    public void RowsThatHoldAPathAlonePointBesideTheFile()
    {
        Directory.CreateDirectory(folder.File("set", "more"));
        File.WriteAllBytes(folder.File("set", "more", "a.png"), Picture(1));
        ParquetSample.Write(folder.File("set", "train.parquet"), [new(null, "more/a.png", "cat"), new(null, "more/a.png", "cat"), new(Picture(2), null, "dog")]);

        var collection = Open("set");

        Assert.Equal(folder.File("set", "more", "a.png"), Assert.Single(collection.Images, i => i.Item.Label == 0).Item.Path);
        Assert.Equal(2, collection.Images.Count);
    }

    [Theory]
    [InlineData("../secret.png", "outside the folder")]
    [InlineData("/etc/hostname", "outside the folder")]
    [InlineData("more/../../secret.png", "outside the folder")]
    [InlineData("gone.png", "no such file")]
    [InlineData("nul\0.png", "NUL")]
    public void APathThatLeadsElsewhereOrToNothingIsRefused(string path, string reason)
    {
        File.WriteAllBytes(folder.File("secret.png"), Picture(1));
        ParquetSample.Write(folder.File("set", "train.parquet"), [new(null, path, "cat"), new(Picture(2), null, "dog")]);

        Assert.Contains(reason, Assert.Throws<DataException>(() => Open("set")).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void APathInsideThatIsALinkToOutsideIsRefused()
    {
        if (OperatingSystem.IsWindows())
            Assert.Skip("needs symbolic links");
        File.WriteAllBytes(folder.File("secret.png"), Picture(1));
        ParquetSample.Write(folder.File("set", "train.parquet"), [new(null, "link.png", "cat"), new(Picture(2), null, "dog")]);
        File.CreateSymbolicLink(folder.File("set", "link.png"), folder.File("secret.png"));

        Assert.Contains("outside the folder", Assert.Throws<DataException>(() => Open("set")).Message, StringComparison.Ordinal);
    }

    /// <summary>The path is for people; whatever it is, the file's name stays in the cache's folder.</summary>
    [Theory]
    [InlineData("../../../../etc/x.png", "000000-x-")]
    [InlineData("a/b c:d*.jpeg", "000000-b_c_d-")]
    [InlineData("写真.jpg", "000000-")]
    [InlineData("..", "000000-")]
    public void AStrangePathOfAnEmbeddedPictureBecomesAPlainName(string path, string start)
    {
        ParquetSample.Write(folder.File("set.parquet"), [new(Picture(1), path, "cat"), new(Picture(2), path, "dog")]);

        var first = Open("set.parquet").Images[0].Item;

        Assert.Equal($"{start}{Hash(Picture(1))}.png", first.RelativePath);
        Assert.StartsWith(Cache, first.Path, StringComparison.Ordinal);
    }

    [Fact]
    public void WhatWasExtractedCanBePredicted()
    {
        ParquetSample.Write(folder.File("set.parquet"), Rows(0, 6));
        Assert.Equal(6, PicturePaths.Find([Extract("set.parquet", out _)]).Count);
    }

    ImageCollection Open(string name) => ImageCollection.Open(Extract(name, out _));

    string Extract(string name, out int heard)
    {
        var last = 0;
        var list = ParquetExtraction.Run(Place(name), Cache, (done, _) => last = done);
        heard = last;
        return list;
    }

    ParquetPlace Place(string name) => ParquetPlace.Of(folder.File(name))!;

    static Dictionary<string, DateTime> Written(string list) =>
        Directory.GetFiles(Path.GetDirectoryName(list)!, "*", SearchOption.AllDirectories).ToDictionary(f => f, File.GetLastWriteTimeUtc);

    static ParquetRow[] Rows(int from, int to) => [.. Enumerable.Range(from, to - from).Select(i => new ParquetRow(Picture(i), $"some/where/p{i}.jpeg", $"{i % 3}"))];

    /// <summary>The start of a PNG, which the path need not know.</summary>
    static byte[] Picture(int number) => [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A, (byte)number, (byte)(number >> 8)];

    static string Hash(byte[] bytes) => Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(bytes));
}
