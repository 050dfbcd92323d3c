namespace KronClip.Evaluation;

/// <summary>
/// A figure of ours beside a published one. Partial data sets and a person's own never come to this; for everything else the reasons say why the two are not comparable, and then no difference is
/// given. Immutable.
/// </summary>
/// <param name="Row">Whose figure it is.</param>
/// <param name="Column">Number of the column.</param>
/// <param name="Name">The published name.</param>
/// <param name="Kind">What it is to the method.</param>
/// <param name="Ours">Our mean, as a fraction.</param>
/// <param name="Theirs">The published figure, as a fraction.</param>
/// <param name="Difference">Ours less theirs; null where they are not comparable.</param>
/// <param name="Reasons">Why they are not; none where they are.</param>
/// <param name="Source">Where theirs was printed.</param>
/// <param name="Note">What the collection notes of it; null where nothing is noted.</param>
public sealed record PublishedComparison(RowKey Row, int Column, string Name, PublishedKind Kind, double Ours, double Theirs, double? Difference, IReadOnlyList<string> Reasons, string Source, string? Note)
{
    /// <summary>Whether the two may be set against each other.</summary>
    public bool IsComparable => Reasons.Count == 0;

    /// <summary>All of a report: each row and column with the figures of its method's published names.</summary>
    internal static IEnumerable<PublishedComparison> Of(BenchmarkReport report)
    {
        foreach (var row in report.Rows)
        {
            foreach (var (place, column) in report.Table.Columns.Index())
            {
                if (!row.Method.Learns && column.Shots != report.Request.Shots[^1] || report.Table.Of(row, column) is not { } figure || !MayStandBeside(report, column))
                    continue;
                foreach (var name in PublishedMethods.Of(row.Method.Method))
                {
                    if (Closest(report, row, column, name) is not { } published)
                        continue;
                    string[] reasons = [.. Comparability.Reasons(report, row, column, name, published)];
                    yield return new PublishedComparison(row.Key, place, name.Name, name.Kind, figure.Mean, published.Value, reasons.Length == 0 ? figure.Mean - published.Value : null, reasons,
                        published.Source, published.Note);
                }
            }
        }
    }

    /// <summary>What a reader must know of all of them.</summary>
    internal static IReadOnlyList<string> Notes(BenchmarkReport report)
    {
        var notes = new List<string>();
        if (report.Published.Count > 0)
        {
            notes.Add("Published figures are copied from where the table says, means over three seeds unless noted, and nothing in them was measured here.");
            notes.Add("The published code of CoOp, CoCoOp, KgCoOp and ProGrad trains in half precision by default, ours in single precision; that alone can move a figure a little.");
            if (report.Origins.Any(o => OpenAiModels.Backbone(o) is not null))
                notes.Add("A model is taken for OpenAI's CLIP by its name and towers; its weights are not held against a published hash.");
        }
        if (report.Rows.FirstOrDefault(r => PublishedMethods.Of(r.Method.Method) is [{ Kind: PublishedKind.Neighbour }, ..]) is { } alone)
            notes.Add($"No numeric table of {alone.Method.Title} was found in any source, so its figures stand beside its neighbours' as anchors only.");
        var left = report.Sets.Where(s => s.IsPartial || s.Published is null).Select(s => s.Title).ToArray();
        if (left.Length > 0)
            notes.Add($"Beside {string.Join(", ", left)} no published figure stands: {(left.Length == 1 ? "it is" : "they are")} partial or no published data set.");
        return notes;
    }

    /// <summary>Whether all that went into a column, the source of the training too, are published data sets that are whole.</summary>
    static bool MayStandBeside(BenchmarkReport report, BenchmarkColumn column)
    {
        string?[] names = [.. column.Set is { } set ? [set] : column.Over, .. report.Request.HasSource ? [report.Request.Source] : Array.Empty<string?>()];
        return names.All(name => report.Sets.First(s => s.Name == name) is { Published: not null, IsPartial: false });
    }

    /// <summary>Of the figures of a name for a column the one on the same backbone and the nearest number of shots; else that of the first backbone in the file.</summary>
    static PublishedFigure? Closest(BenchmarkReport report, BenchmarkRow row, BenchmarkColumn column, PublishedName name)
    {
        var set = column.Set is { } own ? report.Sets.First(s => s.Name == own).Published! : PublishedFigure.Average;
        var backbone = OpenAiModels.Backbone(report.Origins.First(o => o.Model == row.Model));
        return PublishedNumbers.All.Where(f => f.Name == name.Name && f.Protocol == report.Request.Protocol && f.Set == set && f.Part == column.Part)
            .OrderBy(f => f.Backbone == backbone ? 0 : f.Backbone == "ViT-B/16" ? 1 : 2).ThenBy(f => f.Shots is { } shots ? Math.Abs(shots - column.Shots) : 0).ThenByDescending(f => f.Shots).FirstOrDefault();
    }
}
