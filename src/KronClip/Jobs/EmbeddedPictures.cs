using KronClip.Compute;
using KronClip.Data;
using KronClip.Methods;

namespace KronClip.Jobs;

/// <summary>Pictures that are hashed, embedded and checked: what could not be read is set aside with its reason, for the caller to tell.</summary>
class EmbeddedPictures
{
    readonly Dictionary<string, int> rows;

    /// <summary>A copy for a class that knows more about the pictures.</summary>
    protected EmbeddedPictures(EmbeddedPictures other) : this(other.Hashes, other.Features, other.rows, other.Encoded) { }

    EmbeddedPictures(ContentHashes hashes, Matrix features, Dictionary<string, int> rows, int encoded) =>
        (Hashes, Features, this.rows, Encoded) = (hashes, features, rows, encoded);

    /// <summary>Hashes of the usable pictures; the others are listed with their reasons.</summary>
    public ContentHashes Hashes { get; }

    /// <summary>Raw embeddings of the plain view of all usable pictures, [N×e].</summary>
    public Matrix Features { get; }

    /// <summary>How many pictures went through the image tower now; the rest came from the cache.</summary>
    public int Encoded { get; }

    /// <summary>Hashes and embeds pictures, each file once.</summary>
    public static EmbeddedPictures Of(IEnumerable<ImageItem> pictures, PictureEncoder encoder, IJobObserver observer, CancellationToken cancel)
    {
        var items = pictures.DistinctBy(item => item.Path, StringComparer.Ordinal).ToArray();
        var hashes = ContentHashes.Compute(items, cancel: cancel);
        var readable = items.Where(item => hashes.TryGet(item, out _)).ToArray();
        if (readable.Length > 0)
            observer.Begin("encoding", readable.Length, "pictures");
        var encoded = encoder.Encode(readable.Select(item => new PictureView(item.Path, hashes[item])).ToArray(), done => observer.Advance(done), cancel);
        if (readable.Length > 0)
        {
            observer.Advance(readable.Length, encoded.Summary);
            observer.End();
        }

        var broken = encoded.Errors.Select(error => new UnusableImage(readable[error.Key], error.Value)).ToArray();
        var rows = Enumerable.Range(0, readable.Length).Where(i => !encoded.Errors.ContainsKey(i)).ToDictionary(i => readable[i].Path, i => i, StringComparer.Ordinal);
        return new EmbeddedPictures(hashes.Without(broken), encoded.Features, rows, encoded.Encoded);
    }

    /// <summary>Embeddings of some pictures, [n×e], in their order.</summary>
    public Matrix FeaturesOf(IReadOnlyList<ImageItem> items)
    {
        var result = new Matrix(items.Count, Features.Columns);
        for (var i = 0; i < items.Count; i++)
            Features.Row(rows[items[i].Path]).CopyTo(result.Row(i));
        return result;
    }

    /// <summary>Embeddings and classes of some pictures.</summary>
    public LabelledFeatures Labelled(IReadOnlyList<ImageItem> items) => new(FeaturesOf(items), items.Select(item => item.Label).ToArray());
}
