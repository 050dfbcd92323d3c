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
        { "parts", "83b3315dca76015318f86968dde93a2dc1e268f4399e7bd3b12b2f45a839f285", "848569ff160f2eb7c2df89fe7f4c98a519b9e660e3bfdc23a2f55bbde4d3f128" },
        { "parts-night", "7878a3c87c33bb0c3f1b673b23210ae5fddffab1586e36c8c39223f6b1cfb579", "1ee37b138be2f072141007e20d3358096c9836c5d2430e6505d48b00cd6a9d2c" },
        { "parts-drawing", "d90dd71ecc603d6b1f8b2868b835e76cd38f26114566f0aea53ae5cc060ab952", "a8a4b07af3ba44673c109231bb77c5925d0f6eaed103d2d2273c8b547a565950" },
        { "defects", "0667353b86a774715183b5c5458e119bff35e89e042758baa3d56a27121c5808", "1703871ac93ddf4d894fbb5b6ae0fe97b56d37806d628b9cf967f0d5e38aee0a" },
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
        { "config.json", "6fdede2afc61e7ab195bbaa3e1c00c8819f64cd91e3b1f767e8a70e224978a43" },
        { "merges.txt", "bd7ae9785478a5ded37d1fb17f7a9db366a8bb15ef710d57d2711edf4b0891f6" },
        { "model.safetensors", "0249418ddd07d5f710122e025152551f696629ee01e3b79085d0a71b2b09ed13" },
        { "preprocessor_config.json", "f26fdb9c80408ff2a5e63d9eec6cd267fb51562275184e43a8ad93c2ac9e34d6" },
        { "tokenizer_config.json", "23409fc1568d2c9cf60b23c94bc1689f61a562e3dc401e8e5d863d6ee73c0435" },
        { "vocab.json", "d351809a9e6398132b47fed563b0e26bb74ebf1bc1b862c39a60d92604ceeb0a" },
    };

    [Theory]
    [MemberData(nameof(ModelFiles))]
    public void TheModelIsAsItWas(string file, string hash)
    {
        var bytes = File.ReadAllBytes(Path.Combine(TestFiles.RepositoryRoot, "models", "kron-mini", file));
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
