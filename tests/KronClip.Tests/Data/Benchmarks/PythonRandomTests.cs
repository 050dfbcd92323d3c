using System.Text.Json;
using CsCheck;
using KronClip.Data;
using KronClip.Testing;

namespace KronClip.Tests.Data;

public class PythonRandomTests
{
    /// <summary>Made with CPython: random.seed(n), then random.sample calls one after the other.</summary>
    [Fact]
    public void SamplesAreThoseOfCPython()
    {
        using var golden = JsonDocument.Parse(File.ReadAllText(TestFiles.Golden("misc", "python_random_sample.json")));
        var rows = golden.RootElement.GetProperty("rows").EnumerateArray().ToArray();
        Assert.NotEmpty(rows);
        foreach (var row in rows)
        {
            var random = new PythonRandom(row.GetProperty("seed").GetInt64());
            foreach (var call in row.GetProperty("calls").EnumerateArray())
            {
                var expected = call.GetProperty("sample").EnumerateArray().Select(n => n.GetInt32());
                Assert.Equal(expected, random.Sample(call.GetProperty("population").GetInt32(), call.GetProperty("k").GetInt32()));
            }
        }
    }

    /// <summary>CPython 3.11: random.seed, then getrandbits(32), getrandbits(5), getrandbits(64), shuffle(range(10)), sample(range(1000), 3), sample(range(5000), 7).</summary>
    [Theory]
    [InlineData(0, "3626764237 12 16422101724900707500 8 9 1 2 5 3 7 4 0 6 597 913 929 1789 4134 1140 2308 1144 776 2052")]
    [InlineData(1099511627783, "2635837658 23 17301799233109514933 0 5 2 3 6 1 8 4 7 9 402 453 460 3050 1846 3642 4869 1473 1124 4349")]
    [InlineData(-3, "1022050301 18 2405875930906139466 8 9 6 2 3 0 4 1 7 5 196 734 481 4431 4502 3902 3253 1233 1899 1242")]
    public void BitsAndShufflesAreThoseOfCPython(long seed, string expected)
    {
        var random = new PythonRandom(seed);
        var text = FormattableString.Invariant($"{random.NextBits(32)} {random.NextBits(5)} {random.NextBits(64)} ");
        var items = Enumerable.Range(0, 10).ToArray();
        random.Shuffle<int>(items);
        Assert.Equal(expected, text + string.Join(' ', items) + " " + string.Join(' ', random.Sample(1000, 3)) + " " + string.Join(' ', random.Sample(5000, 7)));
    }

    [Fact]
    public void ASampleIsOfDifferentPlacesInRange() => Gen.Select(Gen.Long, Gen.Int[0, 300], Gen.Int[0, 300]).Sample((seed, a, b) =>
    {
        var (population, count) = (Math.Max(a, b), Math.Min(a, b));
        var drawn = new PythonRandom(seed).Sample(population, count);
        return drawn.Length == count && drawn.Distinct().Count() == count && drawn.All(place => place >= 0 && place < population)
            && drawn.SequenceEqual(new PythonRandom(seed).Sample(population, count));
    });

    [Fact]
    public void AShuffleIsAPermutation() => Gen.Select(Gen.Long, Gen.Int.Array[0, 200]).Sample((seed, items) =>
    {
        var shuffled = items.ToArray();
        new PythonRandom(seed).Shuffle<int>(shuffled);
        return shuffled.Order().SequenceEqual(items.Order());
    });

    [Fact]
    public void BitsStayWithinTheirNumber() => Gen.Select(Gen.Long, Gen.Int[0, 63]).Sample((seed, bits) => new PythonRandom(seed).NextBits(bits) >> bits == 0);

    [Fact]
    public void ASeedOfTheSmallestNumberIsASeed() => Assert.NotEqual(new PythonRandom(0).NextUInt32(), new PythonRandom(long.MinValue).NextUInt32());

    [Fact]
    public void MoreThanThereIsCannotBeDrawn() => Assert.Throws<ArgumentOutOfRangeException>(() => new PythonRandom(1).Sample(3, 4));
}
