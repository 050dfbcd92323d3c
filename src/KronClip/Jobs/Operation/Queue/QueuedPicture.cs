namespace KronClip.Jobs;

/// <summary>A picture that is worth a person's label.</summary>
/// <param name="Path">The picture, as it was named or found.</param>
/// <param name="Label">Display name of the likeliest class.</param>
/// <param name="Confidence">Softmax probability of it.</param>
/// <param name="Score">What it is worth, in [0, 1]: how unsure the classifier is times how far the picture is from those before it.</param>
/// <param name="Reason">Why it stands here, for a person.</param>
public sealed record QueuedPicture(string Path, string Label, double Confidence, double Score, string Reason);
