using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using KronClip.Classifiers;
using KronClip.Data;

namespace KronClip.Jobs;

/// <summary>
/// The pictures of a retraining, divided so that old and new classifier can be compared on some that neither was trained on: of those that the old one was not trained on, a third of each class is
/// kept apart, those with the lowest hashes. The training gets a list of them that it leaves out.
/// </summary>
sealed class RetrainPictures
{
    const int Apart = 3;

    readonly List<string> heldOutHashes;

    RetrainPictures(ImageCollection collection, IReadOnlyList<LabelledPath> heldOut, List<string> heldOutHashes, int largestPool, string fingerprint) =>
        (Collection, HeldOut, this.heldOutHashes, LargestPool, Fingerprint) = (collection, heldOut, heldOutHashes, largestPool, fingerprint);

    public ImageCollection Collection { get; }

    /// <summary>Pictures to compare on.</summary>
    public IReadOnlyList<LabelledPath> HeldOut { get; }

    /// <summary>Pictures of the largest class that may be trained on.</summary>
    public int LargestPool { get; }

    /// <summary>Over contents and classes of all pictures, and which are kept apart.</summary>
    public string Fingerprint { get; }

    /// <summary>The list of pictures that the training leaves out, one a line.</summary>
    public string LeaveOutText => string.Concat(heldOutHashes.Order(StringComparer.Ordinal).Select(hash => new JsonObject { ["sha256"] = hash }.ToJsonString() + "\n"));

    /// <exception cref="DataException">The pictures cannot be used, or a class of the classifier has none.</exception>
    public static RetrainPictures Divide(RetrainRequest request, Classifier old, IJobObserver observer, CancellationToken cancel)
    {
        var collection = ImageCollection.Open(PicturePlace.Find(request.Images, request.Cache, observer, cancel));
        var labels = collection.Classes.Select(c => MergedClasses.Label(old.Classes, c.Folder)).ToArray();
        var missing = old.Classes.Where((_, i) => !labels.Contains(i)).Select(c => c.Folder).ToArray();
        if (missing.Length > 0)
            throw new DataException($"'{request.Images}' has no pictures of {Printable.List(missing)}, which the classifier knows: a new one would not know {(missing.Length == 1 ? "it" : "them")} any more. Give the pictures of all classes.");
        var hashes = ContentHashes.Compute(collection.Images.Select(image => image.Item), cancel: cancel);
        var trained = old.Document.TrainedOn.ToHashSet(StringComparer.Ordinal);
        AssignedImage[] readable = [.. collection.Images.Where(image => hashes.TryGet(image.Item, out _))];
        var unseen = readable.Where(image => !TrainedPictures.Contains(trained, hashes[image.Item])).ToArray();
        var given = unseen.Where(image => image.Part == SplitPart.Test).Select(image => image.Item).ToArray();
        ImageItem[] apart = request.HeldOut is not null ? [] : given.Length > 0 ? given : [.. unseen.Select(image => image.Item).DistinctBy(item => hashes[item], StringComparer.Ordinal)
            .GroupBy(item => item.Label).OrderBy(g => g.Key).SelectMany(g => g.OrderBy(item => hashes[item], StringComparer.Ordinal).Take(g.Count() / Apart))];
        IReadOnlyList<LabelledPath> heldOut = [.. apart.Select(item => new LabelledPath(item.Path, collection.Classes[item.Label].Folder))];
        List<string> listed = [.. apart.Select(item => hashes[item])];
        if (request.HeldOut is not null)
        {
            var other = ImageCollection.Open(PicturePlace.Find(request.HeldOut, request.Cache, observer, cancel), null, new CollectionOptions { ForTraining = false });
            var otherHashes = ContentHashes.Compute(other.Images.Select(image => image.Item), cancel: cancel);
            heldOut = [.. other.Images.Where(image => otherHashes.TryGet(image.Item, out _)).Select(image => new LabelledPath(image.Item.Path, other.Classes[image.Item.Label].Folder))];
            listed = [.. other.Images.Where(image => otherHashes.TryGet(image.Item, out _)).Select(image => otherHashes[image.Item])];
        }
        var kept = listed.ToHashSet(StringComparer.Ordinal);
        var pools = readable.Where(image => image.Part is SplitPart.Train or SplitPart.Unassigned && !kept.Contains(hashes[image.Item])).CountBy(image => image.Item.Label).Select(p => p.Value).DefaultIfEmpty(1).Max();
        return new RetrainPictures(collection, heldOut, [.. kept], pools, FingerprintOf(readable, collection, hashes, kept));
    }

    /// <summary>The classes file of the training: what the old classifier calls its classes stays so; new folders are named as folders are.</summary>
    public ClassFile Classes(Classifier old) => new(Collection.Classes.Select(c => (c.Folder, Label: MergedClasses.Label(old.Classes, c.Folder))).Where(c => c.Label >= 0)
        .ToDictionary(c => c.Folder, c => Entry(old.Classes[c.Label]), StringComparer.Ordinal));

    static ClassFileEntry Entry(ClassDescription c) => new() { Name = c.Name, Words = c.Words, Description = c.Description, Templates = c.Templates.Count > 0 ? c.Templates : null };

    static string FingerprintOf(AssignedImage[] images, ImageCollection collection, ContentHashes hashes, HashSet<string> kept)
    {
        var lines = images.Select(image => string.Create(CultureInfo.InvariantCulture, $"{hashes[image.Item]} {image.Part} {kept.Contains(hashes[image.Item])} {collection.Classes[image.Item.Label].Folder}")).Order(StringComparer.Ordinal);
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('\n', lines))));
    }
}
