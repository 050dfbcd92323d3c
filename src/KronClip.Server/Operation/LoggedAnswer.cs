using KronClip.Classifiers;

namespace KronClip.Server;

/// <summary>An answer that waits for the log: what its line is made of, off the request's path.</summary>
/// <param name="Time">When it was given.</param>
/// <param name="Classifier">Name of the classifier.</param>
/// <param name="Version">Its version.</param>
/// <param name="Prediction">What was said.</param>
/// <param name="Unknown">Whether it was "unknown"; null where no threshold was set.</param>
/// <param name="Feature">The embedding.</param>
/// <param name="Bytes">The picture as it was sent, or its samples.</param>
/// <param name="IsFile">Whether the bytes are those of a picture file, which can be kept.</param>
sealed record LoggedAnswer(DateTimeOffset Time, string Classifier, string Version, Prediction Prediction, bool? Unknown, float[] Feature, ReadOnlyMemory<byte> Bytes, bool IsFile);
