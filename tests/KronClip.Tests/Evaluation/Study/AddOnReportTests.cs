using System.Xml.Linq;
using KronClip.Evaluation;

namespace KronClip.Tests.Evaluation;

/// <summary>What a study of add-ons says of made-up measurements.</summary>
public class AddOnReportTests
{
    static readonly StudyValue[] Values = [new("plain", "plain", true), new("small", "small", false), new("large", "large", false)];

    static StudyFigures Row(string row, params double[] test)
    {
        ProtocolFigure Figure(double shift) => ProtocolFigure.Over([.. test.Select((t, seed) => new ProtocolCell(row, seed, ProtocolKind.FewShot, "test", 2, 400, (int)Math.Round(400 * (t + shift)), 0))]);
        return new StudyFigures(row, null, Figure(0), Figure(0.1), Figure(0), ProtocolFigure.HarmonicMeanOf(Figure(0.1), Figure(0)));
    }

    /// <summary>50 ± 1, 52.5 ± 1 and 65 ± 1 of a hundred: two standard errors of 400 pictures are 7 points.</summary>
    [Fact]
    public void ItSaysWhatIsMoreThanTheSpreadOverTheSeedsAndWhatIsNot()
    {
        var lines = AddOnFinding.Of(Values, [Row("plain", 0.49, 0.51), Row("small", 0.515, 0.535), Row("large", 0.64, 0.66)]).Split('\n');
        Assert.Equal(4, lines.Length);
        Assert.Equal("All classes, against 50.0 % plain: more than the spread over the seeds, and clear: large +15.0; more than the spread over the seeds, but not clear with so few pictures: small +2.5.", lines[0]);
        Assert.Equal("All classes, against 50.0 % plain: no more than the spread over the seeds: small +1.0, large −1.0.",
            AddOnFinding.Of(Values, [Row("plain", 0.49, 0.51), Row("small", 0.5, 0.52), Row("large", 0.48, 0.5)]).Split('\n')[0]);
        Assert.EndsWith("small 0.0, large +15.0. One seed says nothing of the spread over seeds.", AddOnFinding.Of(Values, [Row("plain", 0.5), Row("small", 0.5), Row("large", 0.65)]).Split('\n')[0], StringComparison.Ordinal);
    }

    [Fact]
    public void AClassGainsWhatItsSeedsGainInTheMean()
    {
        ClassCell[] cells =
        [
            new("plain", 1, 0, 20, 10), new("plain", 2, 0, 20, 11), new("small", 1, 0, 20, 12), new("small", 2, 0, 20, 11),
            new("plain", 1, 1, 20, 2), new("plain", 2, 1, 20, 2), new("small", 1, 1, 20, 18), new("small", 2, 1, 20, 18),
        ];
        var classes = StudyClass.Over(["bolt", "<nut>"], ["plain", "small"], [1, 2], cells);
        Assert.Equal([0, 1 / 20.0], classes[0].Settings.Select(s => s.Gain), (a, b) => Math.Abs(a - b) < 1e-12);
        Assert.Equal(21 / 40.0, classes[0].Settings[0].Accuracy.Mean, 1e-12);
        Assert.False(classes[0].Settings[1].Clear);
        Assert.Equal((16 / 20.0, true), (classes[1].Settings[1].Gain, classes[1].Settings[1].Clear));
    }

    [Fact]
    public void ThePageHasATableByClass()
    {
        StudyFigures[] figures = [Row("plain", 0.49, 0.51), Row("small", 0.5, 0.54), Row("large", 0.64, 0.66)];
        MethodRow[] rows = [.. Values.Select(v => new MethodRow(v.Row, "coop", $"CoOp ({v.Label})", [], 64, "lbfgs", Learns: true))];
        ClassCell[] cells = [.. from v in Values from seed in new long[] { 1, 2 } from label in new[] { 0, 1 } select new ClassCell(v.Row, seed, label, 20, v.Label == "large" ? 18 : 2)];
        var text = StudyPage.Write(new StudyReport
        {
            Origin = new ReportOrigin("kron-mini", new string('a', 64), "ViT", "0.1.0", ".NET 10", "Vector512"),
            Method = "CoOp",
            Subject = "add-ons",
            Rule = AddOnFinding.Rule,
            Chooses = false,
            Set = new ReportSet("parts", SetRole.Source, ["bolt", "<nut>"], 1, 64, 400, "f"),
            Shots = 16,
            Seeds = [1, 2],
            Axes = [new StudyAxis("add-ons", "Add-ons", Values, AddOnFinding.Of(Values, figures))],
            References = [],
            Rows = rows,
            Figures = figures,
            Cells = [],
            Classes = StudyClass.Over(["bolt", "<nut>"], ["plain", "small", "large"], [1, 2], cells),
            Notes = [],
            Warnings = [],
            Seconds = new ReportSeconds(0, 2, 3, 5, [], "a processor", 2),
        });
        var page = XDocument.Parse(text["<!DOCTYPE html>".Length..]).Root!;
        var classes = page.Descendants("tbody").Last().Elements("tr").ToArray();
        Assert.Equal(["<nut>", "20", "10.0 ± 0.0", "0.0", "+80.0"], classes[1].Elements().Select(e => e.Value));
        Assert.Equal("+80.0", classes[1].Descendants("strong").Single().Value);
        Assert.DoesNotContain(page.Descendants("th"), th => th.Value.StartsWith("validation", StringComparison.Ordinal));
        Assert.Contains(page.Descendants("p"), p => p.Value == AddOnFinding.Rule);
    }
}
