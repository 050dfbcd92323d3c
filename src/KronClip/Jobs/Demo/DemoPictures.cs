using KronClip.Data;
using KronClip.Evaluation;
using KronClip.Images;

namespace KronClip.Jobs;

/// <summary>Which pictures the demo shows. They are chosen by their places alone, before anything is known of what was said of them.</summary>
sealed class DemoPictures(ProtocolOutcome outcome)
{
    const int MostPerSet = 12, TileSide = 176;

    readonly Dictionary<(string Set, string Path), string> files = new[] { outcome.Source }.Concat(outcome.Others)
        .SelectMany(set => set.Collection.Images.Select(image => ((set.Name, image.Item.RelativePath), image.Item.Path)))
        .DistinctBy(f => f.Item1).ToDictionary(f => f.Item1, f => f.Path);

    readonly ILookup<int, ImageItem> tested = outcome.FirstTest.OrderBy(i => i.RelativePath, StringComparer.Ordinal).ToLookup(i => i.Label);

    /// <summary>The data: address of a picture; null where it has gone since.</summary>
    public string? Address(string set, string path)
    {
        try
        {
            return files.TryGetValue((set, path), out var file) ? Thumbnail.DataAddress(file, TileSide) : null;
        }
        catch (ImageException)
        {
            return null;
        }
    }

    /// <summary>See <see cref="ProtocolPage.ExampleRule"/>.</summary>
    public IReadOnlyList<ReportExample> Examples(IReadOnlyList<string> rows) =>
    [
        .. from quarter in Enumerable.Range(1, 3)
           let item = tested[quarter * outcome.Source.Collection.Classes.Count / 4].First()
           let feature = outcome.Source.Pictures.FeaturesOf([item])
           select new ReportExample(item.RelativePath, outcome.Source.Collection.Classes[item.Label].Name,
               [.. rows.Select(row => new ReportAnswer(row, [.. outcome.Classifiers[row].Predict(feature.Row(0), 3).Top.Select(t => new ReportGuess(t.Name, t.Confidence))]))]),
    ];

    /// <summary>The first picture of the first classes of each set.</summary>
    public IReadOnlyList<ReportStrip> Gallery()
    {
        var source = outcome.Source;
        var halves = ClassHalves.Of(source.Collection.Classes.Count);
        return
        [
            Strip($"{source.Name}: base classes", source, [.. halves.Base.Select(label => tested[label].First())]),
            Strip($"{source.Name}: new classes", source, [.. halves.New.Select(label => tested[label].First())]),
            .. outcome.Others.Select(set => Strip(set.Role == SetRole.Shift ? $"shifted: {set.Name}" : $"another task: {set.Name}", set,
                [.. set.Measured().OrderBy(i => i.Label).ThenBy(i => i.RelativePath, StringComparer.Ordinal).DistinctBy(i => i.Label)])),
        ];
    }

    static ReportStrip Strip(string title, MeasuredSet set, IReadOnlyList<ImageItem> first) => new(title, set.Name, first.Count,
        [.. first.Take(MostPerSet).Select(item => new ReportPicture(item.RelativePath, set.Collection.Classes[item.Label].Name))]);
}
