using System.Text.Json;
using KronClip.Jobs;

namespace KronClip.Tests.Jobs;

public class ReplayChoiceTests
{
    static readonly (string Folder, string Hash)[] Pool = [.. "ab".SelectMany(folder => Enumerable.Range(0, 6).Select(i => ($"{folder}", $"{folder}{(i * 5) % 6}")))];

    static string[] Chosen(ReplayChoice choice, long seed, IEnumerable<(string Folder, string Hash)>? pool = null) => [.. choice.Select(pool ?? Pool, p => p.Folder, p => p.Hash, seed).Select(p => p.Hash)];

    [Fact]
    public void AllNoneAndANumberOfEachClass()
    {
        Assert.Equal(["a0", "a1", "a2", "a3", "a4", "a5", "b0", "b1", "b2", "b3", "b4", "b5"], Chosen(ReplayChoice.All, 1));
        Assert.Empty(Chosen(ReplayChoice.None, 1));
        var four = Chosen(new ReplayChoice(4), 1);
        Assert.Equal((4, 4), (four.Count(h => h[0] == 'a'), four.Count(h => h[0] == 'b')));
        Assert.Equal(12, Chosen(new ReplayChoice(100), 1).Length);
    }

    [Fact]
    public void TheChoiceDependsOnSeedAndContentsAlone()
    {
        Assert.Equal(Chosen(new ReplayChoice(2), 1), Chosen(new ReplayChoice(2), 1, Pool.Reverse().OrderBy(p => p.Folder)));
        Assert.Equal(Chosen(new ReplayChoice(2), 1).Where(h => h[0] == 'b'), Chosen(new ReplayChoice(2), 1, Pool.Where(p => p.Folder == "b")));        // a class's draw is its own
        Assert.Contains(Enumerable.Range(2, 9), seed => !Chosen(new ReplayChoice(2), seed).SequenceEqual(Chosen(new ReplayChoice(2), 1)));
    }

    [Fact]
    public void FewerAreTheFirstOfMore() => Assert.Equal(Chosen(new ReplayChoice(3), 5).Where(h => h[0] == 'a').Take(2), Chosen(new ReplayChoice(2), 5).Where(h => h[0] == 'a'));

    [Theory]
    [InlineData("all", null)]
    [InlineData("none", 0)]
    [InlineData("7", 7)]
    public void ItIsReadAndWrittenByItsWord(string text, int? most)
    {
        Assert.Equal(most, ReplayChoice.Parse(text).PerClass);
        Assert.Equal(text, ReplayChoice.Parse(text).ToString());
        Assert.Equal(ReplayChoice.Parse(text), JsonSerializer.Deserialize<ReplayChoice>(JsonSerializer.Serialize(ReplayChoice.Parse(text))));
    }

    [Theory]
    [InlineData("some")]
    [InlineData("-1")]
    [InlineData("1.5")]
    public void AnythingElseIsRefused(string text) => Assert.Throws<OptionsException>(() => ReplayChoice.Parse(text));
}
