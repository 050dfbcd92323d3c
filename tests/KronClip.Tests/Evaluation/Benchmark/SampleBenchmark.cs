using System.Text.Json.Nodes;
using KronClip.Compute;
using KronClip.Evaluation;

namespace KronClip.Tests.Evaluation;

/// <summary>Benchmarks with made-up cells: which pictures are recognised follows from a number for each of them and from how many are to be.</summary>
static class SampleBenchmark
{
    public const string Model = "ViT-B/16";

    public static readonly IReadOnlyList<BenchmarkRow> Rows =
    [
        new(Model, new MethodRow("zero-shot", "zero-shot", "Zero-shot CLIP", [], 0, null, false)),
        new(Model, new MethodRow("coop", "coop", "CoOp", new JsonObject { ["contextWords"] = 4, ["start"] = "phrase" }, 2048, "SGD, 200 epochs", true)),
        new(Model, new MethodRow("ck-coop", "ck-coop", "CK-CoOp", new JsonObject { ["contextWords"] = 4, ["start"] = "phrase" }, 3072, "SGD, 200 epochs", true)),
    ];

    public static readonly IReadOnlyList<BenchmarkSetFacts> Sets =
    [
        new("oxford-pets", "OxfordPets", "OxfordPets", 37, []),
        new("dtd", "DTD", "DTD", 47, []),
    ];

    public static IReadOnlyList<ReportOrigin> Origins { get; } = [new(Model, new string('a', 64), "ViT-B/16", "0.1.0", ".NET 10", "Vector512")];

    public static BenchmarkRequestFacts Request(ProtocolKind protocol = ProtocolKind.BaseToNew, int seeds = 3, int[]? shots = null, string? source = null, string? acceptance = null, bool join = false) => new()
    {
        Protocol = protocol,
        Source = source,
        Shots = shots ?? [16],
        Seeds = [.. Enumerable.Range(1, seeds).Select(s => (long)s)],
        Recipe = BenchmarkRequestFacts.PublishedRecipe,
        PublishedTemplates = true,
        Join = join,
        Acceptance = acceptance,
    };

    /// <summary>A cell in which the <paramref name="right"/> easiest pictures are recognised, as a row with these taste finds them easy.</summary>
    public static BenchmarkCell Cell(string row, string set, string part, int right, long seed = 1, int shots = 16, int of = 100, string? source = null, ProtocolKind protocol = ProtocolKind.BaseToNew,
        double taste = 0, string model = Model)
    {
        var (common, own) = (new SeededRandom(0, $"{set}/{part}"), new SeededRandom(0, $"{set}/{part}/{row}/{seed}"));
        var easy = Enumerable.Range(0, of).Select(_ => common.NextDouble() + taste * own.NextDouble()).Index().OrderBy(e => e.Item).Take(right).Select(e => e.Index).ToHashSet();
        return new BenchmarkCell
        {
            Protocol = protocol,
            Model = model,
            Row = row,
            Source = source ?? set,
            Set = set,
            Part = part,
            Shots = row == "zero-shot" ? 0 : shots,
            Seed = seed,
            Classes = 20,
            TestFingerprint = $"{set}/{part}",
            Hits = Hits.Of([.. Enumerable.Range(0, of).Select(easy.Contains)]),
            MacroF1 = (double)right / of - 0.01,
            Seconds = row == "zero-shot" ? 0 : 2.5,
        };
    }

    /// <summary>Base and new of both sets: right answers of the first seed, to which each seed adds one.</summary>
    public static IReadOnlyList<BenchmarkCell> BaseToNew(int seeds, params (string Row, int[] Right)[] figures) =>
    [
        .. from figure in figures
           from seed in Enumerable.Range(1, figure.Row == "zero-shot" ? 1 : seeds)
           from part in new[] { ("oxford-pets", "base"), ("oxford-pets", "new"), ("dtd", "base"), ("dtd", "new") }.Index()
           select Cell(figure.Row, part.Item.Item1, part.Item.Item2, figure.Right[part.Index] + seed - 1, seed, taste: 0.2),
    ];

    public static IReadOnlyList<BenchmarkCell> Usual(int seeds = 3) =>
        BaseToNew(seeds, ("zero-shot", [60, 64, 50, 54]), ("coop", [80, 60, 70, 44]), ("ck-coop", [78, 70, 68, 60]));

    public static BenchmarkReport Report(BenchmarkRequestFacts? request = null, IReadOnlyList<BenchmarkCell>? cells = null, IReadOnlyList<BenchmarkSetFacts>? sets = null, IReadOnlyList<BenchmarkRow>? rows = null) =>
        BenchmarkReport.Of(request ?? Request(), sets ?? Sets, rows ?? Rows, Origins, cells ?? Usual(), ["A note."], ["A warning."]);
}
