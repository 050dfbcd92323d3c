using System.Text.Json.Nodes;
using KronClip.Compute;
using KronClip.Data;

namespace KronClip.Jobs;

/// <summary>
/// The unlabelled pictures of a training, embedded: each content once, and none that is also a labelled or a test picture. What is known of their true classes is kept apart, for the report alone.
/// </summary>
sealed class UnlabelledPictures
{
    readonly EmbeddedPictures embedded;
    readonly int?[] truth;

    UnlabelledPictures(EmbeddedPictures embedded, IReadOnlyList<ImageItem> items, int?[] truth, LeftOutFigures leftOut)
    {
        (this.embedded, Items, this.truth, LeftOut) = (embedded, items, truth, leftOut);
        Features = embedded.FeaturesOf(items);
        Keys = [.. items.Select(item => embedded.Hashes[item])];
    }

    /// <summary>The pictures, [N]; their label is <see cref="LoosePictures.NoLabel"/>.</summary>
    public IReadOnlyList<ImageItem> Items { get; }

    /// <summary>Content hashes, [N].</summary>
    public IReadOnlyList<string> Keys { get; }

    /// <summary>Raw embeddings, [N×e].</summary>
    public Matrix Features { get; }

    public EmbeddedPictures Embedded => embedded;

    public LeftOutFigures LeftOut { get; }

    /// <summary>How many have a true class that is known.</summary>
    public int Known => truth.Count(t => t is not null);

    /// <summary>The fingerprint of the labelled pictures together with these.</summary>
    public string Fingerprint(string labelled) => DataFingerprint.With(labelled, Items, embedded.Hashes);

    /// <summary>What of them decides a run's outcome.</summary>
    public JsonObject Describe(UnlabelledOptions options, int classes) => new()
    {
        ["pictures"] = Items.Count,
        ["fingerprint"] = Fingerprint(""),
        ["rounds"] = options.Rounds,
        ["perClass"] = options.MostPerClass(Items.Count, classes),
        ["confidence"] = options.Confidence,
        ["labelledWeight"] = options.LabelledWeight,
    };

    /// <summary>How many of some statements are about pictures whose class is known, and how many of those are right; null where none is.</summary>
    public (int Known, int? Right) Check(IEnumerable<(int Picture, int Class)> said)
    {
        var known = said.Where(s => truth[s.Picture] is not null).ToArray();
        return (known.Length, known.Length == 0 ? null : known.Count(s => truth[s.Picture] == s.Class));
    }

    /// <summary>The pictures whose class is known, with it: for the report.</summary>
    public (Matrix Features, int[] Truth)? Labelled()
    {
        var known = Enumerable.Range(0, Items.Count).Where(i => truth[i] is not null).ToArray();
        return known.Length == 0 ? null : (embedded.FeaturesOf([.. known.Select(i => Items[i])]), [.. known.Select(i => truth[i]!.Value)]);
    }

    /// <summary>Embeds the pictures of a place and leaves out what must not be learned from.</summary>
    /// <param name="place">The pictures.</param>
    /// <param name="already">The place's pictures as they are embedded already, or null.</param>
    /// <param name="split">The labelled pictures.</param>
    /// <param name="labelled">Their hashes.</param>
    /// <param name="encoder">The encoder.</param>
    /// <param name="warn">Hears of pictures that could not be read.</param>
    /// <param name="observer">Hears how it goes.</param>
    /// <param name="cancel">Stops it.</param>
    /// <exception cref="DataException">No picture is left.</exception>
    public static UnlabelledPictures Prepare(UnlabelledPlace place, EmbeddedPictures? already, Split split, ContentHashes labelled, PictureEncoder encoder, Action<string> warn, IJobObserver observer, CancellationToken cancel)
    {
        var embedded = already ?? EmbeddedPictures.Of(place.Pictures.Select(p => p.Item), encoder, observer, cancel);
        HashSet<string> Of(IReadOnlyList<ImageItem> items) => items.Select(item => labelled[item]).ToHashSet(StringComparer.Ordinal);
        var (train, validation, test) = (Of(split.Train), Of(split.Validation), Of(split.Test));
        var (inTrain, inValidation, inTest, copies) = (0, 0, 0, 0);
        var seen = new HashSet<string>(StringComparer.Ordinal);
        var kept = new List<LoosePicture>();
        foreach (var picture in place.Pictures)
        {
            if (!embedded.Hashes.TryGet(picture.Item, out var hash))
                continue;
            if (test.Contains(hash))
                inTest++;
            else if (validation.Contains(hash))
                inValidation++;
            else if (train.Contains(hash))
                inTrain++;
            else if (!seen.Add(hash))
                copies++;
            else
                kept.Add(picture);
        }
        var unreadable = already is null ? embedded.Hashes.Unusable : [];
        if (unreadable.Count > 0)
            warn($"Unlabelled pictures left out, as they cannot be read: {string.Join(' ', unreadable.Take(3).Select(u => u.Reason))}{(unreadable.Count > 3 ? $" And {unreadable.Count - 3} more." : "")}");
        var leftOut = new LeftOutFigures(inTrain, inValidation, inTest, place.Parts, copies, unreadable.Count);
        return kept.Count > 0
            ? new(embedded, [.. kept.Select(p => p.Item)], [.. kept.Select(p => LoosePictures.ClassOf(p, split.Classes))], leftOut)
            : throw new DataException($"{Printable.Quote(place.Root)}: no unlabelled picture is left. {Sentence(leftOut)}. Give other pictures with --unlabelled.");
    }

    /// <summary>"Left out: 3 also a test picture, 1 a copy of another", without a full stop; empty where nothing was.</summary>
    public static string Sentence(LeftOutFigures leftOut)
    {
        (int Count, string What)[] reasons =
        [
            (leftOut.Train, "also a labelled training picture"), (leftOut.Validation, "also a validation picture"), (leftOut.Test, "also a test picture"),
            (leftOut.Parts, "in its validation or test part"), (leftOut.Copies, "a copy of another"), (leftOut.Unreadable, "unreadable"),
        ];
        return leftOut.Sum == 0 ? "" : $"Left out: {string.Join(", ", reasons.Where(r => r.Count > 0).Select(r => FormattableString.Invariant($"{r.Count} {r.What}")))}";
    }
}
