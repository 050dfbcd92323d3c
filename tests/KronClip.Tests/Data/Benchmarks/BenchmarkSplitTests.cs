using System.Text.Json;
using CsCheck;
using KronClip.Data;
using KronClip.Testing;

namespace KronClip.Tests.Data;

public sealed class BenchmarkSplitTests : IDisposable
{
    readonly TemporaryFolder root = TestFiles.Temporary();

    public void Dispose() => root.Dispose();

    static readonly BenchmarkDefinition Pets = BenchmarkCatalogue.Find("oxford_pets"), Aircraft = BenchmarkCatalogue.Find("fgvc_aircraft"), Sketch = BenchmarkCatalogue.Find("imagenet_sketch");

    /// <summary>A split of random classes and pictures comes back as it was written, order included; its draws are of its parts, as many of a class as there are to have.</summary>
    [Fact]
    public void ASplitFileComesBackAsItWasWritten()
    {
        var names = Gen.Char["abcXYZ_é世'\"\\"].Array[1, 6].Select(letters => new string(letters) + "q");
        var entries = Gen.Int[0, 4].Array[0, 60];
        Gen.Select(names.Array[5], entries, entries, entries, Gen.Int[1, 20], Gen.Long).Sample((classes, train, val, test, shots, seed) =>
        {
            int[] all = [0, 1, 2, 3, 4, .. train];
            var written = new[] { ("train", all), ("val", val), ("test", test) }.ToDictionary(p => p.Item1, p => p.Item2.Index().Select(l => new BenchmarkPicture($"{p.Item1}/{l.Index}.jpg", l.Item, classes[l.Item])).ToArray());
            Directory.CreateDirectory(root.File(Pets.Folder));
            File.WriteAllText(root.File(Pets.Folder, Pets.Files[0]), JsonSerializer.Serialize(written.ToDictionary(p => p.Key, p => p.Value.Select(e => new object[] { e.Path, e.Label, e.ClassName }))));

            var split = BenchmarkSplit.Read(Pets, root.Path);
            Assert.Equal(classes, split.Classes.Select(c => c.Name));
            Assert.Equal(written["train"], split.Train);
            Assert.Equal(written["val"], split.Validation);
            Assert.Equal(written["test"], split.Test);

            var draw = FewShotDraw.Of(split, shots, seed);
            foreach (var (drawn, from, most) in new[] { (draw.Train, split.Train, shots), (draw.Validation, split.Validation, Math.Min(shots, 4)) })
            {
                Assert.Equal(drawn.Count, drawn.Distinct().Count());
                Assert.Subset(from.ToHashSet(), drawn.ToHashSet());
                Assert.Equal(from.GroupBy(p => p.Label).Select(own => (own.Key, Math.Min(most, own.Count()))), drawn.GroupBy(p => p.Label).Select(own => (own.Key, own.Count())));
            }

            using var document = JsonDocument.Parse(DrawDocument.ToJson(split, draw));
            foreach (var (part, list) in new[] { ("train", draw.Train), ("val", draw.Validation), ("test", split.Test) })
            {
                Assert.Equal(list, document.RootElement.GetProperty(part).EnumerateArray()
                    .Select(e => new BenchmarkPicture(e.GetProperty("path").GetString()!, e.GetProperty("label").GetInt32(), e.GetProperty("classname").GetString()!)));
            }
        }, iter: 60, threads: 1);
    }

    /// <summary>A class with fewer pictures than shots gives them in their own order and takes no number from the generator.</summary>
    [Fact]
    public void ASmallClassGivesAllInItsOrder()
    {
        BenchmarkTree.Write(root.Path, train: 5, validation: 4, ids: "oxford_pets");
        var split = BenchmarkSplit.Read(Pets, root.Path);
        Assert.Equal([1, 2, 3, 0], split.Train.Select(p => p.Label).Distinct());
        var draw = FewShotDraw.Of(split, 6, 1);
        Assert.Equal(split.Train.Where(p => p.Label == 1), draw.Train.Where(p => p.Label == 1));
        Assert.NotEqual(split.Train.Where(p => p.Label == 1), FewShotDraw.Of(split, 5, 1).Train.Where(p => p.Label == 1));
        var own = split.Validation.Where(p => p.Label == 1).ToArray();
        Assert.Equal(new PythonRandom(1).Sample(own, 4), draw.Validation.Take(4));
    }

    [Theory]
    [InlineData("variants.txt", "707-320\n707-320\n", "twice")]
    [InlineData("images_variant_val.txt", "\r\n0000001 747-999\r\n", "line 2: '0000001 747-999'")]
    [InlineData("images_variant_test.txt", "0000001\n", "line 1")]
    [InlineData("images_variant_train.txt", "../0000001 707-320\n", "does not stay")]
    public void AWrongListOfAircraftIsToldWithItsLine(string file, string content, string sentence)
    {
        BenchmarkTree.Write(root.Path, ids: "fgvc_aircraft");
        File.WriteAllText(root.File(Aircraft.Folder, file), content);
        Assert.Contains(sentence, Assert.Throws<DataException>(() => BenchmarkSplit.Read(Aircraft, root.Path)).Message);
    }

    [Theory]
    [InlineData("n01440764 tench\nn01440764 shark\n", "stands there twice")]
    [InlineData("n01440764\n", "not a synset and a class name")]
    [InlineData("../x tench\n", "not a synset and a class name")]
    [InlineData("n99999999 nothing\n", "no class folder")]
    public void WrongClassNamesAreTold(string content, string sentence)
    {
        BenchmarkTree.Write(root.Path, ids: "imagenet_sketch");
        File.WriteAllText(root.File(Sketch.Folder, "classnames.txt"), content);
        Assert.Contains(sentence, Assert.Throws<DataException>(() => BenchmarkSplit.Read(Sketch, root.Path)).Message);
    }

    [Theory]
    [InlineData("""{"train": [], "val": [], "test": []}""", "lists no picture")]
    [InlineData("""{"train": [["a.jpg", 0, "_"]], "val": [], "test": []}""", "which is no name")]
    public void ASplitFileWithoutClassesIsTold(string content, string sentence)
    {
        Directory.CreateDirectory(root.File(Pets.Folder));
        File.WriteAllText(root.File(Pets.Folder, Pets.Files[0]), content);
        Assert.Contains(sentence, Assert.Throws<DataException>(() => BenchmarkSplit.Read(Pets, root.Path)).Message);
    }
}
