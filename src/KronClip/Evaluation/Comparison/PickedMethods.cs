using System.Globalization;

namespace KronClip.Evaluation;

/// <summary>What the rows of a comparison that are choices among methods took: a sentence for each number of shots.</summary>
static class PickedMethods
{
    public static IEnumerable<string> Of(IReadOnlyList<ComparisonRow> rows, IReadOnlyList<ComparisonCell> cells) =>
        from row in rows
        from shots in cells.Where(cell => cell.Row == row.Id && cell.Picked is not null).GroupBy(cell => cell.Shots).OrderBy(g => g.Key)
        select string.Create(CultureInfo.InvariantCulture, $"{row.Title} at {shots.Key} {(shots.Key == 1 ? "picture" : "pictures")} of each class took {Taken(shots)}.");

    static string Taken(IEnumerable<ComparisonCell> cells) => string.Join("; ", cells.GroupBy(cell => cell.Picked).OrderByDescending(g => g.Count()).ThenBy(g => g.Key, StringComparer.Ordinal)
        .Select(g => $"{g.Key} (seed {PageFigures.List(g.Select(cell => cell.Seed).Order())})"));
}
