using KronClip.Clip;
using KronClip.Compute;
using KronClip.Data;

namespace KronClip.Jobs;

/// <summary>A picture and how near a text is to it.</summary>
/// <param name="Path">The picture, as it was named or found.</param>
/// <param name="Cosine">Cosine of the two embeddings; comparable within one model alone.</param>
public sealed record FoundPicture(string Path, double Cosine);

/// <summary>The pictures nearest to a text.</summary>
/// <param name="Text">The text, as it was given.</param>
/// <param name="Pictures">Nearest first; among equal ones the first by name.</param>
public sealed record TextMatches(string Text, IReadOnlyList<FoundPicture> Pictures);

/// <summary>The texts nearest to a picture.</summary>
/// <param name="Path">The picture.</param>
/// <param name="Texts">All texts with their cosines, nearest first.</param>
public sealed record PictureMatches(string Path, IReadOnlyList<FoundText> Texts);

/// <summary>A text and how near it is to a picture.</summary>
public sealed record FoundText(string Text, double Cosine);

/// <summary>What a search found.</summary>
/// <param name="Model">The model.</param>
/// <param name="Pictures">How many pictures were looked at.</param>
/// <param name="Texts">For each text its nearest pictures.</param>
/// <param name="ByPicture">For each picture its texts, by rising name.</param>
/// <param name="Unreadable">Pictures that could not be read, with the reason.</param>
public sealed record SearchResult(string Model, int Pictures, IReadOnlyList<TextMatches> Texts, IReadOnlyList<PictureMatches> ByPicture, IReadOnlyList<string> Unreadable)
{
    /// <summary>The document as text.</summary>
    public string ToJson() => RunMetrics.Json.Document(this);
}

/// <summary>Finds pictures by words, and words for pictures, by the cosine of a frozen model's embeddings (Radford et al., arXiv:2103.00020); nothing is trained.</summary>
public static class SearchJob
{
    /// <summary>Runs the search.</summary>
    /// <param name="pictures">Pictures and folders; or a set of the workshop.</param>
    /// <param name="texts">One text or more, as they are to be read: no sentence is put around them.</param>
    /// <param name="model">The model, as in <see cref="TrainRequest.Model"/>.</param>
    /// <param name="top">How many pictures to name for each text.</param>
    /// <param name="cache">As in <see cref="TrainRequest.Cache"/>.</param>
    /// <param name="observer">Hears how it goes.</param>
    /// <param name="cancel">Stops between batches.</param>
    /// <exception cref="OptionsException">There is no text, or a text is empty.</exception>
    /// <exception cref="TokenizerException">A text is too long for the model.</exception>
    /// <exception cref="DataException">A path does not exist, or no picture can be read.</exception>
    public static SearchResult Run(IReadOnlyList<string> pictures, IReadOnlyList<string> texts, string model, int top = 10, string? cache = null, IJobObserver? observer = null, CancellationToken cancel = default)
    {
        ArgumentNullException.ThrowIfNull(pictures);
        ArgumentNullException.ThrowIfNull(texts);
        if (top < 1)
            throw new OptionsException($"top is {top}; give 1 or more pictures to name.");
        if (texts.Count == 0 || texts.Any(string.IsNullOrWhiteSpace))
            throw new OptionsException("There is no text to search for; give one or more.");
        if (texts.Distinct(StringComparer.Ordinal).Count() < texts.Count)
            throw new OptionsException("A text is given twice; give each once.");
        var hears = observer ?? SilentObserver.Instance;
        var place = ModelPlace.Find(model, hears, cancel);
        using var clip = ClipModel.Load(place.Path);
        var paths = PicturePaths.Find([.. pictures.Select(path => PicturePlace.Find(path, cache, hears, cancel))]);
        var words = TextEmbeddings.Of(clip, TextEmbeddings.Tokens(clip, texts, truncate: false), cancel);                  // [texts × e], each of length 1
        using var features = Caches.Features(cache);
        ImageItem[] items = [.. paths.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal).Select(path => new ImageItem(Path.GetFullPath(path), path, 0))];
        var embedded = EmbeddedPictures.Of(items, new PictureEncoder(clip, clip.Preprocessing, features), hears, cancel);
        ImageItem[] readable = [.. items.Where(item => embedded.Hashes.TryGet(item, out _))];
        if (readable.Length == 0)
            throw new DataException("No picture could be read, so there is nothing to search.");
        var rows = embedded.FeaturesOf(readable);
        var cosines = texts.Select((_, t) => Enumerable.Range(0, rows.Rows).Select(i => Directions.Cosine(words.Row(t), rows.Row(i))).ToArray()).ToArray();
        return new SearchResult(ModelPlace.NameOf(place.Hint, clip.Folder), readable.Length,
            [.. texts.Select((text, t) => new TextMatches(text, [.. readable.Select((item, i) => new FoundPicture(item.RelativePath, cosines[t][i])).OrderByDescending(found => found.Cosine).Take(top)]))],
            [.. readable.Select((item, i) => new PictureMatches(item.RelativePath, [.. texts.Select((text, t) => new FoundText(text, cosines[t][i])).OrderByDescending(found => found.Cosine)]))],
            [.. embedded.Hashes.Unusable.Select(unusable => unusable.Reason)]);
    }
}
