namespace KronClip.Compute;

/// <summary>The frozen weights of a layer norm.</summary>
/// <param name="Gain">[C], the layer's weight.</param>
/// <param name="Bias">[C].</param>
/// <param name="Epsilon">Added to the variance.</param>
sealed record NormWeights(float[] Gain, float[] Bias, float Epsilon);
