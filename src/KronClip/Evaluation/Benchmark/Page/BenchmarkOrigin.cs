using System.Globalization;

namespace KronClip.Evaluation;

/// <summary>What was done, so that somebody else could do it again.</summary>
static class BenchmarkOrigin
{
    public static HtmlNode Of(BenchmarkReport report)
    {
        var request = report.Request;
        var facts = new List<(string Name, HtmlNode Fact)>();
        facts.AddRange(report.Sets.Select(s => (s.Title, Set(report, s))));
        facts.Add(("training", $"{PageFigures.List(request.Shots.Select(s => (long)s))} pictures of each class at most, recipe '{request.Recipe}'; the model stays frozen"));
        facts.Add(("seeds", $"{PageFigures.List(request.Seeds)}; a seed decides which pictures are drawn, where the training starts and its batches"));
        facts.Add(("sentences", request.PublishedTemplates ? "those that the field has for each data set" : "one for all sets, unless a class brings its own"));
        facts.AddRange(report.Origins.Select(o => ("model", Html.All([Html.Name(o.Model), $" ({o.Architecture}), content hash ", Html.Of("code", o.ModelHash[..Math.Min(16, o.ModelHash.Length)])]))));
        facts.AddRange(report.Rows.Where(r => r.Method.Recipe is not null).Select(r => (report.TitleOf(r), (HtmlNode)r.Method.Recipe!)));
        facts.Add(("computed by", $"KronClip {report.Origins[0].LibraryVersion} on {report.Origins[0].Runtime}, kernels {report.Origins[0].KernelPath}"));
        if (report.Seconds.Count > 0)
        {
            facts.Add(("time", string.Create(CultureInfo.InvariantCulture,
                $"{report.Seconds.Sum(s => s.Trainings)} trainings of {PageFigures.Seconds(report.Seconds.Sum(s => s.Trainings * s.Mean))} s in all")));
        }
        return Html.Of("dl", [.. facts.SelectMany(f => new[] { Html.Of("dt", Html.Name(f.Name)), Html.Of("dd", f.Fact) })]);
    }

    static HtmlNode Set(BenchmarkReport report, BenchmarkSetFacts set)
    {
        var role = !report.Request.HasSource ? "" : set.Name == report.Request.Source ? ", trained on and measured" : ", only measured";
        var kind = set.Published is null ? "; no published data set" : set.IsPartial ? "" : "; counts as published";
        return Html.All(
        [
            string.Create(CultureInfo.InvariantCulture, $"{set.Classes} classes{role}{kind}"),
            .. set.IsPartial ? [Html.Of("span", Html.Class("partial"), "; partial: "), string.Join(' ', set.Differences)] : Array.Empty<HtmlNode>(),
        ]);
    }
}
