using CsCheck;
using KronClip.Data;
using KronClip.Testing;
using Parquet;
using Parquet.Schema;

namespace KronClip.Tests.Data;

/// <summary>Parquet files that are damaged, of another kind or without the columns; and that every one that is sound gives what was written.</summary>
public sealed class ParquetFaultTests : IDisposable
{
    readonly TemporaryFolder folder = TestFiles.Temporary();
    int files;

    public void Dispose() => folder.Dispose();

    [Fact]
    public void AFileCutShortAnywhereIsRefused()
    {
        var whole = Sound();
        for (var length = 0; length < whole.Length; length += Math.Max(1, whole.Length / 49))
            AssertRefused(whole[..length]);
        AssertRefused(whole[..^1]);
        AssertRefused([.. whole, 0]);
    }

    /// <summary>Whatever a byte says (a length of 2³¹, a type that there is not), the answer is pictures or a sentence: no other exception, and none of memory.</summary>
    [Fact]
    public void ADamagedByteGivesPicturesOrASentence()
    {
        var whole = Sound();
        var refused = 0;
        foreach (var (turn, at) in Enumerable.Range(4, whole.Length - 12).Where(i => i % 6 == 0 || i > whole.Length - 150).Index())
        {
            var damaged = whole.ToArray();
            damaged[at] ^= (byte)(turn % 3 == 0 ? 0xFF : turn % 3 == 1 ? 0x80 : 0x7F);
            refused += IsRefused(damaged) ? 1 : 0;
        }
        Assert.True(refused > 30, $"{refused} of {whole.Length}");
    }

    [Theory]
    [InlineData(0x7FFFFFFF)]
    [InlineData(-1)]
    [InlineData(int.MinValue)]
    [InlineData(1 << 24)]
    public void AFooterOfAnImpossibleLengthIsRefused(int length)
    {
        var whole = Sound();
        BitConverter.TryWriteBytes(whole.AsSpan(whole.Length - 8), length);
        AssertRefused(whole);
    }

    [Theory]
    [InlineData("", "it is empty")]
    [InlineData("version https://git-lfs.github.com/spec/v1\noid sha256:0\n", "git lfs pull")]
    [InlineData("PAREsomething that is encrypted", "encrypted")]
    [InlineData("<!doctype html><html>not found</html>", "begins with '<!do'")]
    [InlineData("PAR1", "no parquet file")]
    [InlineData("PAR1 and then nothing more", "cut short")]
    public void WhatIsSomethingElseIsCalledByItsName(string content, string reason)
    {
        File.WriteAllText(folder.File("x.parquet"), content);
        Assert.Contains(reason, Assert.Throws<DataException>(() => Open("x.parquet")).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("image", "tag", "none is called label")]
    [InlineData("image", "LABELS", null)]
    [InlineData("img", "class", null)]
    [InlineData("anything", "fine_label", null)]
    public void ColumnsAreFoundByTypeAndName(string image, string label, string? refusal)
    {
        ParquetSample.Write(folder.File("x.parquet"), Rows(), image: image, label: label);
        if (refusal is null)
            Assert.Equal(9, Open("x.parquet").Images.Count);
        else
            Assert.Contains(refusal, Assert.Throws<DataException>(() => Open("x.parquet")).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void OfSeveralLabelsTheOneCalledLabelIsTakenElseAllAreNamed()
    {
        ParquetSample.Write(folder.File("x.parquet"), Rows(), label: "fine_label", more: [new DataField<double>("class")]);
        ParquetSample.Write(folder.File("y.parquet"), Rows(), label: "label", more: [new DataField<double>("class")]);

        Assert.Contains("'fine_label', 'class'", Assert.Throws<DataException>(() => Open("x.parquet")).Message, StringComparison.Ordinal);
        Assert.Equal(9, Open("y.parquet").Images.Count);
    }

    [Fact]
    public void LabelsThatAreNeitherTextNorWholeNumbersAreRefused()
    {
        ParquetSample.Write(folder.File("x.parquet"), Rows(), label: "tag", more: [new DataField<double>("label")]);
        Assert.Contains("'label' holds Double", Assert.Throws<DataException>(() => Open("x.parquet")).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void ATableWithoutPicturesIsRefusedWithItsColumns()
    {
        ParquetSample.WriteMetadata(folder.File("x.parquet"), [("a.jpg", 1)], null);
        Assert.Contains("'file_name', 'label'", Assert.Throws<DataException>(() => Open("x.parquet")).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void NamesThatDifferBetweenFilesAreRefused()
    {
        ParquetSample.Write(folder.File("set", "train.parquet"), Rows(), numbers: true, ParquetSample.Info("a", "b", "c"));
        ParquetSample.Write(folder.File("set", "test.parquet"), Rows(), numbers: true, ParquetSample.Info("c", "b", "a"));
        Assert.Contains("other names", Assert.Throws<DataException>(() => Open("set")).Message, StringComparison.Ordinal);
    }

    /// <summary>Files of another writer (Rust's, in its two page formats): dictionaries, every compression, rows that lack picture, path or label.</summary>
    [Theory]
    [InlineData("none-v1")]
    [InlineData("snappy-v1")]
    [InlineData("snappy-v2")]
    [InlineData("gzip-v1")]
    [InlineData("zstd-v1")]
    [InlineData("zstd-v2")]
    [InlineData("brotli-v1")]
    [InlineData("lz4-v1")]
    public void FilesOfAnotherWriterAreRead(string name)
    {
        Directory.CreateDirectory(folder.File("set"));
        File.Copy(TestFiles.Golden("parquet", name + ".parquet"), folder.File("set", "train.parquet"));
        File.WriteAllText(folder.File("set", "p7.png"), "picture 7");

        var collection = Open("set");

        Assert.Equal(["cat", "dog", "ship"], collection.Classes.Select(c => c.Name));
        Assert.Equal([0, 1, 2, 3, 4, 6, 7, 8, 10, 11], collection.Images.Select(i => Number(File.ReadAllBytes(i.Item.Path))).Order());
        Assert.All(collection.Images, i => Assert.Equal(Number(File.ReadAllBytes(i.Item.Path)) % 3, i.Item.Label));
        Assert.Equal(2, collection.Warnings.Count);

        static int Number(byte[] picture) => picture[0] == 0x89 ? picture[2] : 7;
    }

    [Fact]
    public void WhatWasWrittenIsRead()
    {
        var text = Gen.String[Gen.Char["aZ09 ./_-%äあ"], 1, 12].Where(s => s.Trim().Length > 0);
        var row = Gen.Select(Gen.Byte.Array[1, 40], text, Gen.Int[0, 4]);
        CompressionMethod[] all = [CompressionMethod.None, CompressionMethod.Snappy, CompressionMethod.Gzip, CompressionMethod.Zstd, CompressionMethod.Brotli, CompressionMethod.Lz4Raw];
        var compressions = Gen.Int[0, all.Length - 1].Select(i => all[i]);
        Gen.Select(row.List[2, 30], Gen.Bool, Gen.Int[1, 9], compressions).Sample((rows, numbers, group, compression) =>
        {
            var label = (int i) => numbers ? $"{i * 10}" : $"class {i}";
            List<ParquetRow> written = [.. rows.Select(r => new ParquetRow(r.Item1, r.Item2, label(r.Item3)))];
            var name = $"{Interlocked.Increment(ref files)}.parquet";
            ParquetSample.Write(folder.File(name), written, numbers, compression: compression, rowsPerGroup: group);

            var collection = ImageCollection.Open(ParquetExtraction.Run(ParquetPlace.Of(folder.File(name))!, folder.File("cache")), null, new CollectionOptions { ForTraining = false });

            var read = collection.Images.OrderBy(i => i.Item.RelativePath, StringComparer.Ordinal).ToList();
            Assert.Equal(written.Count, read.Count);
            foreach (var (image, source) in read.Zip(written))
            {
                Assert.Equal(source.Bytes, File.ReadAllBytes(image.Item.Path));
                Assert.Equal(source.Label, collection.Classes[image.Item.Label].Folder);
            }
        }, iter: 25, threads: 1);
    }

    ImageCollection Open(string name) =>
        ImageCollection.Open(ParquetExtraction.Run(ParquetPlace.Of(folder.File(name))!, folder.File("cache", $"{Interlocked.Increment(ref files)}")));

    byte[] Sound()
    {
        var file = folder.File($"{Interlocked.Increment(ref files)}.parquet");
        ParquetSample.Write(file, Rows()[..4], numbers: true, ParquetSample.Info("a", "b", "c"));
        return File.ReadAllBytes(file);
    }

    void AssertRefused(byte[] content) => Assert.True(IsRefused(content), $"{content.Length} bytes");

    bool IsRefused(byte[] content)
    {
        var name = $"{Interlocked.Increment(ref files)}.parquet";
        File.WriteAllBytes(folder.File(name), content);
        try
        {
            Open(name);
            return false;
        }
        catch (DataException)
        {
            return true;
        }
    }

    static ParquetRow[] Rows() => [.. Enumerable.Range(0, 9).Select(i => new ParquetRow([0x89, 0x50, (byte)i], $"p{i}.png", $"{i % 3}"))];
}
