namespace KronClip.Evaluation;

/// <summary>What a classifier stands for in a report.</summary>
public enum ReportedRole
{
    /// <summary>Zero-shot CLIP: the model as it is, with the class words.</summary>
    ZeroShot,

    /// <summary>The classifier that was made.</summary>
    Adapted,

    /// <summary>A probe of the image embeddings: kernel ridge on what zero-shot CLIP leaves open. What a closed form on the same pictures gives, with no prompt learned.</summary>
    Probe,
}

/// <summary>A classifier's figures on the measured pictures.</summary>
/// <param name="Role">What it stands for.</param>
/// <param name="Method">Name in the catalogue.</param>
/// <param name="Title">Name for a person.</param>
/// <param name="Parameters">Learned numbers.</param>
/// <param name="Correct">Pictures recognised.</param>
/// <param name="Accuracy">Share recognised, with its Wilson interval.</param>
/// <param name="MacroF1">Mean F1 over the classes that have pictures, with a bootstrap interval over the pictures.</param>
public sealed record ReportedClassifier(ReportedRole Role, string Method, string Title, long Parameters, int Correct, Interval Accuracy, Interval MacroF1);

/// <summary>The classifier that was made against another, picture by picture.</summary>
/// <param name="Against">The other.</param>
/// <param name="Accuracy">Difference of the accuracies (positive: the made one is better), with a paired bootstrap interval.</param>
/// <param name="OnlyAdapted">Pictures that only the made one recognised.</param>
/// <param name="OnlyOther">Pictures that only the other recognised.</param>
/// <param name="P">Exact two-sided sign test (McNemar) of the two counts.</param>
public sealed record ReportedDifference(ReportedRole Against, Interval Accuracy, int OnlyAdapted, int OnlyOther, double P);

/// <summary>How one class fared. Rates are null where they have no meaning (no pictures, or nothing taken for the class).</summary>
/// <param name="Support">Pictures truly of this class.</param>
/// <param name="Predicted">Pictures taken for it.</param>
/// <param name="Correct">Pictures of it that were taken for it.</param>
/// <param name="Precision">Correct / predicted, Wilson interval.</param>
/// <param name="Recall">Correct / support, Wilson interval.</param>
/// <param name="F1">Their harmonic mean, bootstrap interval over the pictures.</param>
public sealed record ReportedClass(int Support, int Predicted, int Correct, Interval? Precision, Interval? Recall, Interval? F1);

/// <summary>A wrong answer.</summary>
/// <param name="Picture">Path below the pictures' root, with '/'.</param>
/// <param name="Truth">Label of its class.</param>
/// <param name="Predicted">Label that was given.</param>
/// <param name="Confidence">Confidence in the given label, calibrated.</param>
/// <param name="TruthConfidence">Confidence in the true label.</param>
public sealed record ReportedMistake(string Picture, int Truth, int Predicted, double Confidence, double TruthConfidence);
