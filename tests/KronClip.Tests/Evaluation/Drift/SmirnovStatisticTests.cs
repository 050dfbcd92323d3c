using CsCheck;
using KronClip.Evaluation;

namespace KronClip.Tests.Evaluation;

public class SmirnovStatisticTests
{
    /// <summary>The definition: the largest gap of the two distribution functions, looked for at every value; few distinct values, so that there are ties.</summary>
    [Fact]
    public void IsTheLargestGapOfTheDistributionFunctions() =>
        Gen.Select(Gen.Int[0, 9].Array[1, 20], Gen.Int[0, 9].Array[1, 20]).Sample((first, second) =>
        {
            var expected = first.Concat(second).Max(x => Math.Abs(first.Count(v => v <= x) / (double)first.Length - second.Count(v => v <= x) / (double)second.Length));
            bool[] fresh = [.. first.Select(_ => false), .. second.Select(_ => true)];
            var statistic = new SmirnovStatistic([.. first.Concat(second).Select(x => (double)x)]);
            Assert.Equal(expected, statistic.Of(fresh, [.. fresh.Select(_ => 1.0 / first.Length)], [.. fresh.Select(_ => 1.0 / second.Length)]), 1e-12);
        });

    /// <summary>The same with weights.</summary>
    [Fact]
    public void WeightsCountAsTheySay() => Gen.Select(Gen.Int[0, 5], Gen.Double[0.1, 1], Gen.Bool).Array[2, 20].Sample(values =>
    {
        var sums = new[] { values.Where(v => !v.Item3).Sum(v => v.Item2), values.Where(v => v.Item3).Sum(v => v.Item2) };
        double Weight(int i, bool fresh) => values[i].Item2 / sums[fresh ? 1 : 0];
        double Share(bool fresh, int x) => values.Select((v, i) => v.Item3 == fresh && v.Item1 <= x ? Weight(i, fresh) : 0).Sum();
        var statistic = new SmirnovStatistic([.. values.Select(v => (double)v.Item1)]);
        Assert.Equal(Enumerable.Range(0, 6).Max(x => Math.Abs(Share(true, x) - Share(false, x))), statistic.Of([.. values.Select(v => v.Item3)], [.. values.Select((_, i) => Weight(i, false))], [.. values.Select((_, i) => Weight(i, true))]), 1e-9);
    });
}
