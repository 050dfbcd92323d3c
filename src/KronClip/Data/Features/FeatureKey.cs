using System.Security.Cryptography;
using System.Text;

namespace KronClip.Data;

/// <summary>What an image feature depends on: the picture's bytes, the model's weights, the preprocessing and the view taken of the picture.</summary>
/// <param name="ImageHash">SHA-256 of the picture file.</param>
/// <param name="ModelHash">Hash of the model's weights and configuration.</param>
/// <param name="PreprocessHash">Hash of everything between file and tensor: resize, crop, order, normalisation, orientation.</param>
/// <param name="View">Which view: the plain one, or a numbered augmented one with its seed.</param>
public sealed record FeatureKey(string ImageHash, string ModelHash, string PreprocessHash, string View = "plain")
{
    /// <summary>SHA-256 over the four parts, each followed by a line end.</summary>
    internal FeatureDigest Digest() => FeatureDigest.Of($"{ImageHash}\n{ModelHash}\n{PreprocessHash}\n{View}\n");

    /// <summary>The folder that this key's segments lie in: one per model and preprocessing.</summary>
    internal string GroupName() => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{ModelHash}\n{PreprocessHash}\n")).AsSpan(0, 16));
}
