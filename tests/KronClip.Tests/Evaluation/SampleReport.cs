using KronClip.Evaluation;

namespace KronClip.Tests.Evaluation;

/// <summary>A report with made-up figures: of 200 test pictures each, so many were recognised.</summary>
static class SampleReport
{
    public static readonly IReadOnlyList<MethodRow> Rows =
    [
        new("zero-shot", "zero-shot", "Zero-shot CLIP", [], 0, null, false),
        new("coop", "coop", "CoOp", [], 2048, "adamw", true),
        new("ck-coop", "ck-coop", "CK-CoOp", [], 768, "adamw", true),
    ];

    public static ProtocolCell Cell(string row, long seed, ProtocolKind protocol, string part, int correct, int pictures = 200) =>
        new(row, seed, protocol, part, 4, pictures, correct, (double)correct / pictures);

    /// <summary>Figures of each row: base, new, own test, two shifts, a task; each seed adds one picture to the learned ones.</summary>
    public static IReadOnlyList<ProtocolCell> Cells(int seeds, params (string Row, int[] Correct)[] figures) =>
    [
        .. from figure in figures
           from seed in Enumerable.Range(1, seeds)
           let more = figure.Row == "zero-shot" ? 0 : seed
           from cell in new[]
           {
               Cell(figure.Row, seed, ProtocolKind.BaseToNew, ProtocolCell.New, figure.Correct[1] + more),
               Cell(figure.Row, seed, ProtocolKind.BaseToNew, ProtocolCell.Base, figure.Correct[0] + more),
               Cell(figure.Row, seed, ProtocolKind.FewShot, ProtocolCell.Test, figure.Correct[2] + more),
               Cell(figure.Row, seed, ProtocolKind.Domain, "worn", figure.Correct[3] + more),
               Cell(figure.Row, seed, ProtocolKind.Domain, "dark", figure.Correct[4] + more),
               Cell(figure.Row, seed, ProtocolKind.CrossTask, "tools", figure.Correct[5] + more),
           }
           select cell,
    ];

    public static ProtocolReport Make(int seeds = 3, string className = "hex_bolt", string setName = "parts") =>
        Make(Cells(seeds, ("zero-shot", [100, 100, 90, 80, 70, 60]), ("coop", [150, 90, 140, 120, 90, 50]), ("ck-coop", [148, 130, 138, 125, 95, 70])), seeds, className, setName);

    public static ProtocolReport Make(IReadOnlyList<ProtocolCell> cells, int seeds, string className = "hex_bolt", string setName = "parts")
    {
        long[] numbers = [.. Enumerable.Range(1, seeds).Select(s => (long)s)];
        var table = ProtocolTable.Draw(Rows, numbers, cells);
        return new ProtocolReport
        {
            Origin = new ReportOrigin("kron-mini", new string('a', 64), "ViT", "0.1.0", ".NET 10", "Vector512"),
            Shots = 16,
            Seeds = numbers,
            Sets = [new ReportSet(setName, SetRole.Source, [className, "nut", "gear", "spring"], 2, 64, 400, "f")],
            Methods = Rows,
            Cells = cells,
            Table = table,
            Verdict = Verdict.Of(Rows, table),
            Examples = [new ReportExample("test/hex_bolt/001.png", className, [new ReportAnswer("ck-coop", [new ReportGuess(className, 0.75), new ReportGuess("nut", 0.25)])])],
            Gallery = [new ReportStrip($"{setName}: base classes", setName, 2, [new ReportPicture("test/hex_bolt/001.png", className)])],
            Warnings = ["Set aside: <b>a.png</b>"],
            Seconds = new ReportSeconds(1, 2, 3, 6, [new RowSeconds("coop", 6, 4.25), new RowSeconds("ck-coop", 6, 4.5)], "a processor", 2),
        };
    }
}
