namespace KronClip.Data;

/// <summary>
/// The published parts of a benchmark data set: every picture with its class, in the order in which CoOp's code has them. From lists (a split file, Aircraft's lists) it is
/// read without looking for a picture; where folders are the lists, they are what lies there. Immutable.
/// </summary>
public sealed record BenchmarkSplit
{
    /// <summary>The data set.</summary>
    public required BenchmarkDefinition Definition { get; init; }

    /// <summary>Absolute path of the folder that the pictures' paths start from.</summary>
    public required string Images { get; init; }

    /// <summary>The classes in label order.</summary>
    public required IReadOnlyList<BenchmarkClass> Classes { get; init; }

    /// <summary>The training part, from which few are drawn; empty for ImageNet's shifts.</summary>
    public required IReadOnlyList<BenchmarkPicture> Train { get; init; }

    /// <summary>The validation part. ImageNet's is its test part.</summary>
    public required IReadOnlyList<BenchmarkPicture> Validation { get; init; }

    /// <summary>The test part.</summary>
    public required IReadOnlyList<BenchmarkPicture> Test { get; init; }

    /// <summary>True for ImageNet, whose validation pictures are the test pictures: nothing may be chosen on them.</summary>
    public bool ValidationIsTest => Definition.Layout == BenchmarkLayout.TrainAndVal;

    /// <summary>True where the lists are what lies in the folders, so that a missing picture cannot be named.</summary>
    public bool IsFromFolders => Definition.Layout is not (BenchmarkLayout.CoopSplit or BenchmarkLayout.AircraftLists);

    /// <summary>What was passed over, as sentences.</summary>
    public required IReadOnlyList<string> Notes { get; init; }

    /// <summary>Reads the parts of a data set.</summary>
    /// <param name="definition">Which data set.</param>
    /// <param name="dataRoot">The folder that holds all data sets, or the data set's own.</param>
    /// <exception cref="DataException">The data set or its split file is not there (the message says where it belongs and where it is to be had), or the file is wrong.</exception>
    public static BenchmarkSplit Read(BenchmarkDefinition definition, string dataRoot)
    {
        ArgumentNullException.ThrowIfNull(definition);
        return Read(definition, BenchmarkPlace.Find(definition, dataRoot));
    }

    internal static BenchmarkSplit Read(BenchmarkDefinition definition, BenchmarkPlace place) => definition.Layout switch
    {
        BenchmarkLayout.CoopSplit => PublishedLists.OfCoOp(definition, place),
        BenchmarkLayout.AircraftLists => PublishedLists.OfAircraft(definition, place),
        _ => SynsetFolders.Read(definition, place),
    };

    /// <summary>Keys for classes: the names, and where two are the same for a reader, the name with its label.</summary>
    internal static IReadOnlyList<BenchmarkClass> Keyed(IReadOnlyList<string> names)
    {
        var doubled = names.GroupBy(ClassNames.Fold, StringComparer.Ordinal).Where(same => same.Count() > 1).Select(same => same.Key).ToHashSet(StringComparer.Ordinal);
        return [.. names.Index().Select(n => new BenchmarkClass(doubled.Contains(ClassNames.Fold(n.Item)) ? FormattableString.Invariant($"{n.Item} #{n.Index}") : n.Item, n.Item))];
    }

    /// <summary>How many test pictures the base classes (the first half of the labels, rounded up) and the new classes have.</summary>
    internal (int Base, int New) TestHalves()
    {
        var half = (Classes.Count + 1) / 2;
        var first = Test.Count(picture => picture.Label < half);
        return (first, Test.Count - first);
    }
}
