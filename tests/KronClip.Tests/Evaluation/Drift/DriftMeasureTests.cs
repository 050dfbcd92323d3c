using KronClip.Compute;
using KronClip.Evaluation;

namespace KronClip.Tests.Evaluation;

/// <summary>The tests of the drift watch on drawn numbers: quiet where nothing differs, loud where something does, and quiet about another mix of classes.</summary>
public class DriftMeasureTests
{
    static WatchedSample[] Draw(long seed, string stream, int count, Func<SeededRandom, int>? label = null, double shift = 0, double less = 0)
    {
        var random = new SeededRandom(seed, stream);
        return [.. Enumerable.Range(0, count).Select(_ =>
        {
            var c = label is null ? random.NextInt(3) : label(random);
            double[] position = [.. Enumerable.Range(0, 8).Select(k => random.NextGaussian() + (k == c ? 4 : 0) + (k == 5 ? shift : 0))];
            return new WatchedSample(c, Math.Clamp(1 - 0.1 * c - 0.2 * random.NextDouble() - less, 0, 1), Math.Abs(random.NextGaussian()), position);
        })];
    }

    static bool Alarm(DriftFigures figures) => figures.Tests.Any(t => t.Differs && t.Name != "labels");

    /// <summary>The stated level holds: of 60 pairs of like sets 1 in 100 may alarm at most, so that more than 4 would come less than once in a thousand tries. The sets are drawn from fixed seeds.</summary>
    [Fact]
    public void LikeSetsSeldomAlarm() => Assert.InRange(Enumerable.Range(0, 60).Count(seed => Alarm(DriftMeasure.Of(Draw(seed, "old", 60), Draw(seed, "new", 80)))), 0, 4);

    [Fact]
    public void OtherSetsAreFound()
    {
        DriftTest Test(DriftFigures figures, string name) => figures.Tests.Single(t => t.Name == name);
        var old = Draw(1, "old", 80);
        var moved = DriftMeasure.Of(old, Draw(1, "new", 80, shift: 3));
        Assert.True(Test(moved, "position").Differs);
        Assert.False(Test(moved, "confidence").Differs);
        var unsure = DriftMeasure.Of(old, Draw(1, "new", 80, less: 0.3));
        Assert.True(Test(unsure, "confidence").Differs);
        Assert.False(Test(unsure, "position").Differs);
        Assert.Equal(unsure.Tests, DriftMeasure.Of(old, Draw(1, "new", 80, less: 0.3)).Tests);
    }

    /// <summary>Confidence and position differ from class to class here, so a mix of classes that is not weighed out would alarm.</summary>
    [Fact]
    public void AnotherMixOfClassesIsSaidAndAlarmsNot()
    {
        var figures = DriftMeasure.Of(Draw(1, "old", 150), Draw(1, "new", 150, random => random.NextInt(10) == 0 ? 0 : random.NextInt(10) < 2 ? 1 : 2));
        Assert.True(figures.Tests.Single(t => t.Name == "labels").Differs);
        Assert.False(Alarm(figures));
    }

    [Fact]
    public void TooFewPicturesAreNotTested()
    {
        Assert.Empty(DriftMeasure.Of(Draw(1, "old", 19), Draw(1, "new", 100)).Tests);
        Assert.Empty(DriftMeasure.Of(Draw(1, "old", 100), Draw(1, "new", 19)).Tests);
        Assert.Empty(DriftMeasure.Of([], []).Tests);
        var apart = DriftMeasure.Of(Draw(1, "old", 40, _ => 0), Draw(1, "new", 40, _ => 1));
        Assert.Equal("labels", Assert.Single(apart.Tests).Name);
        Assert.Equal(40, apart.Beyond);
    }
}
