namespace KronClip.Classifiers;

/// <summary>
/// What a classifier answered on pictures that it was not trained on, when it was made: later pictures are held against it, to see whether they still look the same. It holds no picture and no
/// embedding, and of at most <see cref="MostPictures"/> pictures, those with the lowest hashes, a sketch of 32 bytes each.
/// </summary>
public sealed record ReferenceDescription : OpenRecord
{
    /// <summary>Pictures that are kept at most; more would make the file larger and hardly another answer.</summary>
    public const int MostPictures = 200;

    /// <summary>"test" or "validation".</summary>
    public required string From { get; init; }

    /// <summary>How many pictures there were.</summary>
    public required int Pictures { get; init; }

    /// <summary>Confidence in the likeliest class, to four digits, of the pictures that are kept.</summary>
    public required IReadOnlyList<double> Confidences { get; init; }

    /// <summary>The likeliest class of each of them, an index into the document's classes.</summary>
    public required IReadOnlyList<int> Predicted { get; init; }

    /// <summary><see cref="EmbeddingSketch"/> of each of them, base64.</summary>
    public required string Sketches { get; init; }

    /// <summary>Mean sketches of the training pictures of each class, base64; null where nothing was trained on.</summary>
    public string? ClassMeans { get; init; }
}
