using System.Globalization;
using KronClip.Data;
using KronClip.Testing;

namespace KronClip.Tests.Data;

/// <summary>T14: the machine's language changes nothing.</summary>
public class CultureTests
{
    [Theory]
    [InlineData("tr-TR")]
    [InlineData("de-DE")]
    [InlineData("ar-SA")]
    public void T14ClassesSplitsAndFilesAreTheSameInEveryCulture(string culture)
    {
        using var folder = TestFiles.Temporary();
        Samples.Write(folder, [.. new[] { "I", "Iota", "ıx", "ä", "z", "TITLE_IMAGE" }.SelectMany(c => Enumerable.Range(0, 12).Select(i => $"photos/{c}/{i}.JPG"))]);
        Samples.Write(folder, "photos/z/NOTES.TXT", "photos/z/x.INI");
        var reference = Everything(folder, "invariant", CultureInfo.InvariantCulture);
        Assert.Equal(reference, Everything(folder, culture, CultureInfo.GetCultureInfo(culture)));
        Assert.Contains("TITLE IMAGE", reference);
        Assert.Contains("1 .ini", reference);
    }

    [Fact]
    public void T14PartNamesAndCollisionsIgnoreTheTurkishI()
    {
        In(CultureInfo.GetCultureInfo("tr-TR"), () =>
        {
            Assert.Equal(SplitPart.Train, SplitParts.OfFolder("TRAIN"));
            Assert.Equal(SplitPart.Validation, SplitParts.OfFolder("VALIDATION"));
            Assert.Equal("title i", ClassNames.Fold("TITLE  I"));
            return "";
        });
    }

    static string Everything(TemporaryFolder folder, string name, CultureInfo culture) => In(culture, () =>
    {
        var collection = ImageCollection.Open(folder.File("photos"));
        var hashes = ContentHashes.Compute(collection.Images.Select(i => i.Item));
        var split = FewShotSplit.Draw(collection, hashes, new() { Shots = 7, Seed = -5 });
        SplitFile.Write(folder.File(name + ".jsonl"), split, hashes);
        ClassFile.Template(collection).Write(folder.File(name + ".json"));
        return string.Join('\n', collection.Notes.Concat(collection.Warnings).Concat(split.Notes.Select(n => n.Sentence)))
            + File.ReadAllText(folder.File(name + ".jsonl")) + File.ReadAllText(folder.File(name + ".json"))
            + DataFingerprint.Of(SplitFile.Read(folder.File(name + ".jsonl")).Split, hashes);
    });

    static string In(CultureInfo culture, Func<string> work)
    {
        var before = CultureInfo.CurrentCulture;
        try
        {
            CultureInfo.CurrentCulture = culture;
            return work();
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }
}
