using System.Text.Json;
using KronClip.Data;
using KronClip.Testing;

namespace KronClip.Tests.Data;

/// <summary>The published split files and draws, where the development data are at hand.</summary>
public class PublishedDrawTests
{
    public static TheoryData<string, string, int, int> Draws =>
    [
        .. from set in new[] { (Id: "caltech101", Folder: "caltech101"), (Id: "dtd", Folder: "dtd") }
           from shots in new[] { 1, 2, 4, 8, 16 }
           from seed in new[] { 1, 2, 3 }
           select new TheoryDataRow<string, string, int, int>(set.Id, set.Folder, shots, seed),
    ];

    /// <summary>All 30: Caltech101 and DTD, 1, 2, 4, 8 and 16 shots, seeds 1, 2 and 3; training and validation pictures, order included.</summary>
    [Theory]
    [MemberData(nameof(Draws))]
    public void ADrawIsThePublishedOne(string id, string folder, int shots, int seed)
    {
        using var file = JsonDocument.Parse(File.ReadAllText(TestFiles.Data("coop", "fewshot_indices", folder, FormattableString.Invariant($"shot_{shots}-seed_{seed}.json"))));
        using var root = TestFiles.Temporary();
        var split = ReadSplit(id, root);

        var draw = FewShotDraw.Of(split, shots, seed);

        Assert.Equal(Published(file, "train", split.Definition), draw.Train);
        Assert.Equal(Published(file, "val", split.Definition), draw.Validation);
        Assert.NotEmpty(draw.Validation);
    }

    [Theory]
    [InlineData("caltech101")]
    [InlineData("dtd")]
    [InlineData("eurosat")]
    [InlineData("oxford_flowers")]
    [InlineData("oxford_pets")]
    [InlineData("stanford_cars")]
    [InlineData("ucf101")]
    public void ASplitFileHasThePublishedCounts(string id)
    {
        using var root = TestFiles.Temporary();
        var split = ReadSplit(id, root);
        var counts = split.Definition.Counts;
        Assert.Equal((counts.Classes, counts.Train, counts.Validation, counts.Test), (split.Classes.Count, split.Train.Count, split.Validation.Count, split.Test.Count));
        Assert.Equal((counts.TestBase!.Value, counts.TestNew!.Value), split.TestHalves());
        Assert.All(BenchmarkDifferences.Counts(split), count => Assert.True(count.Agrees));
        Assert.Equal(split.Classes.Count, split.Classes.Select(c => c.Key).Distinct().Count());
    }

    /// <summary>Reads the published split file as a person has it: in the data set's folder, here without any picture.</summary>
    static BenchmarkSplit ReadSplit(string id, TemporaryFolder root)
    {
        var definition = BenchmarkCatalogue.Find(id);
        Directory.CreateDirectory(root.File(definition.Folder));
        File.Copy(TestFiles.Data("coop", definition.Files[0]), root.File(definition.Folder, definition.Files[0]));
        return BenchmarkSplit.Read(definition, root.Path);
    }

    static IEnumerable<BenchmarkPicture> Published(JsonDocument file, string part, BenchmarkDefinition definition)
    {
        var images = $"/{definition.Folder}/{definition.Images}/";
        return file.RootElement.GetProperty(part).GetProperty("data").EnumerateArray().Select(entry =>
        {
            var path = entry.GetProperty("impath").GetString()!;
            Assert.Contains(images, path);
            return new BenchmarkPicture(path[(path.IndexOf(images, StringComparison.Ordinal) + images.Length)..], entry.GetProperty("label").GetInt32(), entry.GetProperty("classname").GetString()!);
        });
    }
}
