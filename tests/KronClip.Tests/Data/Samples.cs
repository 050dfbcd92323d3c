using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using KronClip.Data;
using KronClip.Testing;

namespace KronClip.Tests.Data;

/// <summary>Collections for tests: on disk, where the file system matters, and in memory, where only the draw does.</summary>
static class Samples
{
    /// <summary>Writes files whose content is their relative path, so that no two are equal.</summary>
    public static void Write(TemporaryFolder folder, params string[] relativePaths)
    {
        foreach (var relative in relativePaths)
            WriteFile(folder, relative, "picture " + relative);
    }

    public static void WriteFile(TemporaryFolder folder, string relative, string content)
    {
        var path = folder.File(relative.Split('/'));
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, content);
    }

    /// <summary>Classes of <paramref name="sizes"/> pictures, named "00", "01", ...</summary>
    public static (ImageCollection Collection, ContentHashes Hashes) InMemory(params int[] sizes) =>
        InMemory(sizes.Index().SelectMany(s => Enumerable.Range(0, s.Item).Select(i => (Number(s.Index), $"{Number(s.Index)}/{Number(i)}.jpg", $"{s.Index} {i}"))));

    /// <summary>Pictures as (class, relative path, content); the path's first folder may be a part.</summary>
    public static (ImageCollection Collection, ContentHashes Hashes) InMemory(
        IEnumerable<(string Class, string Path, string Content)> pictures, Func<string, SplitPart>? partOf = null)
    {
        var all = pictures.ToList();
        var folders = all.Select(p => p.Class).Distinct().Order(StringComparer.Ordinal).ToList();
        var root = Path.GetFullPath("/photos");
        var items = all.Select(p => (Item: new ImageItem(Path.GetFullPath(Path.Combine(root, p.Path)), p.Path, folders.IndexOf(p.Class)), p.Content)).ToList();
        var found = new FoundPictures(root, folders, [.. items.Select(i => new AssignedImage(i.Item, partOf?.Invoke(i.Item.RelativePath) ?? SplitPart.Unassigned))], [], []);
        var collection = ImageCollection.Name(found, null, CollectionOptions.Default, root);
        return (collection, ContentHashes.From(collection.Images.Join(items, i => i.Item.Path, i => i.Item.Path, (i, source) => (i.Item, Hash(source.Content)))));
    }

    public static string Hash(string content) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(content)));

    public static string Number(int number) => number.ToString("00", CultureInfo.InvariantCulture);

    public static Split Draw(this (ImageCollection Collection, ContentHashes Hashes) sample, int shots = 16, long seed = 1, bool all = false) =>
        FewShotSplit.Draw(sample.Collection, sample.Hashes, new() { Shots = shots, Seed = seed, AllAvailable = all });

    public static IEnumerable<string> Paths(this IEnumerable<ImageItem> items) => items.Select(i => i.RelativePath);

    public static int CountOf(this IEnumerable<ImageItem> items, int label) => items.Count(i => i.Label == label);
}
