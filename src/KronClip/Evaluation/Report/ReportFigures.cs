namespace KronClip.Evaluation;

/// <summary>The figures of a run's report that can be asked for before the run (<see cref="AcceptanceCriteria"/>), by name. All are fractions of the measured pictures.</summary>
public static class ReportFigures
{
    static readonly (string Name, Func<RunReport, double?> Figure)[] Known =
    [
        ("accuracy", r => r.Adapted?.Accuracy.Value),
        ("accuracy-low", r => r.Adapted?.Accuracy.Low),
        ("macro-f1", r => r.Adapted?.MacroF1.Value),
        ("macro-f1-low", r => r.Adapted?.MacroF1.Low),
        ("zero-shot", r => Role(r, ReportedRole.ZeroShot)?.Accuracy.Value),
        ("probe", r => Role(r, ReportedRole.Probe)?.Accuracy.Value),
        ("gain", r => r.Differences.FirstOrDefault(d => d.Against == ReportedRole.ZeroShot)?.Accuracy.Value),
        ("gain-low", r => r.Differences.FirstOrDefault(d => d.Against == ReportedRole.ZeroShot)?.Accuracy.Low),
        ("lowest-recall", r => r.PerClass.Min(c => c.Recall?.Value)),
        ("lowest-precision", r => r.PerClass.Min(c => c.Precision?.Value)),
        ("lowest-f1", r => r.PerClass.Min(c => c.F1?.Value)),
        ("ece", r => r.Calibration?.After.ExpectedCalibrationError),
        ("named-accuracy", r => r.NamedClasses?.Accuracy.Value),
        ("coverage", r => r.Threshold?.AtSuggested.Coverage),
        ("precision", r => r.Threshold?.AtSuggested.Precision),
    ];

    /// <summary>All names.</summary>
    public static IReadOnlyList<string> Names { get; } = [.. Known.Select(known => known.Name)];

    /// <summary>The figure of a name; null where the report does not have it.</summary>
    /// <param name="report">The report.</param>
    /// <param name="name">One of <see cref="Names"/>.</param>
    public static double? Of(RunReport report, string name)
    {
        ArgumentNullException.ThrowIfNull(report);
        return Known.Single(known => known.Name == name).Figure(report);
    }

    static ReportedClassifier? Role(RunReport report, ReportedRole role) => report.Classifiers.FirstOrDefault(c => c.Role == role);
}
