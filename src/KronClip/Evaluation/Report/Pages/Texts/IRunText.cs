namespace KronClip.Evaluation;

/// <summary>
/// All that page and model card say, in one language. A language is a class that implements this, so a text that is missing does not compile. Texts hold no figures of their own.
/// </summary>
interface IRunText : IFrameText, IVerdictText, IFigureText, ITrustText, ILearningText, IOriginText, ICardText;

/// <summary>The languages there are.</summary>
static class RunTexts
{
    public static IRunText Of(ReportLanguage language) => language switch
    {
        ReportLanguage.En => new EnglishText(),
        ReportLanguage.Ja => new JapaneseText(),
        _ => throw new ArgumentOutOfRangeException(nameof(language), language, "There are no texts in this language."),
    };
}

/// <summary>What stands around the sections, how figures are written in a sentence, and what figures are called.</summary>
interface IFrameText
{
    /// <summary>The language, as in BCP 47.</summary>
    string Code { get; }

    string Title(string pictures);
    HtmlNode Heading(HtmlNode pictures);
    HtmlNode Introduction(RunReport report);
    string Footer(string version);

    /// <summary>Name of the list of sections.</summary>
    string Contents { get; }

    /// <summary>"61.2 %".</summary>
    string Percent(double fraction);

    /// <summary>"51.1 points", without a sign.</summary>
    string Points(double fraction);

    /// <summary>"71.4 to 81.6 %".</summary>
    string Range(Interval interval);

    /// <summary>"−2.0 to 6.1", of a difference in points.</summary>
    string SignedRange(Interval interval);

    /// <summary>What stands between two sentences.</summary>
    string SentenceGap { get; }

    string Pictures(int count);

    /// <summary>The classifier as a person calls it.</summary>
    string Name(ReportedClassifier classifier);

    string Accuracy { get; }
    string MacroF1 { get; }
    string Precision { get; }
    string Recall { get; }
    string Class { get; }
    string InPercent { get; }
    string Interval95 { get; }

    /// <summary>How the measured pictures came about.</summary>
    string Measured(string testKind, int pictures);
}

/// <summary>The verdict and what was asked for.</summary>
interface IVerdictText
{
    string VerdictHeading { get; }

    /// <summary>The verdict in two sentences: what the classifier does, and what the words are worth.</summary>
    IReadOnlyList<string> Verdict(RunReport report, RunVerdict verdict);

    /// <summary>How much one picture counts, and what the intervals do not cover.</summary>
    string Weight(RunReport report);

    string NothingMeasured { get; }
    string AcceptanceMet { get; }
    string AcceptanceMissed { get; }
    string NoAcceptance { get; }
    string AcceptanceCaption { get; }
    string Criterion { get; }
    string Value { get; }
    string Outcome { get; }
    string Met { get; }
    string Missed { get; }
    string NotMeasured { get; }
}

/// <summary>Classifiers against each other, class by class, and what is taken for what.</summary>
interface IFigureText
{
    string ComparisonHeading { get; }
    string ComparisonCaption(int pictures);
    string ComparisonDrawing { get; }
    string Classifier { get; }
    string Correct { get; }
    string Parameters { get; }
    string DifferenceCaption { get; }
    string Against { get; }
    string Difference { get; }
    string OnlyThis { get; }
    string OnlyOther { get; }
    string SignTest { get; }
    string Whiskers(double chance);

    string ClassesHeading { get; }
    string ClassesCaption { get; }
    string Support { get; }
    string Training { get; }
    HtmlNode Weakest(IReadOnlyList<(HtmlNode Name, string F1)> classes);

    string ConfusionHeading { get; }
    string ConfusionCaption { get; }
    string ConfusionReading { get; }
    string ConfusionCorner { get; }
    string ConfusionListCaption(int shown, int all);
    string TrueClass { get; }
    string TakenFor { get; }
    string PicturesHead { get; }
    string ShareOfClass { get; }
    string NoConfusion { get; }

    string MistakesHeading { get; }
    string MistakesLead(int shown);
    string MistakesCaption { get; }
    string NoMistakes { get; }
    string PictureGone { get; }
    string MistakeWords(string truth, string predicted);
    string PictureHead { get; }
    string Confidence { get; }
    string TruthConfidence { get; }
}

/// <summary>How far confidences can be believed.</summary>
interface ITrustText
{
    string CalibrationHeading { get; }
    string CalibrationLead(ReportedCalibration calibration);
    string NoCalibration { get; }
    string CalibrationCaption { get; }
    string Temperature { get; }
    string Before { get; }
    string After { get; }
    string ExpectedCalibrationError { get; }
    string LogLikelihood { get; }
    string ReliabilityTitle(string side);
    string ReliabilityReading { get; }
    string BinsCaption { get; }
    string Bin { get; }
    string ShareRight { get; }
    string AsTable { get; }

    string ThresholdHeading { get; }
    string ThresholdOf(ReportedThreshold threshold);

    /// <summary>How the threshold is used, and what it does not do.</summary>
    string ThresholdUse { get; }

    string NoThreshold { get; }
    string ThresholdCaption { get; }
    string ThresholdDrawing { get; }
    string Threshold { get; }
    string Coverage { get; }
    string PrecisionOfAnswers { get; }
    string Suggested { get; }
}

/// <summary>What more pictures may bring, and what was learned.</summary>
interface ILearningText
{
    string CurveHeading { get; }
    string NoCurve { get; }
    string CurveCaption { get; }
    string CurveDrawing { get; }
    string ShotsHead { get; }
    string Estimate(EstimatedGain gain);
    string NoEstimate { get; }
    string EstimatedPoint { get; }

    string NamedHeading { get; }
    string NoNamed { get; }

    /// <summary>How well classes were recognised that were only named, beside zero-shot CLIP and the training.</summary>
    string Named(ReportedNamedClasses named);

    string ContextHeading { get; }
    string NoContext { get; }
    string ContextLead { get; }
    string ContextCaption { get; }
    string Word { get; }
    string NearestTokens { get; }
    string Entries { get; }
    string EntryName(int entry);
}

/// <summary>What it took and where it comes from.</summary>
interface IOriginText
{
    string CostHeading { get; }
    string CostCaveat { get; }
    string LearnedNumbers { get; }
    string TrainTime { get; }
    string EncodeTime { get; }
    string Seconds(double seconds);
    string Encoded(int pictures);
    string Memory { get; }
    string ClassifierSize { get; }
    string Speed { get; }
    string PicturesPerSecond(string figure);
    string SpeedUnknown { get; }
    string Processor { get; }
    string ThreadCount(int threads);
    string Energy { get; }
    string EnergyOf(string wattHours, string watts, string seconds);
    string EnergyUnknown { get; }
    string Money { get; }
    string MoneyOf(string amount, string price, string currency);

    string OriginHeading { get; }
    string DataHead { get; }
    string DataOf(RunReport report);
    string Fingerprint { get; }
    string SeedHead { get; }
    string MethodHead { get; }
    string RecipeHead { get; }
    string ModelHead { get; }
    string ContentHash { get; }
    string Licence { get; }
    string LicenceUnknown { get; }
    string ComputedBy { get; }
    string ComputedWith(ReportedOrigin origin);
    string ClassListCaption { get; }
    string Folder { get; }
    string PromptWords { get; }
    string TrainPictures { get; }
    string ValidationPictures { get; }

    string RemarksHeading { get; }
    string Notes { get; }
    string Warnings { get; }
    string NoRemarks { get; }
}

/// <summary>The model card, in Markdown. What is given is escaped already.</summary>
interface ICardText
{
    string CardIntroduction(string pictures, int classes, string method, string model);
    string UseHeading { get; }
    IReadOnlyList<string> Use { get; }
    string ResultsHeading { get; }
    string DataHeading { get; }
    string TrustHeading { get; }
    string LimitsHeading { get; }
    IReadOnlyList<string> Limits(RunReport report);
    string HowHeading { get; }
    string HowCommand { get; }
    string HowProgram { get; }
}
