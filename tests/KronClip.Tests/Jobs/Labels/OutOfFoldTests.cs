using CsCheck;
using KronClip.Jobs;

namespace KronClip.Tests.Jobs;

/// <summary>How pictures are dealt into folds.</summary>
public class OutOfFoldTests
{
    static readonly string[] Names = ["a", "b", "c", "d"];

    [Fact]
    public void EveryFoldHasItsShareOfEveryClass() =>
        Gen.Select(Gen.Int[0, 3].Array[4, 60], Gen.Int[2, 8], Gen.Long).Sample((labels, folds, seed) =>
        {
            var foldOf = OutOfFold.Deal(labels, Keys(labels.Length), Names, folds, seed);
            Assert.All(foldOf, fold => Assert.InRange(fold, 0, folds - 1));
            foreach (var own in Enumerable.Range(0, labels.Length).GroupBy(i => labels[i]))
            {
                int[] sizes = [.. Enumerable.Range(0, folds).Select(fold => own.Count(i => foldOf[i] == fold))];
                Assert.True(sizes.Max() - sizes.Min() <= 1);
            }
        });

    [Fact]
    public void TheDealGoesByContentAndSeed()
    {
        int[] labels = [.. Enumerable.Range(0, 40).Select(i => i % 4)];
        var (keys, first) = (Keys(40), OutOfFold.Deal(labels, Keys(40), Names, 5, 1));
        int[] turned = [.. Enumerable.Range(0, 40).Reverse()];
        var again = OutOfFold.Deal([.. turned.Select(i => labels[i])], [.. turned.Select(i => keys[i])], Names, 5, 1);
        Assert.Equal(first, Enumerable.Reverse(again));
        Assert.NotEqual(first, OutOfFold.Deal(labels, keys, Names, 5, 2));
    }

    static string[] Keys(int count) => [.. Enumerable.Range(0, count).Select(i => $"{i * 7919 % 10007:d5}")];
}
