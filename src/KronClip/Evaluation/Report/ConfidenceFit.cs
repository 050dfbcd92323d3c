namespace KronClip.Evaluation;

/// <summary>What is fitted to a classifier's answers on pictures that it was not trained on: the temperature, and with it a threshold for "unknown". Immutable.</summary>
/// <param name="Temperature">T.</param>
/// <param name="Unknown">The threshold.</param>
/// <param name="FittedOn">As in <see cref="ReportedCalibration.FittedOn"/>.</param>
/// <param name="Pictures">How many pictures it was fitted on.</param>
public sealed record ConfidenceFit(double Temperature, UnknownThreshold Unknown, string FittedOn, int Pictures)
{
    /// <summary>Fitted on validation pictures.</summary>
    public const string Validation = "validation";

    /// <summary>Fitted on training pictures, each answered by a classifier that did not see it.</summary>
    public const string Folds = "folds";

    /// <summary>Fits both; null where there are no pictures.</summary>
    /// <param name="logits">z, N rows of C numbers.</param>
    /// <param name="labels">True labels, [N].</param>
    /// <param name="fittedOn"><see cref="Validation"/> or <see cref="Folds"/>.</param>
    public static ConfidenceFit? Of(IReadOnlyList<double[]> logits, IReadOnlyList<int> labels, string fittedOn)
    {
        ArgumentNullException.ThrowIfNull(logits);
        if (logits.Count == 0)
            return null;
        var temperature = TemperatureFit.OfFew(logits, labels);
        return new ConfidenceFit(temperature, UnknownThreshold.Choose(JudgedAnswer.Of(logits, labels, temperature))!, fittedOn, logits.Count);
    }

    /// <summary>What the temperature does to the measured pictures; null where there are none.</summary>
    /// <param name="logits">z, N rows of C numbers.</param>
    /// <param name="labels">True labels, [N].</param>
    public ReportedCalibration? Calibration(IReadOnlyList<double[]> logits, IReadOnlyList<int> labels)
    {
        ArgumentNullException.ThrowIfNull(logits);
        return logits.Count == 0 ? null : new ReportedCalibration(Temperature, FittedOn, Pictures, ReliabilityMeasure.Of(logits, labels, 1), ReliabilityMeasure.Of(logits, labels, Temperature));
    }

    /// <summary>What the threshold, and any other, gives on the measured pictures; null where there are none.</summary>
    /// <inheritdoc cref="Calibration"/>
    public ReportedThreshold? Threshold(IReadOnlyList<double[]> logits, IReadOnlyList<int> labels)
    {
        ArgumentNullException.ThrowIfNull(logits);
        if (logits.Count == 0)
            return null;
        var answers = JudgedAnswer.Of(logits, labels, Temperature);
        return new ReportedThreshold(Unknown.Threshold, UnknownThreshold.UsualPrecision, Unknown.Precision, UnknownThreshold.At(answers, Unknown.Threshold), UnknownThreshold.Curve(answers));
    }
}
