using KronClip.Compute;
using KronClip.Training;

namespace KronClip.Tests.Training;

public class TrainingFeaturesTests
{
    [Fact]
    public void OthersComeAfterThesePicturesEachSoManyTimes()
    {
        var all = Of(2, [0, 1], 1, 2).With(Of(2, [1], 9), 2);
        Assert.Equal([0, 1, 0, 1, 1], all.Labels);
        Assert.Equal([1f, 2, 1, 2, 9], all.Views[0].Data);
        Assert.Equal([-1f, -2, -1, -2, -9], all.Views[1].Data);
    }

    [Fact]
    public void NonePlusSomeAreSome() => Assert.Equal([3f, 4], Of(1, []).With(Of(1, [0, 0], 3, 4), 1).Views[0].Data);

    [Fact]
    public void OtherViewsAreRefused() => Assert.Throws<ArgumentException>(() => Of(1, [0], 1).With(Of(2, [0], 1), 1));

    /// <summary>The second view of a number is its negative.</summary>
    static TrainingFeatures Of(int views, int[] labels, params float[] numbers) =>
        new([.. Enumerable.Range(0, views).Select(v => new Matrix(numbers.Length, 1, [.. numbers.Select(x => v == 0 ? x : -x)]))], false, labels);
}
