namespace KronClip.Data;

/// <summary>A picture of a benchmark data set, as its split lists it. A value, for ImageNet has 1.3 million.</summary>
/// <param name="Path">Path below the data set's picture folder, with '/' between folders.</param>
/// <param name="Label">Index into the data set's classes.</param>
/// <param name="ClassName">The published name of the class, '_' and all.</param>
public readonly record struct BenchmarkPicture(string Path, int Label, string ClassName);

/// <summary>A class of a benchmark data set.</summary>
/// <param name="Key">A text that no other class of the set has: the synset, or the published name.</param>
/// <param name="Name">The published name; in ImageNet two classes may share one.</param>
public sealed record BenchmarkClass(string Key, string Name);
