namespace KronClip.Evaluation;

/// <summary>
/// Temperature scaling (Guo et al., arXiv:1706.04599): one temperature, fitted on pictures that were not trained on, and what it does to the measured ones.
/// </summary>
/// <param name="Temperature">T; confidences are softmax(logits / T).</param>
/// <param name="FittedOn">"validation", or "folds": training pictures each predicted by a classifier that did not see it.</param>
/// <param name="FittedPictures">How many pictures it was fitted on.</param>
/// <param name="Before">Reliability at T = 1.</param>
/// <param name="After">Reliability at T.</param>
public sealed record ReportedCalibration(double Temperature, string FittedOn, int FittedPictures, Reliability Before, Reliability After);

/// <summary>Confidence held against truth on the measured pictures.</summary>
/// <param name="ExpectedCalibrationError">Σ over bins of (count / n)·|accuracy - confidence|.</param>
/// <param name="NegativeLogLikelihood">Mean of -ln(confidence in the true class).</param>
/// <param name="Bins">Bins of equal width over [0, 1] by confidence in the given label; empty ones have no rates.</param>
public sealed record Reliability(double ExpectedCalibrationError, double NegativeLogLikelihood, IReadOnlyList<ReliabilityBin> Bins);

/// <summary>A bin of a reliability diagram.</summary>
/// <param name="Low">Lower edge of confidence.</param>
/// <param name="High">Upper edge.</param>
/// <param name="Count">Pictures in it.</param>
/// <param name="Confidence">Their mean confidence; null where there are none.</param>
/// <param name="Accuracy">The share that was right; null where there are none.</param>
public sealed record ReliabilityBin(double Low, double High, int Count, double? Confidence, double? Accuracy);

/// <summary>Answers below a least confidence are "unknown": fewer answers, more of them right.</summary>
/// <param name="Suggested">The threshold chosen on the pictures that the temperature was fitted on; 0 where every answer counts.</param>
/// <param name="WantedPrecision">The precision that it was chosen for.</param>
/// <param name="FittedPrecision">The precision that it reaches on the pictures that it was chosen on; below the wanted one where no threshold reaches that, and the best one stands here.</param>
/// <param name="AtSuggested">What it gives on the measured pictures.</param>
/// <param name="Points">The curve on the measured pictures, by rising threshold, at most 101 points.</param>
public sealed record ReportedThreshold(double Suggested, double WantedPrecision, double FittedPrecision, ThresholdPoint AtSuggested, IReadOnlyList<ThresholdPoint> Points);

/// <summary>What one threshold gives.</summary>
/// <param name="Threshold">Least confidence.</param>
/// <param name="Coverage">Share of the pictures that get an answer.</param>
/// <param name="Precision">Share of the answers that are right; null where none is given.</param>
public sealed record ThresholdPoint(double Threshold, double Coverage, double? Precision);
