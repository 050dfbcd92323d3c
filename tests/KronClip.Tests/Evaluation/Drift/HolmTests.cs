using CsCheck;
using KronClip.Evaluation;

namespace KronClip.Tests.Evaluation;

public class HolmTests
{
    /// <summary>Worked by hand: 4 · 0.01, 3 · 0.02 raised to nothing less than before, 2 · 0.03, 1 · 0.04 raised to 0.06.</summary>
    [Fact]
    public void AnExampleByHand() => Assert.Equal([0.06, 0.04, 0.06, 0.06], Holm.Adjusted([0.03, 0.01, 0.04, 0.02]).Select(p => Math.Round(p, 12)));

    /// <summary>The step-down procedure as Holm states it: reject while p₍ᵢ₎ ≤ α / (m − i + 1), then stop.</summary>
    [Fact]
    public void AnAdjustedValueIsBelowALevelWhereTheProcedureRejects() =>
        Gen.Select(Gen.Double[0, 1].Array[1, 8], Gen.Double[0.001, 0.999]).Sample((values, level) =>
        {
            var order = Enumerable.Range(0, values.Length).OrderBy(i => values[i]).ToArray();
            var rejected = order.TakeWhile((place, i) => values[place] * (values.Length - i) <= level).ToHashSet();
            var adjusted = Holm.Adjusted(values);
            for (var i = 0; i < values.Length; i++)
                Assert.Equal(rejected.Contains(i), adjusted[i] <= level);
        });

    [Fact]
    public void NothingGivesNothingAndWhatIsNoProbabilityIsRefused()
    {
        Assert.Empty(Holm.Adjusted([]));
        Assert.Throws<ArgumentOutOfRangeException>(() => Holm.Adjusted([1.5]));
        Assert.Throws<ArgumentOutOfRangeException>(() => Holm.Adjusted([double.NaN]));
    }
}
