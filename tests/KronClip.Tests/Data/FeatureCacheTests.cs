using CsCheck;
using KronClip.Data;
using KronClip.Testing;

namespace KronClip.Tests.Data;

public class FeatureCacheTests
{
    const int Width = 8;

    [Fact]
    public void AFeatureComesBackBitForBitAtOnceAndInTheNextProcess()
    {
        using var folder = TestFiles.Temporary();
        float[] odd = [0, -0f, float.NaN, float.PositiveInfinity, float.Epsilon, 1e38f, -1, 0.1f];
        using (var cache = new FeatureCache(folder.Path))
        {
            Assert.False(cache.TryRead(Key(1), new float[Width]));
            cache.Write(Key(1), odd);
            cache.Write(Key(1, view: "flip 3"), Feature(7));
            Check(cache);
        }
        using var again = new FeatureCache(folder.Path);
        Check(again);

        void Check(FeatureCache cache)
        {
            var read = new float[Width];
            Assert.True(cache.TryRead(Key(1), read));
            Assert.Equal(odd.Select(BitConverter.SingleToInt32Bits), read.Select(BitConverter.SingleToInt32Bits));
            Assert.True(cache.TryRead(Key(1, view: "flip 3"), read));
            Assert.Equal(Feature(7), read);
        }
    }

    [Fact]
    public void EveryPartOfTheKeyCounts()
    {
        using var folder = TestFiles.Temporary();
        using var cache = new FeatureCache(folder.Path);
        cache.Write(Key(1), Feature(1));
        var read = new float[Width];
        Assert.False(cache.TryRead(Key(1) with { ImageHash = "x" }, read));
        Assert.False(cache.TryRead(Key(1) with { ModelHash = "x" }, read));
        Assert.False(cache.TryRead(Key(1) with { PreprocessHash = "x" }, read));
        Assert.False(cache.TryRead(Key(1) with { View = "x" }, read));
        Assert.False(cache.TryRead(Key(1), new float[Width + 1]));
        Assert.All(read, x => Assert.Equal(0, x));
        Assert.Single(Directory.GetDirectories(folder.Path));
    }

    [Fact]
    public void AProcessKilledAtAnyByteLeavesWholeRecordsAndNothingElse()
    {
        using var folder = TestFiles.Temporary();
        Fill(folder.File("whole"), 3);
        var (name, bytes) = Segment(folder.File("whole"));
        for (var length = 0; length <= bytes.Length; length++)
        {
            var cut = folder.File($"cut{length}");
            Directory.CreateDirectory(Path.Combine(cut, Path.GetDirectoryName(name)!));
            File.WriteAllBytes(Path.Combine(cut, name), bytes[..length]);
            using var cache = new FeatureCache(cut);
            var expected = length < FeatureSegment.HeaderSize ? 0 : (length - FeatureSegment.HeaderSize) / FeatureSegment.RecordSize(Width);
            for (var i = 0; i < 3; i++)
            {
                var read = new float[Width];
                Assert.Equal(i < expected, cache.TryRead(Key(i), read));
                Assert.Equal(i < expected ? Feature(i) : new float[Width], read);
            }
        }
    }

    [Fact]
    public void T13ADamagedEntryIsRecomputedAndNeverUsed()
    {
        using var folder = TestFiles.Temporary();
        Fill(folder.File("whole"), 3);
        var (name, bytes) = Segment(folder.File("whole"));
        Directory.CreateDirectory(Path.GetDirectoryName(folder.File("bad", name))!);
        Gen.Select(Gen.Int[0, bytes.Length - 1], Gen.Int[0, 7]).Sample((at, bit) =>
        {
            var damaged = bytes.ToArray();
            damaged[at] ^= (byte)(1 << bit);
            foreach (var old in Directory.GetFiles(Path.GetDirectoryName(folder.File("bad", name))!))
                File.Delete(old);
            File.WriteAllBytes(folder.File("bad", name), damaged);
            var hit = at < FeatureSegment.HeaderSize ? -1 : (at - FeatureSegment.HeaderSize) / FeatureSegment.RecordSize(Width);
            using (var cache = new FeatureCache(folder.File("bad")))
            {
                for (var i = 0; i < 3; i++)
                {
                    var read = new float[Width];
                    Assert.Equal(hit >= 0 && i != hit, cache.TryRead(Key(i), read));
                    Assert.Equal(hit >= 0 && i != hit ? Feature(i) : new float[Width], read);
                    cache.Write(Key(i), Feature(i));
                }
            }
            using var next = new FeatureCache(folder.File("bad"));
            AssertHolds(next, 3);
        }, iter: 60, threads: 1);
    }

    [Fact]
    public void T3AFullDiskIsACleanErrorAndOldContentStays()
    {
        using var folder = TestFiles.Temporary();
        Fill(folder.Path, 2);
        var full = false;
        using (var cache = new FeatureCache(folder.Path, (file, bytes, offset) =>
        {
            RandomAccess.Write(file, full ? bytes[..(bytes.Length / 2)] : bytes, offset);
            if (full)
                throw new IOException("No space left on device");
        }))
        {
            cache.Write(Key(2), Feature(2));
            full = true;
            var error = Assert.Throws<StorageException>(() => cache.Write(Key(3), Feature(3)));
            Assert.Contains("No space left", error.Message);
            Assert.Contains("KRONCLIP_CACHE", error.Message);
            AssertHolds(cache, 3);
            Assert.False(cache.TryRead(Key(3), new float[Width]));
            full = false;
            cache.Write(Key(3), Feature(3));
            AssertHolds(cache, 4);
        }
        using var again = new FeatureCache(folder.Path);
        AssertHolds(again, 4);
    }

    [Fact]
    public void T3ADiskFullFromTheFirstByteLeavesTheCacheUsable()
    {
        using var folder = TestFiles.Temporary();
        var full = true;
        using var cache = new FeatureCache(folder.Path, (file, bytes, offset) =>
        {
            if (full)
                throw new IOException("No space left on device");
            RandomAccess.Write(file, bytes, offset);
        });
        Assert.Throws<StorageException>(() => cache.Write(Key(0), Feature(0)));
        full = false;
        cache.Write(Key(0), Feature(0));
        AssertHolds(cache, 1);
    }

    [Fact]
    public void APlaceThatCannotBeAFolderIsAStorageError()
    {
        using var folder = TestFiles.Temporary();
        File.WriteAllText(folder.File("file"), "");
        using var cache = new FeatureCache(folder.File("file", "cache"));
        Assert.False(cache.TryRead(Key(0), new float[Width]));
        Assert.Throws<StorageException>(() => cache.Write(Key(0), Feature(0)));
    }

    [Fact]
    public void ThreadsAndOtherCachesWriteAtTheSameTime()
    {
        using var folder = TestFiles.Temporary();
        using (var first = new FeatureCache(folder.Path))
        using (var second = new FeatureCache(folder.Path))
        {
            Parallel.For(0, 400, i =>
            {
                var cache = i % 2 == 0 ? first : second;
                cache.Write(Key(i / 3), Feature(i / 3));
                var read = new float[Width];
                Assert.True(cache.TryRead(Key(i / 3), read));
                Assert.Equal(Feature(i / 3), read);
            });
        }
        using var third = new FeatureCache(folder.Path);
        AssertHolds(third, 133);
    }

    [Fact]
    public void AFeatureThatIsThereIsNotWrittenTwiceAndACacheThatWroteNothingLeavesNothing()
    {
        using var folder = TestFiles.Temporary();
        Fill(folder.Path, 2);
        Fill(folder.Path, 2);
        Assert.Single(Directory.GetFiles(folder.Path, "*", SearchOption.AllDirectories));
    }

    static void Fill(string folder, int count)
    {
        using var cache = new FeatureCache(folder);
        for (var i = 0; i < count; i++)
            cache.Write(Key(i), Feature(i));
    }

    static (string Name, byte[] Bytes) Segment(string folder)
    {
        var path = Assert.Single(Directory.GetFiles(folder, "*", SearchOption.AllDirectories));
        return (Path.GetRelativePath(folder, path), File.ReadAllBytes(path));
    }

    static void AssertHolds(FeatureCache cache, int count)
    {
        for (var i = 0; i < count; i++)
        {
            var read = new float[Width];
            Assert.True(cache.TryRead(Key(i), read));
            Assert.Equal(Feature(i), read);
        }
    }

    static FeatureKey Key(int image, string view = "plain") => new(Samples.Hash($"{image}"), "model", "preprocess", view);

    static float[] Feature(int image) => [.. Enumerable.Range(0, Width).Select(i => image + i / 10f)];
}
