using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using KronClip.Evaluation;
using KronClip.Jobs;

namespace KronClip.Tests.Evaluation;

/// <summary>Page and report say the same: no figure of the report can change without the page, and the page has none of its own.</summary>
public partial class ReportFiguresTests
{
    /// <summary>So many figures of a list are tried; the others are drawn alike.</summary>
    const int SampledOfAKind = 2;

    static string Page(RunReport report) => RunReportPage.Write(report, ReportLanguage.En, null);

    /// <summary>What the page leaves to metrics.json: counts behind a class's rates, how near a dictionary entry's tokens are, and the edges of empty bands.</summary>
    static bool IsNotShown(string path, JsonNode? parent) =>
        PerClassCount().IsMatch(path) || path.Contains(".entries[", StringComparison.Ordinal) && path.EndsWith(".cosine", StringComparison.Ordinal)
        || path.Contains(".bins[", StringComparison.Ordinal) && (int)parent!["count"]! == 0;

    [Fact]
    public void EveryFigureOfTheReportIsOnThePage()
    {
        var report = InventedReport.Make();
        var before = Page(report);
        var document = JsonSerializer.SerializeToNode(report, RunMetrics.Json)!;
        var changed = 0;
        foreach (var leaf in Numbers(document).Where(n => !IsNotShown(n.GetPath(), n.Parent)).GroupBy(n => Index().Replace(n.GetPath(), "[]")).SelectMany(alike => alike.Take(SampledOfAKind)))
        {
            var value = (double)leaf;
            var other = Label().IsMatch(leaf.GetPath()) ? (value + 1) % report.Classes.Count : leaf.GetPath().EndsWith("Bytes", StringComparison.Ordinal) ? 2 * value : !leaf.ToJsonString().Contains('.', StringComparison.Ordinal) ? value + 1 : value > 1 ? value + 1.3 : value + 0.013;
            var altered = JsonNode.Parse(document.ToJsonString())!;
            Replace(altered, leaf.GetPath(), other);
            Assert.False(before == Page(altered.Deserialize<RunReport>(RunMetrics.Json)!), $"{leaf.GetPath()} = {value} is not on the page: it can become {other} unseen");
            changed++;
        }
        Assert.True(changed > 100);
    }

    [Fact]
    public void NoFigureComesFromElsewhere()
    {
        var report = InventedReport.Make();
        var numbers = Numbers(JsonSerializer.SerializeToNode(report, RunMetrics.Json)!).Select(n => (double)n)
            .Concat(report.Confusion.SelectMany(row => row.Select(count => (double)count / row.Sum()))).ToArray();
        var known = numbers.SelectMany(n => new[] { (100 * n).ToString("0.0", CultureInfo.InvariantCulture), (100 * Math.Abs(n)).ToString("0.0", CultureInfo.InvariantCulture), n.ToString("0.000", CultureInfo.InvariantCulture), n.ToString("0.####", CultureInfo.InvariantCulture),
            Math.Abs(n).ToString("0.00", CultureInfo.InvariantCulture), Math.Abs(n).ToString("0.000", CultureInfo.InvariantCulture) }).Append("0.001").ToHashSet();
        var cells = XDocument.Parse(Page(report)["<!DOCTYPE html>".Length..]).Descendants().Where(e => e.Name.LocalName is "td" or "th").Select(e => e.Value);
        Assert.All(cells.SelectMany(c => Decimal().Matches(c)).Select(m => m.Value), value => Assert.Contains(value, known));
    }

    [Fact]
    public void TheReportComesBackFromItsDocument()
    {
        var report = InventedReport.Make();
        var back = JsonSerializer.Deserialize<RunReport>(JsonSerializer.Serialize(report, RunMetrics.Json), RunMetrics.Json)!;
        Assert.Equal(Page(report), Page(back));
        Assert.True(report.IsConsistent());
        Assert.False((report with { Mistakes = [report.Mistakes[0] with { Predicted = 6 }] }).IsConsistent());
        Assert.False((report with { Confusion = [[1]] }).IsConsistent());
        Assert.False((report with { PerClass = [report.PerClass[0]] }).IsConsistent());
    }

    static IEnumerable<JsonValue> Numbers(JsonNode? node) => node switch
    {
        JsonObject o => o.SelectMany(p => Numbers(p.Value)),
        JsonArray a => a.SelectMany(Numbers),
        JsonValue v when v.GetValueKind() == JsonValueKind.Number => [v],
        _ => [],
    };

    static void Replace(JsonNode root, string path, double value)
    {
        var target = Numbers(root).Single(n => n.GetPath() == path);
        target.ReplaceWith(value == Math.Floor(value) ? JsonValue.Create((long)value) : JsonValue.Create(value));
    }

    [GeneratedRegex(@"^\$\.perClass\[\d+\]\.(predicted|correct)$")]
    private static partial Regex PerClassCount();

    [GeneratedRegex(@"^\$\.mistakes\[\d+\]\.(truth|predicted)$")]
    private static partial Regex Label();

    [GeneratedRegex(@"\[\d+\]")]
    private static partial Regex Index();

    [GeneratedRegex(@"\d+\.\d+")]
    private static partial Regex Decimal();
}
