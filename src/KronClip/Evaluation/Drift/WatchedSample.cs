namespace KronClip.Evaluation;

/// <summary>What is known of one picture when two sets of pictures are held against each other.</summary>
/// <param name="Label">The class that the classifier gave it.</param>
/// <param name="Confidence">Confidence in it.</param>
/// <param name="Distance">Distance of its embedding to the nearest class mean of the training pictures; null where that is not known.</param>
/// <param name="Position">Its embedding, or a sketch of it; all of one length.</param>
public sealed record WatchedSample(int Label, double Confidence, double? Distance, IReadOnlyList<double> Position);

/// <summary>One of the tests.</summary>
/// <param name="Name">"confidence", "distance", "position" or "labels".</param>
/// <param name="Statistic">Smirnov's D of the first two, the squared distance of the means of the third, chi squared of the last.</param>
/// <param name="Effect">How large the difference is, whatever the number of pictures: D; the distance of the means in standard deviations of a picture, less what chance gives; the share of pictures that would have to change their class.</param>
/// <param name="LeastEffect">Smaller ones are of no concern, however sure they are.</param>
/// <param name="P">How often chance alone gives as large a statistic.</param>
/// <param name="Adjusted">The same, corrected for the number of tests (<see cref="Holm"/>).</param>
public sealed record DriftTest(string Name, double Statistic, double Effect, double LeastEffect, double P, double Adjusted)
{
    /// <summary>Whether the sets differ in this beyond chance, and by enough to matter.</summary>
    public bool Differs => Adjusted < DriftMeasure.Level && Effect >= LeastEffect;
}
