using System.Text.Json;
using System.Text.Json.Nodes;
using System.Xml.Linq;
using KronClip.Evaluation;

namespace KronClip.Tests.Evaluation;

/// <summary>The page and the sentences of a search for wrong labels, on a small report with names that mean harm.</summary>
public class LabelPageTests
{
    const string Hostile = "<img src=x onerror=alert(1)>";

    static LabelReport Report(int suspects)
    {
        LabelSuspect[] found = [.. Enumerable.Range(0, suspects).Select(i => new LabelSuspect($"nut/{i}{Hostile}.jpg", "00ff", "nut", "bolt", 0.9, 0.05, -0.85))];
        return new LabelReport
        {
            Origin = new ReportOrigin("kron-mini", "0123456789abcdef0123", "ViT", "0.1.0", ".NET", "Wide"),
            Pictures = "photos",
            Fingerprint = "fedcba98765432100000",
            Classes = [new LabelClass("bolt", Hostile, 20, 0, 0.8), new LabelClass("nut", "nut", 30, suspects, 0.75)],
            Method = new MethodRow("gda", "gda", "GDA", new JsonObject(), 100, null, true),
            Folds = 5,
            Seed = 1,
            Temperature = 2.5,
            Agreement = 0.9,
            Checked = 50,
            Suspects = found,
            Pairs = LabelReport.PairsOf(found),
            Contradictions = [new LabelContradiction(["bolt/a.jpg", "nut/a.jpg"])],
            Verdict = LabelVerdict.Of(suspects, 50, 0.9, LabelReport.PairsOf(found), 1),
            Notes = ["A note."],
            Warnings = [],
            Seconds = new ReportSeconds(0, 1, 2, 3, [], "a processor", 2),
        };
    }

    [Fact]
    public void ThePageShowsTheSurestAndNothingThatANameSaysIsCode()
    {
        var page = LabelPage.Write(Report(130), path => path.StartsWith("nut/1<", StringComparison.Ordinal) ? null : "data:image/jpeg;base64,AAAA");
        Assert.DoesNotContain("<img src=x", page, StringComparison.Ordinal);
        var body = XDocument.Parse(page.Replace("<!DOCTYPE html>", "", StringComparison.Ordinal)).Root!;
        Assert.Equal(LabelPage.MostPictures, body.Descendants("figure").Count());
        Assert.Equal(LabelPage.MostPictures - 1, body.Descendants("img").Count());          // one picture has gone since
        Assert.Contains("The 120 surest of 130", page, StringComparison.Ordinal);
        Assert.Contains("A note.", page, StringComparison.Ordinal);
        Assert.Contains("bolt/a.jpg", page, StringComparison.Ordinal);
    }

    [Fact]
    public void WithoutSuspectsThereIsNothingToLookAt()
    {
        var page = LabelPage.Write(Report(0), _ => throw new InvalidOperationException("there is no picture to ask for"));
        Assert.Contains("No label of 50 looks wrong.", page, StringComparison.Ordinal);
        Assert.DoesNotContain("To look at, the surest first", page, StringComparison.Ordinal);
    }

    [Fact]
    public void PairsAreCountedTheMostFrequentFirst()
    {
        LabelSuspect Of(string likely, string label) => new("x", "y", label, likely, 0.9, 0, -0.9);
        Assert.Equal([new LabelPair("bolt", "nut", 2), new LabelPair("bolt", "screw", 1), new LabelPair("nut", "bolt", 1)],
            LabelReport.PairsOf([Of("nut", "bolt"), Of("bolt", "nut"), Of("bolt", "screw"), Of("bolt", "nut")]));
    }

    [Fact]
    public void ItSaysWhereItKnowsLittle()
    {
        Assert.Contains("look like their own label to the model", LabelVerdict.Of(3, 10, 0.43, [], 0)[^1], StringComparison.Ordinal);
        Assert.DoesNotContain(LabelVerdict.Of(3, 10, 0.8, [], 0), s => s.Contains("to the model", StringComparison.Ordinal));
        Assert.Equal("3 of 10 labels (30.0 %) look wrong.", LabelVerdict.Of(3, 10, 0.8, [], 0)[0]);
    }

    [Fact]
    public void TheDocumentComesBackAsItWas() =>
        Assert.Equal(Report(2).ToJson(), JsonSerializer.Deserialize<LabelReport>(Report(2).ToJson(), ProtocolReport.Json)!.ToJson());
}
