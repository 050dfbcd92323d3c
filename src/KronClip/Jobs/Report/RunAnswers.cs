using KronClip.Classifiers;
using KronClip.Data;
using KronClip.Evaluation;

namespace KronClip.Jobs;

/// <summary>
/// What the classifiers of a run answer on pictures that they were not trained on: N rows of C logits, of which all figures are made, so that each picture is classified once by each.
/// The measured pictures are the test pictures or, where there are too few for a test set, the training pictures out of fold.
/// </summary>
sealed class RunAnswers
{
    readonly Split split;
    readonly PreparedPictures prepared;
    readonly FoldAnswers? folds;
    readonly IReadOnlyList<double[]> validation, test, zeroShotTest;
    readonly IReadOnlyList<double[]>? probeTest;

    /// <summary>Classifies the validation and test pictures.</summary>
    /// <param name="pictures">The pictures.</param>
    /// <param name="zeroShot">Zero-shot CLIP.</param>
    /// <param name="adapted">The classifier that was made.</param>
    /// <param name="probe">The probe; null where there is none.</param>
    /// <param name="folds">Answers out of fold; null where test pictures are measured.</param>
    public RunAnswers(DrawnPictures pictures, Classifier zeroShot, Classifier adapted, Classifier? probe, FoldAnswers? folds)
    {
        (split, prepared, this.folds) = (pictures.Split, pictures.Prepared, folds);
        validation = Measurement.Logits(adapted, prepared.FeaturesOf(split.Validation));
        test = Measurement.Logits(adapted, prepared.FeaturesOf(split.Test));
        zeroShotTest = Measurement.Logits(zeroShot, prepared.FeaturesOf(split.Test));
        probeTest = probe is null ? null : Measurement.Logits(probe, prepared.FeaturesOf(split.Test));
        ZeroShotFigures = new PartFigures(Of(zeroShot, split.Validation), Figures(zeroShotTest, split.Test));
        AdaptedFigures = new PartFigures(Figures(validation, split.Validation), Figures(test, split.Test));
        Confidence = folds is null
            ? ConfidenceFit.Of(validation, Labels(split.Validation), ConfidenceFit.Validation)
            : ConfidenceFit.Of(folds.Adapted, Labels(folds.Items), ConfidenceFit.Folds);
    }

    /// <summary>Zero-shot CLIP on the validation and test pictures.</summary>
    public PartFigures ZeroShotFigures { get; }

    /// <summary>The classifier that was made, on the same.</summary>
    public PartFigures AdaptedFigures { get; }

    /// <summary>Temperature and threshold; null where there are neither folds nor validation pictures to fit them on.</summary>
    public ConfidenceFit? Confidence { get; }

    /// <summary>The measured pictures; empty where there are none.</summary>
    public IReadOnlyList<ImageItem> Measured => folds?.Items ?? split.Test;

    /// <summary>Their labels.</summary>
    public int[] Truth => Labels(Measured);

    /// <summary>Answers to them of zero-shot CLIP.</summary>
    public IReadOnlyList<double[]> ZeroShot => folds?.ZeroShot ?? zeroShotTest;

    /// <summary>Answers to them of the classifier that was made.</summary>
    public IReadOnlyList<double[]> Adapted => folds?.Adapted ?? test;

    /// <summary>Answers to them of the probe; null where there is none.</summary>
    public IReadOnlyList<double[]>? Probe => folds is null ? probeTest : folds.Probe;

    /// <summary>Another classifier on the validation and test pictures.</summary>
    public PartFigures Of(Classifier classifier) => new(Of(classifier, split.Validation), Of(classifier, split.Test));

    Figures? Of(Classifier classifier, IReadOnlyList<ImageItem> items) =>
        Measurement.Measure(classifier, prepared.FeaturesOf(items), Labels(items)) is { } metrics ? Jobs.Figures.From(metrics) : null;

    static Figures? Figures(IReadOnlyList<double[]> logits, IReadOnlyList<ImageItem> items) => Measurement.Measure(logits, Labels(items)) is { } metrics ? Jobs.Figures.From(metrics) : null;

    static int[] Labels(IReadOnlyList<ImageItem> items) => [.. items.Select(item => item.Label)];
}
