namespace KronClip.Evaluation;

/// <summary>How one class fared. Counts are of pictures, rates are fractions in [0, 1].</summary>
public sealed record ClassMetrics
{
    /// <summary>Pictures that truly are of this class.</summary>
    public required int Support { get; init; }

    /// <summary>Pictures that were taken for this class.</summary>
    public required int Predicted { get; init; }

    /// <summary>Pictures of this class that were taken for it.</summary>
    public required int Correct { get; init; }

    /// <summary>Share of the class's pictures that were recognised (its recall); null where it has no pictures.</summary>
    public double? Accuracy => Support == 0 ? null : (double)Correct / Support;

    /// <summary>Share of the pictures taken for this class that are of it; null where none was.</summary>
    public double? Precision => Predicted == 0 ? null : (double)Correct / Predicted;

    /// <summary>
    /// 2 · correct / (support + predicted), 0 where nothing was correct; null where the class has neither pictures nor predictions.
    /// </summary>
    public double? F1 => Support + Predicted == 0 ? null : 2.0 * Correct / ((double)Support + Predicted);
}
