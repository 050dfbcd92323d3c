namespace KronClip.Evaluation;

sealed partial class EnglishText
{
    public string CalibrationHeading => "Can its confidence be believed?";

    public string CalibrationLead(ReportedCalibration calibration) => FitSentence(calibration)
        + $" The expected calibration error (ECE), the mean distance between confidence and the share that is right, was {PageFigures.Number(calibration.Before.ExpectedCalibrationError)} before and is {PageFigures.Number(calibration.After.ExpectedCalibrationError)} after, on the measured pictures.";

    string FitSentence(ReportedCalibration calibration) =>
        $"The scores behind the confidences are divided by one temperature, T = {PageFigures.Number(calibration.Temperature)}, fitted on {Pictures(calibration.FittedPictures)}: {(calibration.FittedOn == "folds" ? "training pictures, each predicted by a classifier that had not seen it" : "the validation pictures, which were not trained on")}.";

    public string NoCalibration => "Confidences are not calibrated: there were no pictures to fit a temperature on, or none to measure it on. With more labelled pictures per class some are kept for it.";
    public string CalibrationCaption => "Calibration on the measured pictures; smaller is better";
    public string Temperature => "temperature";
    public string Before => "before (T = 1)";
    public string After => "after";
    public string ExpectedCalibrationError => "ECE";
    public string LogLikelihood => "negative log-likelihood";
    public string ReliabilityTitle(string side) => $"Reliability diagram, {side}";
    public string ReliabilityReading => "Bars: share right among the pictures of each band of confidence. On the dashed diagonal confidence and truth agree; below it the classifier is too sure, above it too modest. Pale bars stand on few pictures.";
    public string BinsCaption => "The bands of the diagrams: pictures, mean confidence and share right";
    public string Bin => "confidence from–to";
    public string ShareRight => "share right";
    public string AsTable => "The drawing as a table";

    public string ThresholdHeading => "When to say “unknown”";

    public string ThresholdOf(ReportedThreshold threshold) =>
        (threshold.Suggested == 0
            ? "No answer needs to be taken as “unknown”"
            : $"Suggested: take an answer below a confidence of {PageFigures.Number(threshold.Suggested)} as “unknown”")
        + (threshold.FittedPrecision >= threshold.WantedPrecision
            ? $"; on the pictures that the temperature was fitted on {Percent(threshold.FittedPrecision)} of the answers are then right, where {Percent(threshold.WantedPrecision)} was wanted."
            : $"; the wanted precision of {Percent(threshold.WantedPrecision)} is not reached on the pictures that the temperature was fitted on: {Percent(threshold.FittedPrecision)} is the best there.")
        + $" On the measured pictures {Percent(threshold.AtSuggested.Coverage)} then get an answer{(threshold.AtSuggested.Precision is { } precision ? $", and {Percent(precision)} of the answers are right" : "")}.";

    public string ThresholdUse => "The classifier carries the threshold as a suggestion: kronclip predict uses it with --unknown. It knows the classes alone that it was trained for; a picture of something else can be answered with any confidence.";
    public string NoThreshold => "No threshold is suggested, for the same reason as above.";
    public string ThresholdCaption => "What a least confidence gives on the measured pictures";
    public string ThresholdDrawing => "Coverage and precision of the answers over the least confidence";
    public string Threshold => "least confidence";
    public string Coverage => "get an answer, %";
    public string PrecisionOfAnswers => "answers right, %";
    public string Suggested => "suggested";
}
