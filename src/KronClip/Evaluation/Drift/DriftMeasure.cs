namespace KronClip.Evaluation;

/// <summary>What the tests found.</summary>
/// <param name="Reference">Pictures of the reference that were compared.</param>
/// <param name="Fresh">Newer pictures that were compared.</param>
/// <param name="Beyond">Newer pictures of classes that the reference has none of; they stand in the test of the labels alone.</param>
/// <param name="Tests">The tests; empty where there are too few pictures.</param>
public sealed record DriftFigures(int Reference, int Fresh, int Beyond, IReadOnlyList<DriftTest> Tests);

/// <summary>
/// Holds pictures against a reference: how sure the classifier is, how far they lie from what it was trained on, and where they lie. All within the classes that the classifier gives them, so that
/// another mix of classes alone changes nothing; the mix has a test of its own. Holm's correction over all. Pure; the same samples give the same figures.
/// </summary>
public static class DriftMeasure
{
    /// <summary>In so many comparisons of like with like there is a difference at most, among all tests together.</summary>
    public const double Level = 0.01;

    /// <summary>With fewer pictures on either side nothing is tested.</summary>
    public const int LeastPictures = 20;

    /// <summary>With fewer pictures of classes that both sides have, only the mix of classes is tested.</summary>
    public const int LeastWithin = 8;

    /// <summary>Least D of confidences and distances.</summary>
    public const double LeastGap = 0.2;

    /// <summary>Least distance of the means, in standard deviations of a picture.</summary>
    public const double LeastShift = 0.3;

    /// <summary>Least share of pictures that would have to change their class.</summary>
    public const double LeastMix = 0.15;

    /// <summary>Runs the tests.</summary>
    /// <param name="reference">Pictures that were held out when the classifier was made.</param>
    /// <param name="fresh">Newer pictures.</param>
    public static DriftFigures Of(IReadOnlyList<WatchedSample> reference, IReadOnlyList<WatchedSample> fresh)
    {
        ArgumentNullException.ThrowIfNull(reference);
        ArgumentNullException.ThrowIfNull(fresh);
        var shared = reference.Select(s => s.Label).Intersect(fresh.Select(s => s.Label)).Order().ToArray();
        var (old, now) = (reference.Where(s => shared.Contains(s.Label)).ToArray(), fresh.Where(s => shared.Contains(s.Label)).ToArray());
        var beyond = fresh.Count - now.Length;
        if (reference.Count < LeastPictures || fresh.Count < LeastPictures)
            return new DriftFigures(old.Length, now.Length, beyond, []);
        List<(string Name, double Statistic, double Effect, double Least, double P)> found = [];
        if (old.Length >= LeastWithin && now.Length >= LeastWithin)
            found.AddRange(Within(old, now, shared));
        found.Add(Labels([.. reference.Select(s => s.Label)], [.. fresh.Select(s => s.Label)]));
        var adjusted = Holm.Adjusted([.. found.Select(f => f.P)]);
        return new DriftFigures(old.Length, now.Length, beyond, [.. found.Select((f, i) => new DriftTest(f.Name, f.Statistic, f.Effect, f.Least, f.P, adjusted[i]))]);
    }

    static IEnumerable<(string, double, double, double, double)> Within(WatchedSample[] old, WatchedSample[] now, int[] shared)
    {
        WatchedSample[] all = [.. old, .. now];
        int[] strata = [.. all.Select(s => Array.IndexOf(shared, s.Label))];
        bool[] fresh = [.. all.Select((_, i) => i >= old.Length)];
        var permutation = new StratifiedPermutation(strata, fresh);
        double[] first = [.. strata.Select(stratum => permutation.Weights[stratum])], second = [.. strata.Select(_ => 1.0 / now.Length)];
        var confidence = new SmirnovStatistic([.. all.Select(s => s.Confidence)]);
        var means = new MeanShift([.. all.Select(s => s.Position.ToArray())], strata, fresh);
        var distance = all.All(s => s.Distance is not null) ? new SmirnovStatistic([.. all.Select(s => s.Distance!.Value)]) : null;
        List<Func<bool[], double>> statistics = [dealt => confidence.Of(dealt, first, second), means.Of];
        if (distance is not null)
            statistics.Add(dealt => distance.Of(dealt, first, second));
        var results = permutation.Test(statistics, "drift");
        yield return ("confidence", results[0].Value, results[0].Value, LeastGap, results[0].P);
        if (distance is not null)
            yield return ("distance", results[2].Value, results[2].Value, LeastGap, results[2].P);
        yield return ("position", results[1].Value, Math.Sqrt(Math.Max(0, results[1].Value - results[1].Mean)) / means.Deviation, LeastShift, results[1].P);
    }

    /// <summary>Pearson's chi squared (1900) of two rows of counts, its p value by dealing anew; the effect is the total variation distance.</summary>
    static (string, double, double, double, double) Labels(int[] old, int[] now)
    {
        int[] all = [.. old, .. now];
        var classes = all.Distinct().Order().ToArray();
        int[] labels = [.. all.Select(label => Array.IndexOf(classes, label))];
        double[] shares = [.. classes.Select((_, c) => labels.Count(l => l == c) / (double)all.Length)];
        bool[] fresh = [.. all.Select((_, i) => i >= old.Length)];
        double ChiSquared(bool[] dealt)
        {
            var counts = new int[classes.Length];
            for (var i = 0; i < dealt.Length; i++)
                counts[labels[i]] += dealt[i] ? 1 : 0;
            // Σ (O − E)² / E over both rows: the two differ from their expectations by the same, so 1/E₁ + 1/E₂ is taken once.
            return counts.Select((count, c) => Math.Pow(count - shares[c] * now.Length, 2) / shares[c] * (1.0 / now.Length + 1.0 / old.Length)).Sum();
        }
        var (value, p, _) = new StratifiedPermutation(new int[all.Length], fresh).Test([ChiSquared], "labels")[0];
        var variation = classes.Sum(c => Math.Abs(now.Count(l => l == c) / (double)now.Length - old.Count(l => l == c) / (double)old.Length)) / 2;
        return ("labels", value, variation, LeastMix, p);
    }
}
