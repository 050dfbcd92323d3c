using System.Xml.Linq;
using KronClip.Evaluation;

namespace KronClip.Tests.Evaluation;

/// <summary>Figures, findings, table and drawing of made-up measurements: so many of 200 pictures were recognised.</summary>
public class StudyReportTests
{
    static readonly MethodRow[] Rows =
    [
        new("ck-coop k=64", "ck-coop", "CK-CoOp (K = 64)", [], 400, "lbfgs", Learns: true),
        new("ck-coop", "ck-coop", "CK-CoOp (default)", [], 768, "lbfgs", Learns: true),
        new("coop m=4", "coop", "CoOp (M = 4)", [], 512, "lbfgs", Learns: true),
    ];

    static readonly StudyValue[] Values = [new("64", "ck-coop k=64", false), new("512", "ck-coop", true)];

    static IEnumerable<ProtocolCell> Cells(string row, int seeds, int? validation, int test, int old, int fresh) => Enumerable.Range(1, seeds).SelectMany(seed => new (ProtocolKind Kind, string Part, int? Correct)[]
    {
        (ProtocolKind.FewShot, StudyReport.Validation, validation), (ProtocolKind.FewShot, ProtocolCell.Test, test),
        (ProtocolKind.BaseToNew, ProtocolCell.Base, old), (ProtocolKind.BaseToNew, ProtocolCell.New, fresh),
    }.Where(c => c.Correct is not null).Select(c => SampleReport.Cell(row, seed, c.Kind, c.Part, c.Correct!.Value + seed)));

    static StudyReport Make(int seeds, int? small, int? usual, string setName = "parts")
    {
        long[] numbers = [.. Enumerable.Range(1, seeds).Select(s => (long)s)];
        ProtocolCell[] cells = [.. Cells("ck-coop k=64", seeds, small, 100, 120, 90), .. Cells("ck-coop", seeds, usual, 130, 150, 91), .. Cells("coop m=4", seeds, usual, 110, 140, 80)];
        var figures = StudyFigures.Over(Rows, numbers, cells);
        return new StudyReport
        {
            Origin = new ReportOrigin("kron-mini", new string('a', 64), "ViT", "0.1.0", ".NET 10", "Vector512"),
            Method = "CK-CoOp",
            Set = new ReportSet(setName, SetRole.Source, ["bolt", "nut", "gear", "spring"], 2, 64, 400, "f"),
            Shots = 16,
            Seeds = numbers,
            Axes = [new StudyAxis("k", "K, dictionary entries", Values, StudyFinding.Of("K, dictionary entries", Values, figures, Rows))],
            References = ["coop m=4"],
            Rows = Rows,
            Figures = figures,
            Cells = cells,
            Notes = [new StudyNotes("ck-coop", ["Dictionary: K = 512 <centres>."])],
            Warnings = ["Set aside: <b>a.png</b>"],
            Seconds = new ReportSeconds(0, 2, 3, 5, [], "a processor", 2),
        };
    }

    static string Finding(int seeds, int? small, int? usual) => Make(seeds, small, usual).Axes[0].Finding;

    [Fact]
    public void FiguresAreMeansOverSeeds()
    {
        var figures = Make(3, 100, 140).FiguresOf("ck-coop");
        Assert.Equal(142 / 200.0, figures.Validation!.Mean, 1e-12);
        Assert.Equal(132 / 200.0, figures.Test.Mean, 1e-12);
        Assert.Equal(HarmonicMean.Of(152 / 200.0, 93 / 200.0), figures.Harmonic.Mean, 1e-12);
        Assert.Throws<ArgumentException>(() => StudyFigures.Over(Rows, [1, 2], [.. Cells("ck-coop", 1, 1, 1, 1, 1)]));
    }

    [Fact]
    public void AnAxisThatMattersIsSaidToAndTheChoiceIsMadeByValidation()
    {
        Assert.Equal(
            "K, dictionary entries: on validation pictures it matters beyond the spread over the seeds, from 51.0 % (64) to 71.0 % (512). Validation chooses 512, the default: 66.0 % on test pictures. "
            + "On classes that were only named it makes no difference beyond the spread over the seeds, from 46.0 % (64) to 46.5 % (512).", Finding(3, 100, 140));
        Assert.Contains("Validation chooses 64 over the default 512: 51.0 % on test pictures against 66.0 %.", Finding(3, 150, 140), StringComparison.Ordinal);     // though test says otherwise
    }

    [Fact]
    public void WhatSeedsOrPicturesDoNotShowIsSaid()
    {
        Assert.Contains("it matters beyond the spread over the seeds, from 70.0 % (512) to 71.5 % (64), but not clearly with so few pictures", Finding(3, 141, 138), StringComparison.Ordinal);
        Assert.Contains("one seed says nothing of the spread over seeds", Finding(1, 100, 140), StringComparison.Ordinal);
        Assert.Contains("there are no validation pictures, so nothing can be chosen", Finding(3, null, null), StringComparison.Ordinal);
        Assert.Contains("all settings reach 71.0 %", Finding(3, 140, 140), StringComparison.Ordinal);
    }

    [Fact]
    public void AmongEqualsTheFewestNumbersWin()
    {
        var report = Make(3, 140, 140);
        Assert.Equal("64", StudyFinding.Chosen(Values, report.Figures, Rows)!.Label);
        Assert.Null(StudyFinding.Chosen(Values, Make(3, null, null).Figures, Rows));
        Assert.Contains("nothing to compare", StudyFinding.Of("M", [Values[1]], report.Figures, Rows), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(3, 100)]
    [InlineData(1, 100)]
    [InlineData(2, null)]
    public void ThePageHasATableAndADrawingForEachAxisAndStandsAlone(int seeds, int? validation)
    {
        var text = StudyPage.Write(Make(seeds, validation, validation, "<script>"));
        var page = XDocument.Parse(text["<!DOCTYPE html>".Length..]).Root!;
        Assert.Empty(page.Descendants("script"));
        Assert.DoesNotContain("http://", text, StringComparison.Ordinal);
        Assert.Contains(page.Descendants("bdi"), b => b.Value == "<script>");
        var lines = page.Descendants("tbody").Single().Elements("tr").ToArray();
        Assert.Equal(3, lines.Length);                                      // two settings and a reference
        Assert.Equal("CoOp (M = 4)", lines[2].Element("th")!.Value);
        Assert.Equal(validation is null ? "–" : seeds == 1 ? "50.5" : "51.0 ± 0.4", lines[0].Elements("td").ElementAt(1).Value);
        Assert.Equal(2 * (validation is null ? 3 : 4), page.Descendants("circle").Count());
        foreach (var circle in page.Descendants("circle"))
            Assert.InRange(double.Parse(circle.Attribute("cx")!.Value.TrimEnd('%'), System.Globalization.CultureInfo.InvariantCulture), 15.9, 92.1);
    }
}
