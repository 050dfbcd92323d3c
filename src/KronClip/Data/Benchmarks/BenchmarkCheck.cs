using System.Globalization;
using System.Text.Json;

namespace KronClip.Data;

/// <summary>A line of a data set's expected tree, and whether it is there.</summary>
public sealed record ExpectedEntry(string Path, bool Present);

/// <summary>A count beside the published one.</summary>
/// <param name="What">What is counted, such as "test pictures".</param>
/// <param name="Here">How many there are.</param>
/// <param name="Published">How many the published figures were made with.</param>
public sealed record CheckedCount(string What, int Here, int Published);

/// <summary>What lies where a benchmark data set is expected, and whether figures of it may stand beside published ones.</summary>
public sealed record BenchmarkCheck
{
    const int MostNames = 10;

    /// <summary>The data set.</summary>
    public required string Id { get; init; }

    /// <summary>Its folder, or null where it was not found.</summary>
    public string? Folder { get; init; }

    /// <summary>The layout it must have, below its folder.</summary>
    public required IReadOnlyList<ExpectedEntry> Tree { get; init; }

    /// <summary>Counts of what is there beside the published ones; empty where the lists could not be read.</summary>
    public required IReadOnlyList<CheckedCount> Counts { get; init; }

    /// <summary>Number of listed pictures that are not there.</summary>
    public int MissingCount { get; init; }

    /// <summary>The first of them.</summary>
    public required IReadOnlyList<string> Missing { get; init; }

    /// <summary>Pictures that lie there and are not listed; null where folders are the lists.</summary>
    public int? Unlisted { get; init; }

    /// <summary>What was passed over, and what must be known of the set.</summary>
    public required IReadOnlyList<string> Notes { get; init; }

    /// <summary>In what it differs from the data set of the published figures, as sentences.</summary>
    public required IReadOnlyList<string> Differences { get; init; }

    /// <summary>True if nothing differs from the data set of the published figures.</summary>
    public required bool Whole { get; init; }

    /// <summary>What to think of it, and what to do.</summary>
    public required string Verdict { get; init; }

    /// <summary>Looks at a data set. Pictures are looked for, not read.</summary>
    /// <param name="definition">Which.</param>
    /// <param name="dataRoot">The folder that holds all data sets, or the data set's own.</param>
    public static BenchmarkCheck Run(BenchmarkDefinition definition, string dataRoot)
    {
        ArgumentNullException.ThrowIfNull(definition);
        BenchmarkPlace? place = null;
        try
        {
            place = BenchmarkPlace.Find(definition, dataRoot);
            return Of(definition, place);
        }
        catch (DataException error)
        {
            return new()
            {
                Id = definition.Id,
                Folder = place?.Folder,
                Tree = Looked(definition, place),
                Counts = [],
                Missing = [],
                Notes = definition.Notes,
                Differences = [error.Message],
                Whole = false,
                Verdict = error.Message,
            };
        }
    }

    /// <summary>The document as text.</summary>
    public string ToJson() => BenchmarkCatalogue.Json.Document(this);

    static BenchmarkCheck Of(BenchmarkDefinition definition, BenchmarkPlace place)
    {
        var listed = BenchmarkSplit.Read(definition, place);
        var found = PartialBenchmark.Of(listed, place);
        var split = found.Cut();
        var differences = BenchmarkDifferences.Of(split, found);
        return new()
        {
            Id = definition.Id,
            Folder = place.Folder,
            Tree = Looked(definition, place),
            Counts = [.. BenchmarkDifferences.Counts(split).Select(count => new CheckedCount(count.What, count.Here, count.Published!.Value))],
            MissingCount = found.Missing.Count,
            Missing = [.. found.Missing.Take(MostNames)],
            Unlisted = listed.IsFromFolders ? null : CountUnlisted(listed, place),
            Notes = [.. listed.Notes, .. definition.Notes],
            Differences = differences,
            Whole = differences.Count == 0,
            Verdict = Said(definition, found, differences.Count == 0),
        };
    }

    static string Said(BenchmarkDefinition definition, PartialBenchmark found, bool whole)
    {
        if (whole)
            return $"{definition.Title} is whole: as many classes and pictures in every part as the published figures were made with.";
        var why = found.Missing.Count > 0 ? string.Create(CultureInfo.InvariantCulture, $"{found.Missing.Count:#,0} of its {found.Listed:#,0} listed pictures {(found.Missing.Count == 1 ? "is" : "are")} missing")
            : found.Lost.Count > 0 ? $"{Printable.Count(found.Lost.Count, "class", "classes")} lack{(found.Lost.Count == 1 ? "s" : "")} pictures"
            : "the counts differ";
        return $"{definition.Title} is not whole, as {why}; its figures must not stand beside published ones. Pictures: {definition.Page}. {string.Join(", ", definition.Files)}: {definition.FilesPage}";
    }

    static ExpectedEntry[] Looked(BenchmarkDefinition definition, BenchmarkPlace? place) => [.. definition.Tree.Select(line =>
    {
        // "images/<class>/*.jpg" is there if the folder before the first pattern is.
        var known = string.Join('/', line.Split('/').TakeWhile(piece => !piece.AsSpan().ContainsAny('<', '*')));
        return new ExpectedEntry(line, place is not null && Path.Exists(Path.Combine(place.Folder, known)));
    })];

    static int CountUnlisted(BenchmarkSplit split, BenchmarkPlace place)
    {
        var listed = PartialBenchmark.All(split).ToHashSet(StringComparer.Ordinal);
        return new PictureFolder(place).Everything().Count(path => !listed.Contains(path));
    }
}
