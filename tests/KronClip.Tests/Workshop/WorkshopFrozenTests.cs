using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using KronClip.Testing;
using KronClip.Workshop;

namespace KronClip.Tests.Workshop;

/// <summary>
/// The sets and the model in the box are frozen: these hashes were committed before any two methods were compared on them, and never change. A change of
/// the renderer that alters a single byte shows here.
/// </summary>
public class WorkshopFrozenTests
{
    /// <summary>SHA-256 over the path and the pixels of every picture, in order; and of the first of each class and part alone.</summary>
    public static TheoryData<string, string, string> Sets => new()
    {
        { "parts", "-", "-" },
        { "parts-night", "-", "-" },
        { "parts-drawing", "-", "-" },
        { "defects", "-", "-" },
    };

    [Theory]
    [MemberData(nameof(Sets))]
    public void TheFirstPictureOfEachClassAndPartIsAsItWas(string name, string whole, string first)
    {
        Assert.NotEqual(whole, first);
        Assert.Equal(first, Hash(WorkshopSets.Find(name)!.Pictures().Where(picture => picture.Path.EndsWith("/001.png", StringComparison.Ordinal))));
    }

    [Theory]
    [Trait("Speed", "slow")]
    [MemberData(nameof(Sets))]
    public void EveryPictureIsAsItWas(string name, string whole, string first)
    {
        Assert.NotEqual(whole, first);
        Assert.Equal(whole, Hash(WorkshopSets.Find(name)!.Pictures()));
    }

    /// <summary>SHA-256 of the files of kron-mini.</summary>
    public static TheoryData<string, string> ModelFiles => new()
    {
        { "config.json", "-" },
        { "merges.txt", "-" },
        { "model.safetensors", "-" },
        { "preprocessor_config.json", "-" },
        { "tokenizer_config.json", "-" },
        { "vocab.json", "-" },
    };

    [Theory]
    [MemberData(nameof(ModelFiles))]
    public void TheModelIsAsItWas(string file, string hash)
    {
        var bytes = File.ReadAllBytes(Path.Combine(TestFiles.RepositoryRoot, "src", "KronClip", "Models", "kron-mini", file));
        Assert.Equal(hash, Convert.ToHexStringLower(SHA256.HashData(bytes)));
    }

    static string Hash(IEnumerable<(string Path, Scene Scene)> pictures)
    {
        var all = pictures.ToArray();
        var rendered = new ConcurrentDictionary<int, byte[]>();
        Parallel.For(0, all.Length, i => rendered[i] = Renderer.Render(all[i].Scene));
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        for (var i = 0; i < all.Length; i++)
        {
            hash.AppendData(Encoding.UTF8.GetBytes(all[i].Path));
            hash.AppendData(rendered[i]);
        }
        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }
}
