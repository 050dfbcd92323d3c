using System.Diagnostics;

namespace KronClip.Bench.Measuring;

/// <summary>
/// Several things timed in turns, round after round, so that whatever else the machine does hits all alike. What is compared are medians, and ratios are taken within a
/// round first.
/// </summary>
sealed class SideBySide
{
    /// <summary>How long a turn of something quick lasts.</summary>
    public const double TurnSeconds = 0.2;

    readonly List<(string Name, Func<double> Seconds, List<double> Times)> contestants = [];

    /// <summary>Something that times itself and returns its seconds.</summary>
    public SideBySide Add(string name, Func<double> seconds)
    {
        contestants.Add((name, seconds, []));
        return this;
    }

    /// <summary>
    /// Something that is run once without being timed and then again and again for about <see cref="TurnSeconds"/>, at least once; the mean counts. What follows
    /// itself in practice finds its memory and its threads where it left them, and not where the others of the round have put theirs. Peers that time themselves do
    /// the same.
    /// </summary>
    public SideBySide AddTurn(string name, Action run) => Add(name, () =>
    {
        run();
        return Turn(() =>
        {
            var begin = Stopwatch.GetTimestamp();
            run();
            return Stopwatch.GetElapsedTime(begin).TotalSeconds;
        });
    });

    /// <summary>
    /// Waits until PyTorch's threads have gone to sleep: OpenBLAS's look out for more work for a while and would take a processor
    /// away from whoever comes next.
    /// </summary>
    public static void LetThreadsRest() => Thread.Sleep(500);

    /// <summary>Calls <paramref name="seconds"/> until <see cref="TurnSeconds"/> are full, and returns the mean of what it returned.</summary>
    public static double Turn(Func<double> seconds)
    {
        var (sum, count) = (0.0, 0);
        do
        {
            sum += seconds();
            count++;
        }
        while (sum < TurnSeconds);
        return sum / count;
    }

    /// <summary>Something whose duration is taken here.</summary>
    public SideBySide Add(string name, Action run) => Add(name, () =>
    {
        var begin = Stopwatch.GetTimestamp();
        run();
        return Stopwatch.GetElapsedTime(begin).TotalSeconds;
    });

    /// <summary>Runs <paramref name="warmUp"/> rounds that do not count, then <paramref name="rounds"/> that do.</summary>
    public SideBySide Run(int rounds, int warmUp = 1)
    {
        for (var round = -warmUp; round < rounds; round++)
        {
            foreach (var (_, seconds, times) in contestants)
            {
                var taken = seconds();
                if (round >= 0)
                    times.Add(taken);
            }
        }
        return this;
    }

    /// <summary>The median seconds of one.</summary>
    public double Seconds(string name) => Median(Times(name));

    /// <summary>The median over rounds of (seconds of <paramref name="slow"/>) / (seconds of <paramref name="fast"/>).</summary>
    public double Ratio(string slow, string fast) => Median(Times(slow).Zip(Times(fast), (s, f) => s / f));

    /// <summary>The middle one, or the mean of the middle two.</summary>
    public static double Median(IEnumerable<double> values)
    {
        var sorted = values.Order().ToArray();
        return sorted.Length == 0 ? double.NaN : (sorted[(sorted.Length - 1) / 2] + sorted[sorted.Length / 2]) / 2;
    }

    List<double> Times(string name) => contestants.First(c => c.Name == name).Times;
}
