using CsCheck;
using KronClip.Classifiers;

namespace KronClip.Tests.Classifiers;

public class RankingTests
{
    [Fact]
    public void AmongEqualScoresTheFirstWins()
    {
        Assert.Equal(1, Ranking.Argmax<float>([0f, 2f, 2f, 1f]));
        Assert.Equal(0, Ranking.Argmax<double>([-0.0, 0.0]));
        Assert.Equal([1, 2, 3, 0], Ranking.Top<double>([0, 2, 2, 1], 9));
        Assert.Equal([1], Ranking.Top<float>([0f, 2f, 2f, 1f], 1));
        Assert.Empty(Ranking.Top<float>([], 3));
    }

    [Fact]
    public void InfinitiesAreOrderedAndNotANumberIsRefused()
    {
        Assert.Equal(2, Ranking.Argmax<double>([double.NegativeInfinity, 0, double.PositiveInfinity]));
        Assert.Throws<ArgumentException>(() => Ranking.Argmax<float>([0f, float.NaN]));
        Assert.Throws<ArgumentException>(() => Ranking.Top<float>([float.NaN, 0f], 1));
        Assert.Throws<ArgumentException>(() => Ranking.Argmax<float>([]));
    }

    [Fact]
    public void TheTopIsTheHeadOfAStableSort() =>
        Gen.Int[-3, 3].Array[1, 20].Sample(numbers =>
        {
            var scores = Array.ConvertAll(numbers, n => (double)n);
            var expected = Enumerable.Range(0, scores.Length).OrderByDescending(i => scores[i]).ToArray();
            return Ranking.Top<double>(scores, scores.Length).SequenceEqual(expected) && Ranking.Argmax<double>(scores) == expected[0];
        }, iter: 200);
}
