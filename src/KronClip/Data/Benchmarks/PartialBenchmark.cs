using System.Globalization;

namespace KronClip.Data;

/// <summary>
/// What of a published split lies on the disk. A class without training or test pictures cannot be measured as published, so it goes; the others keep what is there, and
/// their labels close up in order.
/// </summary>
/// <param name="Whole">The split as published.</param>
/// <param name="Missing">Listed pictures that are not there, in the order of the lists, each once.</param>
/// <param name="Lost">Classes that have no training or no test picture there.</param>
/// <param name="OutsideLinks">Links that lead out of the data set's folder and were not followed.</param>
sealed record PartialBenchmark(BenchmarkSplit Whole, IReadOnlyList<string> Missing, IReadOnlyList<BenchmarkClass> Lost, int OutsideLinks)
{
    readonly HashSet<string> gone = Missing.ToHashSet(StringComparer.Ordinal);

    /// <summary>True if nothing is missing.</summary>
    public bool IsWhole => Missing.Count == 0 && Lost.Count == 0;

    /// <summary>Number of pictures that the lists name.</summary>
    public int Listed => All(Whole).Count();

    /// <summary>Looks for every listed picture; lists of folders are what lies there already.</summary>
    public static PartialBenchmark Of(BenchmarkSplit split, BenchmarkPlace place)
    {
        var folder = new PictureFolder(place);
        var missing = split.IsFromFolders ? [] : All(split).Where(path => !folder.Has(path)).ToArray();
        var found = new PartialBenchmark(split, missing, [], folder.OutsideLinks);
        var (train, test) = (Labels(found.There(split.Train)), Labels(found.There(split.Test)));
        return found with { Lost = [.. split.Classes.Index().Where(c => !test.Contains(c.Index) || (split.Definition.Trains && !train.Contains(c.Index))).Select(c => c.Item)] };
    }

    /// <summary>The lists cut to what is there; perhaps nothing.</summary>
    public BenchmarkSplit Cut()
    {
        if (IsWhole)
            return Whole;
        var lost = Lost.ToHashSet();
        var kept = Whole.Classes.Index().Where(c => !lost.Contains(c.Item)).ToArray();
        var labels = kept.Index().ToDictionary(k => k.Item.Index, k => k.Index);
        BenchmarkPicture[] Left(IEnumerable<BenchmarkPicture> pictures) =>
            [.. There(pictures).Where(p => labels.ContainsKey(p.Label)).Select(p => p with { Label = labels[p.Label] })];
        var test = Left(Whole.Test);
        return Whole with
        {
            Classes = [.. kept.Select(k => k.Item)],
            Train = Left(Whole.Train),
            Validation = Whole.ValidationIsTest ? test : Left(Whole.Validation),
            Test = test,
        };
    }

    /// <summary>What is missing, counted and named.</summary>
    public string Sentence
    {
        get
        {
            var title = Whole.Definition.Title;
            var pictures = Missing.Count == 0 ? null : string.Create(CultureInfo.InvariantCulture,
                $"{Missing.Count:#,0} of the {Listed:#,0} pictures of {title} {(Missing.Count == 1 ? "is" : "are")} missing below {Printable.Quote(Whole.Images)}: {Printable.List(Missing, 3)}.");
            var classes = Lost.Count == 0 ? null
                : $"{Printable.Count(Lost.Count, "class", "classes")} of {title} {(Lost.Count == 1 ? "has" : "have")} {(Whole.Definition.Trains ? "no training or no test picture" : "no picture")}: {Printable.List([.. Lost.Select(c => c.Key)], 3)}.";
            var links = OutsideLinks == 0 ? null : $"{Printable.Count(OutsideLinks, "link")} out of the data set's folder {(OutsideLinks == 1 ? "was" : "were")} not followed.";
            return string.Join(' ', new[] { pictures, classes, links }.Where(sentence => sentence is not null));
        }
    }

    /// <summary>Every listed path, once.</summary>
    internal static IEnumerable<string> All(BenchmarkSplit split) => split.Train.Concat(split.Validation).Concat(split.Test).Select(p => p.Path).Distinct(StringComparer.Ordinal);

    IEnumerable<BenchmarkPicture> There(IEnumerable<BenchmarkPicture> pictures) => gone.Count == 0 ? pictures : pictures.Where(p => !gone.Contains(p.Path));

    static HashSet<int> Labels(IEnumerable<BenchmarkPicture> pictures) => pictures.Select(p => p.Label).ToHashSet();
}
