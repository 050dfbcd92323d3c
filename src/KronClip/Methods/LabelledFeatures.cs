using KronClip.Compute;

namespace KronClip.Methods;

/// <summary>Raw embeddings of pictures and their classes. Training and validation sets have this type; test sets never reach a method.</summary>
/// <param name="Features">[N×e].</param>
/// <param name="Labels">[N].</param>
public sealed record LabelledFeatures(Matrix Features, int[] Labels);
