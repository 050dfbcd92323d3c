namespace KronClip.Evaluation;

/// <summary>What one classifier says of the measured pictures.</summary>
/// <param name="Role">What it stands for.</param>
/// <param name="Method">Name in the catalogue.</param>
/// <param name="Title">Name for a person.</param>
/// <param name="Parameters">Learned numbers.</param>
/// <param name="Logits">z, N rows of C numbers.</param>
public sealed record MeasuredAnswers(ReportedRole Role, string Method, string Title, long Parameters, IReadOnlyList<double[]> Logits);

/// <summary>The part of a report that follows from the answers to the measured pictures alone. Pure; the same answers give the same figures.</summary>
public sealed record MeasuredReport
{
    /// <summary>Nothing was measured.</summary>
    public static MeasuredReport Nothing { get; } = new();

    /// <summary>As in <see cref="RunReport.Classifiers"/>.</summary>
    public IReadOnlyList<ReportedClassifier> Classifiers { get; private init; } = [];

    /// <summary>As in <see cref="RunReport.Differences"/>.</summary>
    public IReadOnlyList<ReportedDifference> Differences { get; private init; } = [];

    /// <summary>As in <see cref="RunReport.PerClass"/>.</summary>
    public IReadOnlyList<ReportedClass> PerClass { get; private init; } = [];

    /// <summary>As in <see cref="RunReport.Confusion"/>.</summary>
    public IReadOnlyList<IReadOnlyList<int>> Confusion { get; private init; } = [];

    /// <summary>As in <see cref="RunReport.Calibration"/>.</summary>
    public ReportedCalibration? Calibration { get; private init; }

    /// <summary>As in <see cref="RunReport.Threshold"/>.</summary>
    public ReportedThreshold? Threshold { get; private init; }

    /// <summary>As in <see cref="RunReport.Mistakes"/>.</summary>
    public IReadOnlyList<ReportedMistake> Mistakes { get; private init; } = [];

    /// <summary>Measures.</summary>
    /// <param name="pictures">Name of each picture, [N].</param>
    /// <param name="truth">True labels, [N].</param>
    /// <param name="classes">C.</param>
    /// <param name="answers">Of each classifier, in the order of the report; one of them is <see cref="ReportedRole.Adapted"/>.</param>
    /// <param name="confidence">What was fitted to other answers of that one; null where there were none, and then its confidences are those at T = 1.</param>
    /// <param name="fingerprint">Of the pictures; names the draws of the intervals, so that all figures of a run have the same ones.</param>
    public static MeasuredReport Of(IReadOnlyList<string> pictures, IReadOnlyList<int> truth, int classes, IReadOnlyList<MeasuredAnswers> answers, ConfidenceFit? confidence, string fingerprint)
    {
        ArgumentNullException.ThrowIfNull(pictures);
        ArgumentNullException.ThrowIfNull(truth);
        ArgumentNullException.ThrowIfNull(answers);
        if (truth.Count == 0)
            return Nothing;
        var measured = answers.Select(a => new Measured(a, truth, classes, fingerprint)).ToArray();
        var adapted = measured.Single(m => m.Answers.Role == ReportedRole.Adapted);
        return new MeasuredReport
        {
            Classifiers = [.. measured.Select(m => m.Reported)],
            Differences = [.. measured.Where(m => m != adapted).Select(other => Difference(adapted, other, fingerprint))],
            PerClass = [.. adapted.Metrics.Classes.Select((c, label) => new ReportedClass(c.Support, c.Predicted, c.Correct, Wilson.Of(c.Correct, c.Predicted), Wilson.Of(c.Correct, c.Support), adapted.Intervals.F1[label]))],
            Confusion = adapted.Metrics.Confusion,
            Calibration = confidence?.Calibration(adapted.Answers.Logits, truth),
            Threshold = confidence?.Threshold(adapted.Answers.Logits, truth),
            Mistakes = SurestMistakes.Of(pictures, truth, adapted.Answers.Logits, confidence?.Temperature ?? 1),
        };
    }

    static ReportedDifference Difference(Measured adapted, Measured other, string fingerprint)
    {
        var pair = PairedDifference.Of([adapted.Right], [other.Right], fingerprint);
        return new ReportedDifference(other.Answers.Role, pair.Difference, pair.OnlyFirst, pair.OnlySecond, pair.P);
    }

    /// <summary>A classifier with its figures.</summary>
    sealed class Measured
    {
        public Measured(MeasuredAnswers answers, IReadOnlyList<int> truth, int classes, string fingerprint)
        {
            int[] labels = [.. truth], predicted = [.. answers.Logits.Select(TemperedSoftmax.Likeliest)];
            (Answers, Metrics, Right) = (answers, Metrics.Compute(labels, predicted, classes), Hits.Of([.. predicted.Zip(labels, (p, t) => p == t)]));
            Intervals = ClassIntervals.Of(labels, predicted, classes, fingerprint);
        }

        public MeasuredAnswers Answers { get; }

        public Metrics Metrics { get; }

        public Hits Right { get; }

        public ClassIntervals Intervals { get; }

        public ReportedClassifier Reported => new(Answers.Role, Answers.Method, Answers.Title, Answers.Parameters, Metrics.Correct, Wilson.Of(Metrics.Correct, Metrics.Count)!, Intervals.Macro);
    }
}
