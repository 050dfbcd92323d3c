using System.Text.Json.Nodes;
using KronClip.Evaluation;
using KronClip.Jobs;

namespace KronClip.Tests.Jobs;

/// <summary>The whole search on the sample's pictures, whose tiny random model tells some classes apart, with a label that is wrong on purpose.</summary>
public class LabelsJobTests(SampleFolder folder) : IClassFixture<SampleFolder>
{
    LabelsRequest Request(string pictures) => new()
    {
        Images = pictures,
        Model = folder.Sample.ModelFolder,
        Output = Path.Combine(pictures, "..", Path.GetFileName(pictures) + "-labels"),
        Cache = "",
    };

    /// <summary>Moves the first picture of a class into another's folder, as a slip of the hand would.</summary>
    static string Misplace(string pictures, string from, string to)
    {
        var file = Directory.EnumerateFiles(Path.Combine(pictures, from)).Order(StringComparer.Ordinal).First();
        File.Move(file, Path.Combine(pictures, to, "slip.png"));
        return $"{to}/slip.png";
    }

    [Fact]
    public void PicturesInTheWrongFolderAreFoundAndStayThere()
    {
        var pictures = folder.CopyPictures(24);
        var (from, to) = ("red_circle", "yellow_stripes");                 // which even a random model tells apart
        var slip = Misplace(pictures, from, to);
        var before = Directory.EnumerateFiles(pictures, "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal).Select(f => (f, File.GetLastWriteTimeUtc(f))).ToArray();
        var result = LabelsJob.Run(Request(pictures));

        Assert.Equal((slip, to, from), (result.Report.Suspects[0].Path, result.Report.Suspects[0].Label, result.Report.Suspects[0].Likely));
        Assert.Equal(new LabelPair(from, to, result.Report.Suspects.Count(s => s.Likely == from && s.Label == to)), result.Report.Pairs.Single(p => p.Likely == from && p.Label == to));
        Assert.Equal(before, Directory.EnumerateFiles(pictures, "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal).Select(f => (f, File.GetLastWriteTimeUtc(f))));

        var lines = File.ReadAllLines(result.List).Select(line => JsonNode.Parse(line)!.AsObject()).ToArray();
        Assert.Equal(result.Report.Suspects.Select(s => s.Path), lines.Select(line => (string?)line["path"]));
        Assert.Equal(["path", "sha256", "label", "likely", "confidence", "labelConfidence", "margin"], lines[0].Select(p => p.Key));
        Assert.Equal(result.Report.ToJson(), File.ReadAllText(result.Document));
        Assert.Contains("data:image/jpeg", File.ReadAllText(result.Page), StringComparison.Ordinal);
    }

    /// <summary>Only the seconds differ; a method that learns by steps serves too.</summary>
    [Theory]
    [InlineData("gda")]
    [InlineData("zero-shot")]
    [InlineData("coop")]
    public void TheSameSeedFindsTheSame(string method)
    {
        var pictures = folder.CopyPictures(6);
        var request = Request(pictures) with { Method = new MethodChoice(method), Folds = 3 };
        string Found()
        {
            var report = JsonNode.Parse(LabelsJob.Run(request).Report.ToJson())!.AsObject();
            Assert.True(report.Remove("seconds"));
            return report.ToJsonString();
        }

        Assert.Equal(Found(), Found());
    }

    [Fact]
    public void CopiesArePassedOverAndContradictionsAreTold()
    {
        var pictures = folder.CopyPictures(6);
        var (a, b) = (folder.Sample.Classes[0], folder.Sample.Classes[1]);
        var first = Directory.EnumerateFiles(Path.Combine(pictures, a)).Order(StringComparer.Ordinal).ToArray();
        File.Copy(first[0], Path.Combine(pictures, a, "zz-copy.png"));
        File.Copy(first[1], Path.Combine(pictures, b, "zz-other.png"));
        var report = LabelsJob.Run(Request(pictures)).Report;
        Assert.Equal(6 * folder.Sample.Classes.Count - 1, report.Checked);                 // the contradictory picture is judged in neither class
        Assert.Contains(report.Notes, n => n.Contains("1 exact copy of pictures in the same class", StringComparison.Ordinal));
        Assert.Equal([$"{a}/{Path.GetFileName(first[1])}", $"{b}/zz-other.png"], report.Contradictions.Single().Paths);
        Assert.Contains(report.Verdict, s => s.StartsWith("1 picture lies in more than one class", StringComparison.Ordinal));
    }

    [Fact]
    public void AClassWithTooFewPicturesIsNamed()
    {
        var pictures = folder.CopyPictures(6);
        foreach (var file in Directory.EnumerateFiles(Path.Combine(pictures, folder.Sample.Classes[2])).Skip(3).ToArray())
            File.Delete(file);
        var error = Assert.Throws<DataException>(() => LabelsJob.Run(Request(pictures)));
        Assert.Contains($"{folder.Sample.Classes[2]} (3)", error.Message, StringComparison.Ordinal);
        Assert.Contains("needs 4 different pictures or more", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(21)]
    public void FoldsOutOfRangeAreRefused(int folds) =>
        Assert.Contains($"folds is {folds}; give 2 to 20", Assert.Throws<OptionsException>(() => LabelsJob.Run(Request("x") with { Folds = folds })).Message, StringComparison.Ordinal);
}
