namespace KronClip.Evaluation;

/// <summary>What a table must know of a set of pictures that was measured or trained on.</summary>
/// <param name="Name">As cells call it.</param>
/// <param name="Title">As the field writes it ("OxfordPets"), or the folder's name.</param>
/// <param name="Published">Name under which published figures stand ("OxfordPets", "V2"); null for a person's own pictures.</param>
/// <param name="Classes">Number of classes.</param>
/// <param name="Differences">Where a published data set's counts differ from the published ones, in sentences: then it is partial and never set beside a published figure. Empty where it is whole.</param>
public sealed record BenchmarkSetFacts(string Name, string Title, string? Published, int Classes, IReadOnlyList<string> Differences)
{
    /// <summary>Whether it is a published data set that is not all there.</summary>
    public bool IsPartial => Differences.Count > 0;
}
