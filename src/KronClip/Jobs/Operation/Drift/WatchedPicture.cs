namespace KronClip.Jobs;

/// <summary>What the drift watch knows of a picture.</summary>
/// <param name="Label">The likeliest class, an index.</param>
/// <param name="Confidence">Confidence in it.</param>
/// <param name="Sketch">Sketch of its embedding.</param>
sealed record WatchedPicture(int Label, double Confidence, sbyte[] Sketch);
