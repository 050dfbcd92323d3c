using System.Collections.Concurrent;

namespace KronClip.Data;

/// <summary>
/// A benchmark data set on the disk: its classes, the published draws of few pictures, and its test part. Opening looks for every listed picture and reads none of them.
/// Immutable and thread-safe.
/// </summary>
public sealed class BenchmarkSet
{
    readonly BenchmarkSplit split;
    readonly ConcurrentDictionary<(int Shots, long Seed), FewShotDraw> draws = [];

    BenchmarkSet(BenchmarkSplit split, IReadOnlyList<string> differences)
    {
        (this.split, Differences) = (split, differences);
        Classes = Named(split);
    }

    /// <summary>Which data set.</summary>
    public BenchmarkDefinition Definition => split.Definition;

    /// <summary>Absolute path of the folder that the pictures' paths start from.</summary>
    public string Root => split.Images;

    /// <summary>
    /// The classes in label order. <see cref="ClassDefinition.Folder"/> is a text of its own for each (the synset, or the published name), the words are the published name with
    /// '_' as a space, and the template is that of CoOp's zero-shot CLIP. In ImageNet two classes may have the same words; their display names differ.
    /// </summary>
    public IReadOnlyList<ClassDefinition> Classes { get; }

    /// <summary>In what it differs from the data set of the published figures, as sentences; empty if in nothing. A figure of a set with differences never stands beside a published one.</summary>
    public IReadOnlyList<string> Differences { get; }

    /// <summary>The test part, in the published order.</summary>
    public IReadOnlyList<BenchmarkPicture> Test => split.Test;

    /// <summary>The parts that the draws are made from, cut to what is there if the set is partial.</summary>
    internal BenchmarkSplit Parts => split;

    /// <summary>Opens a data set.</summary>
    /// <param name="definition">Which.</param>
    /// <param name="dataRoot">The folder that holds all data sets, or the data set's own.</param>
    /// <param name="allowPartial">Take what is there where pictures are missing: the lists are cut before anything is drawn, and <see cref="Differences"/> says so.</param>
    /// <exception cref="DataException">It is not there, its split file is missing or wrong, or pictures are missing and that is not allowed.</exception>
    public static BenchmarkSet Open(BenchmarkDefinition definition, string dataRoot, bool allowPartial)
    {
        ArgumentNullException.ThrowIfNull(definition);
        var place = BenchmarkPlace.Find(definition, dataRoot);
        var found = PartialBenchmark.Of(BenchmarkSplit.Read(definition, place), place);
        if (!found.IsWhole && !allowPartial)
        {
            throw new DataException($"{found.Sentence} Complete the pictures from {definition.Page}, or allow a partial data set; its figures are then never set beside published ones. "
                + $"'kronclip data check {definition.Id}' says more.");
        }
        var split = found.Cut();
        if (split.Classes.Count < 2)
            throw new DataException($"{found.Sentence} {Printable.Count(split.Classes.Count, "class", "classes")} would be left, and telling classes apart needs at least two.".TrimStart());
        return new(split, BenchmarkDifferences.Of(split, found));
    }

    /// <summary>The published draw. ImageNet's has no validation pictures, and a shift of ImageNet has nothing to draw from.</summary>
    /// <param name="shots">Training pictures per class.</param>
    /// <param name="seed">The seed; published figures are of 1, 2 and 3.</param>
    /// <exception cref="OptionsException">Shots is not positive.</exception>
    public FewShotDraw Draw(int shots, long seed) => draws.GetOrAdd((shots, seed), key => FewShotDraw.Of(split, key.Shots, key.Seed));

    /// <summary>
    /// Only the pictures that some draws and the test need, with the parts they were given: so nobody has to read a million pictures for sixteen of each class. Each stands
    /// there once: a test picture counts as test wherever else it is listed, a validation picture counts as validation.
    /// </summary>
    /// <param name="collectionDraws">Shots and seeds; none for the test part alone.</param>
    public ImageCollection Collection(IReadOnlyList<(int Shots, long Seed)> collectionDraws)
    {
        ArgumentNullException.ThrowIfNull(collectionDraws);
        var drawn = collectionDraws.Select(d => Draw(d.Shots, d.Seed)).ToArray();
        var images = Part(Test, SplitPart.Test).Concat(Part(drawn.SelectMany(d => d.Validation), SplitPart.Validation)).Concat(Part(drawn.SelectMany(d => d.Train), SplitPart.Train));
        return ImageCollection.OfParts(Root, Classes, images.DistinctBy(image => image.Item.RelativePath, StringComparer.Ordinal), Differences, split.Notes);
    }

    /// <summary>One draw as a split of the house: the published parts in the published order, less what cannot be read.</summary>
    /// <param name="collection">What <see cref="Collection"/> gave for draws with this one among them.</param>
    /// <param name="hashes">Its pictures' hashes; a picture without one is set aside.</param>
    /// <param name="shots">Training pictures per class.</param>
    /// <param name="seed">The seed.</param>
    /// <exception cref="DataException">A class has no training picture left that can be read.</exception>
    public Split Split(ImageCollection collection, ContentHashes hashes, int shots, long seed) => DrawnSplit.Of(collection, hashes, Draw(shots, seed), Test);

    IEnumerable<AssignedImage> Part(IEnumerable<BenchmarkPicture> pictures, SplitPart part) =>
        pictures.Select(p => new AssignedImage(new ImageItem(Path.GetFullPath(Path.Combine(Root, p.Path)), p.Path, p.Label), part));

    static ClassDefinition[] Named(BenchmarkSplit split)
    {
        var doubled = split.Classes.GroupBy(c => ClassNames.Fold(Words(c)), StringComparer.Ordinal).Where(same => same.Count() > 1).Select(same => same.Key).ToHashSet(StringComparer.Ordinal);
        return [.. split.Classes.Select(c => new ClassDefinition
        {
            Folder = c.Key,
            Words = Words(c),
            Name = doubled.Contains(ClassNames.Fold(Words(c))) ? $"{Words(c)} ({c.Key})" : Words(c),
            Templates = [split.Definition.Template],
        })];
    }

    static string Words(BenchmarkClass c) => c.Name.Replace('_', ' ').Trim();
}
