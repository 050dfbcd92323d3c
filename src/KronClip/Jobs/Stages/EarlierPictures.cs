using KronClip.Classifiers;
using KronClip.Clip;
using KronClip.Data;

namespace KronClip.Jobs;

/// <summary>
/// The pictures that a classifier was trained on, as far as they can be had again, and those that were kept apart from that training. Three places know them: the run
/// that made the classifier, whose split names them and whose embeddings are in the cache even where the files are gone; a folder that is named; and the folder that the
/// classifier is extended from. Which pictures were trained on says the classifier alone, by their hashes.
/// </summary>
sealed class EarlierPictures
{
    readonly IReadOnlyList<ClassDescription> known;
    readonly PictureEncoder encoder;
    readonly int width;
    readonly HashSet<string> trainedOn;
    readonly Dictionary<string, StagePicture> train = new(StringComparer.Ordinal), test = new(StringComparer.Ordinal);     // by hash
    readonly List<string> relabelled = [];
    readonly HashSet<string> apart = new(StringComparer.Ordinal);          // validation and test pictures of the earlier run, by hash

    public EarlierPictures(LoadedClassifier loaded)
    {
        (known, encoder, width) = (loaded.Classifier.Classes, loaded.Encoder, loaded.Model.Config.EmbeddingWidth);
        trainedOn = loaded.Classifier.Document.TrainedOn.ToHashSet(StringComparer.Ordinal);
    }

    /// <summary>How many the classifier remembers.</summary>
    public int Recorded => trainedOn.Count;

    /// <summary>Training pictures that were found, by class and hash.</summary>
    public IReadOnlyList<StagePicture> Train => Ordered(train);

    /// <summary>Test pictures of old classes that were found.</summary>
    public IReadOnlyList<StagePicture> Test => Ordered(test);

    /// <summary>Pictures that were trained on as another class than they lie in now; they are not trained on again as that.</summary>
    public IReadOnlyList<string> Relabelled => relabelled;

    /// <summary>Whether a picture was trained on.</summary>
    public bool WasTrainedOn(string hash) => TrainedPictures.Contains(trainedOn, hash);

    /// <summary>Whether a picture was kept apart from the earlier training, to choose by or to be measured.</summary>
    public bool WasKeptApart(string hash) => apart.Contains(hash);

    /// <summary>What a run's split lists. Embeddings come from the cache; what the cache lacks is read, where the file is there and has not changed.</summary>
    public void AddRun(RecordedSplit run, IJobObserver observer, CancellationToken cancel)
    {
        var split = run.Split;
        int[] labels = [.. split.Classes.Select(c => MergedClasses.Label(known, c.Folder))];
        List<(ImageItem Item, string Hash)> Known(IEnumerable<ImageItem> items) =>
            [.. items.Where(item => labels[item.Label] >= 0 && run.Hashes.TryGet(item, out _)).Select(item => (item with { Label = labels[item.Label] }, run.Hashes[item])).DistinctBy(p => p.Item2)];
        var (trained, tested) = (Known(split.Train.Concat(split.Unused.Select(u => u.Item))).FindAll(p => WasTrainedOn(p.Hash)), Known(split.Test).FindAll(p => !WasTrainedOn(p.Hash)));
        apart.UnionWith(Known(split.Validation.Concat(split.Test)).Select(p => p.Hash));
        observer.Begin("looking for earlier pictures", trained.Count + tested.Count, "pictures");
        Add(train, trained, 0, observer, cancel);
        Add(test, tested, trained.Count, observer, cancel);
        observer.End();
    }

    /// <summary>What a folder of earlier pictures holds. Its test part is measured; where it has none, all that was not trained on is.</summary>
    public void AddFolder(PreparedPictures prepared)
    {
        var given = prepared.Collection.Images.Any(image => image.Part == SplitPart.Test);
        foreach (var (picture, part) in Pictures(prepared, [.. prepared.Collection.Classes.Select(c => MergedClasses.Label(known, c.Folder))]))
        {
            if (WasTrainedOn(picture.Hash))
                train.TryAdd(picture.Hash, picture);
            else if (!given || part == SplitPart.Test)
                test.TryAdd(picture.Hash, picture);
            apart.Add(picture.Hash);
        }
    }

    /// <summary>A picture of the folder at hand that the classifier was trained on, or that was kept apart from that; true if it is one of them.</summary>
    public bool Take(StagePicture picture)
    {
        if (!WasTrainedOn(picture.Hash))
            return WasKeptApart(picture.Hash);
        if (picture.Item.Label >= known.Count || (train.TryGetValue(picture.Hash, out var before) && before.Item.Label != picture.Item.Label))
            relabelled.Add(picture.Item.RelativePath);
        else
            train[picture.Hash] = picture;                 // the file at hand stands for what only the cache knew
        return true;
    }

    /// <summary>The usable pictures of a prepared collection, by the labels of their classes; those of classes without one (-1) are left out.</summary>
    public static IEnumerable<(StagePicture Picture, SplitPart Part)> Pictures(PreparedPictures prepared, IReadOnlyList<int> labels) =>
        from image in prepared.Collection.Images
        where labels[image.Item.Label] >= 0 && prepared.Hashes.TryGet(image.Item, out _)
        let item = image.Item with { Label = labels[image.Item.Label] }
        select (new StagePicture(item, prepared.Hashes[image.Item], prepared.FeaturesOf([image.Item]).Row(0).ToArray(), OnDisk: true), image.Part);

    void Add(Dictionary<string, StagePicture> to, List<(ImageItem Item, string Hash)> pictures, int before, IJobObserver observer, CancellationToken cancel)
    {
        foreach (var (done, (item, hash)) in pictures.Index())
        {
            cancel.ThrowIfCancellationRequested();
            var feature = new float[width];
            var (kept, there) = (encoder.TryKept(new PictureView(item.Path, hash), feature), IsUnchanged(item.Path, hash));
            if (!kept && there)
            {
                var encoded = encoder.Encode([new PictureView(item.Path, hash)], cancel: cancel);
                kept = encoded.Errors.Count == 0;
                encoded.Features.Row(0).CopyTo(feature);
            }
            if (kept)
                to.TryAdd(hash, new StagePicture(item, hash, feature, there));
            observer.Advance(before + done + 1);
        }
    }

    static bool IsUnchanged(string path, string hash)
    {
        try
        {
            return ContentHashes.OfFile(path) == hash;
        }
        catch (DataException)
        {
            return false;
        }
    }

    static StagePicture[] Ordered(Dictionary<string, StagePicture> pictures) => [.. pictures.Values.OrderBy(p => p.Item.Label).ThenBy(p => p.Hash, StringComparer.Ordinal)];
}
