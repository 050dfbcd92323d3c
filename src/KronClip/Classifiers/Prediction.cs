namespace KronClip.Classifiers;

/// <summary>A class with the confidence that a picture belongs to it.</summary>
/// <param name="Class">The label, from 0.</param>
/// <param name="Name">The name for people.</param>
/// <param name="Confidence">Softmax over all classes of logit / temperature, in [0, 1].</param>
public readonly record struct ClassScore(int Class, string Name, double Confidence);

/// <summary>What a classifier says about one picture.</summary>
/// <param name="Top">The most likely classes, the likeliest first; among equal ones the one with the lower label.</param>
public sealed record Prediction(IReadOnlyList<ClassScore> Top)
{
    /// <summary>The likeliest class.</summary>
    public ClassScore Best => Top[0];
}
