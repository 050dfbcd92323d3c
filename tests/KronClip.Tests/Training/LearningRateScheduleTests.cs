using System.Text.Json;
using System.Text.RegularExpressions;
using KronClip.Testing;
using KronClip.Training;

namespace KronClip.Tests.Training;

public class LearningRateScheduleTests
{
    [Fact]
    public void EveryGoldenSequenceIsMet()
    {
        using var golden = JsonDocument.Parse(File.ReadAllText(TestFiles.Golden("misc", "lr_schedules.json")));
        var sequences = golden.RootElement.GetProperty("schedules").EnumerateObject().ToArray();
        Assert.Equal(5, sequences.Length);
        foreach (var sequence in sequences)
        {
            var match = Regex.Match(sequence.Name, "^cosine_warm([0-9]+)_max([0-9]+)$");
            var epochs = int.Parse(match.Groups[2].Value);
            var schedule = new LearningRateSchedule(new() { WarmupEpochs = int.Parse(match.Groups[1].Value) }, 0.002, epochs);
            Assert.Equal(epochs, sequence.Value.GetArrayLength());
            for (var e = 0; e < epochs; e++)
                Assert.Equal(sequence.Value[e].GetDouble(), schedule.At(e), 1e-17);
        }
    }

    [Fact]
    public void WithoutWarmupTheCosineBeginsAtTheBaseRate()
    {
        var schedule = new LearningRateSchedule(new() { WarmupEpochs = 0 }, 0.5, 4);
        Assert.Equal(0.5, schedule.At(0));
        Assert.Equal(0.25, schedule.At(2), 1e-15);
    }

    [Fact]
    public void TheConstantScheduleKeepsItsWarmup()
    {
        var schedule = new LearningRateSchedule(new() { Kind = ScheduleKind.Constant, WarmupEpochs = 2, WarmupLearningRate = 1e-4 }, 0.3, 5);
        Assert.Equal([1e-4, 1e-4, 0.3, 0.3, 0.3], Enumerable.Range(0, 5).Select(schedule.At));
    }

    [Fact]
    public void EpochsOutsideTheTrainingAreRefused()
    {
        var schedule = new LearningRateSchedule(new(), 0.002, 5);
        Assert.Throws<ArgumentOutOfRangeException>(() => schedule.At(-1));
        Assert.Throws<ArgumentOutOfRangeException>(() => schedule.At(5));
    }

    [Theory]
    [InlineData(0, 0, 1e-5, 0.002)]         // epochs
    [InlineData(-3, 0, 1e-5, 0.002)]
    [InlineData(5, -1, 1e-5, 0.002)]        // warm-up
    [InlineData(5, 5, 1e-5, 0.002)]
    [InlineData(1, 1, 1e-5, 0.002)]
    [InlineData(5, 1, 0, 0.002)]            // warm-up rate
    [InlineData(5, 1, double.NaN, 0.002)]
    [InlineData(5, 1, 1e9, 0.002)]
    [InlineData(5, 1, 1e-5, 0)]             // base rate
    [InlineData(5, 1, 1e-5, -1)]
    [InlineData(5, 1, 1e-5, 1e9)]
    [InlineData(5, 1, 1e-5, double.NaN)]
    public void UnusableSettingsAreRefused(int epochs, int warmup, double warmupRate, double rate) =>
        Assert.Throws<OptionsException>(() =>
            new LearningRateSchedule(new() { WarmupEpochs = warmup, WarmupLearningRate = warmupRate }, rate, epochs));

    [Fact]
    public void AnUnknownKindIsRefused() =>
        Assert.Throws<OptionsException>(() => new LearningRateSchedule(new() { Kind = (ScheduleKind)9 }, 0.002, 5));
}
