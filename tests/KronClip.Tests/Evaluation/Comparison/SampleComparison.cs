using KronClip.Evaluation;

namespace KronClip.Tests.Evaluation;

/// <summary>A comparison with made-up figures: of 200 test pictures of four classes, so many were recognised.</summary>
static class SampleComparison
{
    public const int Pictures = 200;

    public static readonly IReadOnlyList<int> Shots = [1, 4, 16];

    public static IReadOnlyList<ComparisonRow> Rows { get; } = [.. SampleReport.Rows.Select(m => new ComparisonRow(m.Id, m.Title, "tiny", m))];

    public static ComparisonCell Cell(string row, int shots, long seed, int correct) => new(row, shots, seed, 4, Pictures, correct, (double)correct / Pictures);

    /// <summary>Zero-shot has one figure; of the others, one per number of shots. Each seed adds one picture to the learned ones.</summary>
    public static IReadOnlyList<ComparisonCell> Cells(int seeds, int zeroShot, int[] coop, int[] ckCoop) =>
    [
        .. from seed in Enumerable.Range(1, seeds)
           from cell in (ComparisonCell[])
           [
               Cell("zero-shot", 0, seed, zeroShot),
               .. Shots.Select((s, i) => Cell("coop", s, seed, coop[i] + seed)),
               .. Shots.Select((s, i) => Cell("ck-coop", s, seed, ckCoop[i] + seed)),
           ]
           select cell,
    ];

    public static IReadOnlyList<ComparisonCell> Usual(int seeds = 3) => Cells(seeds, 100, [90, 120, 140], [110, 130, 160]);

    public static ComparisonTable Table(IReadOnlyList<ComparisonCell> cells) => ComparisonTable.Draw(Rows, Shots, [.. cells.Select(c => c.Seed).Distinct()], cells);

    public static ComparisonReport Report(IReadOnlyList<ComparisonCell>? given = null, IReadOnlyList<ComparisonRow>? rows = null, string name = "photos", string className = "bolt")
    {
        var cells = given ?? Usual();
        var table = ComparisonTable.Draw(rows ?? Rows, Shots, [.. cells.Select(c => c.Seed).Distinct()], cells);
        return new ComparisonReport
        {
            Origins = [new ReportOrigin("tiny", new string('a', 64), "ViT", "0.1.0", ".NET 10", "Vector512")],
            Pictures = new ComparisonPictures(name, [className, "nut", "wheel", "plate"], [4, 16, 64], 16, Pictures, "held-out", new string('b', 64)),
            Rows = rows ?? Rows,
            Cells = cells,
            Table = table,
            Verdict = ComparisonVerdict.Of(rows ?? Rows, table, 0.25),
            Notes = ["A note."],
            Warnings = ["A warning."],
            Seconds = new ReportSeconds(0, 1, 2, 3, [new RowSeconds("coop", 9, 2.5), new RowSeconds("ck-coop", 9, 1.5)], "a processor", 2),
        };
    }
}
