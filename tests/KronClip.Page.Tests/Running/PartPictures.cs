using KronClip.Images;
using KronClip.Testing;
using KronClip.Workshop;

[assembly: AssemblyFixture(typeof(KronClip.Page.Tests.Running.PartPictures))]

namespace KronClip.Page.Tests.Running;

/// <summary>Pictures of three kinds of machine parts in class folders, and some that no training sees; rendered for these tests, each the same on every machine.</summary>
public sealed class PartPictures : IDisposable
{
    /// <summary>Their names, as the page shows them.</summary>
    public static IReadOnlyList<string> Classes { get; } = ["gear", "hex bolt", "washer"];

    /// <summary>Pictures of each class to train with.</summary>
    public const int PerClass = 8;

    readonly TemporaryFolder folder = TestFiles.Temporary();

    public PartPictures()
    {
        var wanted = WorkshopSets.Find("parts")!.Pictures().Where(p => p.Path.StartsWith("train/", StringComparison.Ordinal)).GroupBy(p => p.Path.Split('/')[1])
            .Where(g => Classes.Contains(g.Key.Replace('_', ' ')));
        foreach (var kind in wanted)
            foreach (var (scene, place) in kind.Take(PerClass + 2).Select((p, i) => (p.Scene, i)))
            {
                var path = place < PerClass ? folder.File("parts", kind.Key, $"{place}.png") : folder.File("new", $"{kind.Key}-{place}.png");
                Directory.CreateDirectory(Path.GetDirectoryName(path)!);
                File.WriteAllBytes(path, PngFile.Encode(Renderer.Side, Renderer.Side, Renderer.Render(scene)));
            }
    }

    /// <summary>A folder of class folders.</summary>
    public string Folder => folder.File("parts");

    /// <summary>The pictures of one class.</summary>
    public string[] Of(string name) => [.. Directory.GetFiles(Path.Combine(Folder, name.Replace(' ', '_'))).Order(StringComparer.Ordinal)];

    /// <summary>A picture of a class that is not among those.</summary>
    public string New(string name, int which = 0) => folder.File("new", $"{name.Replace(' ', '_')}-{PerClass + which}.png");

    public void Dispose() => folder.Dispose();
}
