using KronClip.Data;

namespace KronClip.Jobs;

/// <summary>A collection whose pictures are hashed, embedded and checked.</summary>
sealed class PreparedPictures : EmbeddedPictures
{
    PreparedPictures(ImageCollection collection, EmbeddedPictures pictures) : base(pictures) => Collection = collection;

    public ImageCollection Collection { get; }

    /// <summary>Hashes and embeds every picture of the collection.</summary>
    public static PreparedPictures Prepare(ImageCollection collection, PictureEncoder encoder, IJobObserver observer, CancellationToken cancel) =>
        new(collection, Of(collection.Images.Select(image => image.Item), encoder, observer, cancel));
}
