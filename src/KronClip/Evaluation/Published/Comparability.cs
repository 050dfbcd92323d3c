using System.Globalization;
using System.Text.Json.Nodes;

namespace KronClip.Evaluation;

/// <summary>Why a figure of ours is not comparable with a published one, in sentences; none where it is.</summary>
static class Comparability
{
    const int PublishedSeeds = 3;

    /// <summary>Data sets whose own sentence is the plain "a photo of a {}." (CoOp's trainers/zsclip.py).</summary>
    static readonly string[] PlainSentence = ["ImageNet", "V2", "Sketch", "A", "R", "Caltech101", "StanfordCars", "SUN397"];

    static readonly string[] HandWritten = ["zero-shot", "kgcoop", "prograd", "tip-adapter", "tip-adapter-f", "gda", "lp++", "ridge"];

    static readonly string[] AddOns = ["fusion", "consistency", "averaging", "closedForm", "noiseTolerance", "balance", "priorCorrection", "classSpecific"];

    /// <summary>The reasons.</summary>
    /// <param name="report">Ours.</param>
    /// <param name="row">The row.</param>
    /// <param name="column">The column; none of its sets is partial or a person's own.</param>
    /// <param name="name">The published name.</param>
    /// <param name="figure">The published figure.</param>
    public static IEnumerable<string> Reasons(BenchmarkReport report, BenchmarkRow row, BenchmarkColumn column, PublishedName name, PublishedFigure figure)
    {
        if (name.Kind == PublishedKind.Neighbour)
            yield return $"No table of {row.Method.Title} was found; {name.Name} is a neighbour and stands here as an anchor.";
        if (name.Kind == PublishedKind.Rerun)
            yield return "It is a run by others whose recipe and context are not known here.";
        foreach (var reason in Model(report.Origins.First(o => o.Model == row.Model), figure).Concat(Sets(report, column, figure)))
            yield return reason;
        if (row.Method.Learns)
        {
            foreach (var reason in Shots(column, figure).Concat(Seeds(report.Request)).Concat(name.Kind == PublishedKind.Own ? Training(report.Request, row.Method) : []))
                yield return reason;
        }
        if (name.Kind == PublishedKind.Own)
        {
            foreach (var reason in Sentences(report, row.Method, column))
                yield return reason;
        }
    }

    static IEnumerable<string> Model(ReportOrigin model, PublishedFigure figure) => OpenAiModels.Backbone(model) is { } own
        ? own == figure.Backbone ? [] : [$"Ours is OpenAI's CLIP {own}, theirs {figure.Backbone}."]
        : [$"Ours is {model.Model} ({model.Architecture}), theirs OpenAI's CLIP {figure.Backbone}."];

    static IEnumerable<string> Shots(BenchmarkColumn column, PublishedFigure figure)
    {
        if (figure.Shots is { } shots && shots != column.Shots)
            yield return string.Create(CultureInfo.InvariantCulture, $"Ours learned from {column.Shots} of each class, theirs from {shots}.");
    }

    static IEnumerable<string> Seeds(BenchmarkRequestFacts request)
    {
        if (request.Seeds.Count != PublishedSeeds)
            yield return string.Create(CultureInfo.InvariantCulture, $"Ours has {request.Seeds.Count} {(request.Seeds.Count == 1 ? "seed" : "seeds")}, theirs is the mean over {PublishedSeeds}.");
    }

    static IEnumerable<string> Sets(BenchmarkReport report, BenchmarkColumn column, PublishedFigure figure)
    {
        if (report.Request.HasSource && report.Sets.First(s => s.Name == report.Request.Source) is { Published: not "ImageNet" } source)
            yield return $"Ours was trained on {source.Title}, theirs on ImageNet.";
        string[] over = [.. column.Over.Select(set => report.Sets.First(s => s.Name == set).Published!)];
        var theirs = PublishedNumbers.Averaged(figure.Protocol);
        if (column.IsAverage && !theirs.ToHashSet(StringComparer.Ordinal).SetEquals(over))
            yield return string.Create(CultureInfo.InvariantCulture, $"Ours is an average over {over.Length} data sets, theirs over {theirs.Count}{(over.Length == theirs.Count ? " others" : "")}.");
    }

    static IEnumerable<string> Training(BenchmarkRequestFacts request, MethodRow method)
    {
        if (method.Recipe is not null && request.Recipe != BenchmarkRequestFacts.PublishedRecipe)
            yield return $"Ours was trained by the recipe '{request.Recipe}', not by the published one.";
        if (Context(request.Protocol, method.Method) is var (words, start) && method.Options["contextWords"]?.GetValue<int>() is { } own)
        {
            var begun = method.Options["start"]?.ToString() ?? start;
            if (own != words || !begun.Equals(start, StringComparison.OrdinalIgnoreCase))
                yield return $"The published context has {Words(words, start)}, ours {Words(own, begun)}.";
        }
        var added = AddOns.Where(option => IsOn(method.Options[option])).ToArray();
        if (added.Length > 0)
            yield return $"Ours has {string.Join(", ", added)}, the published method has not.";
    }

    /// <summary>
    /// Context words and start as the scripts of the published code have them. CoOp learns 16 from random numbers where all classes are known (scripts/coop/main.sh), and 4 from "a photo of a" where it is
    /// measured on other classes or pictures (scripts/cocoop, vit_b16_ctxv1).
    /// </summary>
    static (int Words, string Start)? Context(ProtocolKind protocol, string method) => method switch
    {
        "coop" => protocol == ProtocolKind.FewShot ? (16, "random") : (4, "phrase"),
        "cocoop" or "kgcoop" => (4, "phrase"),
        "prograd" => (16, "phrase"),
        _ => null,
    };

    static IEnumerable<string> Sentences(BenchmarkReport report, MethodRow method, BenchmarkColumn column)
    {
        if (!HandWritten.Contains(method.Method))
            yield break;
        string[] measured = column.Set is { } set ? [set] : [.. column.Over];
        var own = measured.Any(s => !PlainSentence.Contains(report.Sets.First(f => f.Name == s).Published));
        if (method.Options["templates"] is JsonArray templates && !(templates.Count == 1 && templates[0]?.ToString() == "a photo of a {}."))
            yield return "The hand-written sentences of ours are not those of the field.";
        else if (own && !report.Request.PublishedTemplates)
            yield return "Ours has \"a photo of a {}.\" for all data sets, the field a sentence for each.";
    }

    static string Words(int words, string start) =>
        string.Create(CultureInfo.InvariantCulture, $"{words} {(words == 1 ? "word" : "words")} that {(words == 1 ? "starts" : "start")} {(start.Equals("random", StringComparison.OrdinalIgnoreCase) ? "at random" : "from a phrase")}");

    /// <summary>Whether an option says anything but "none", 0 or false.</summary>
    static bool IsOn(JsonNode? option) => option is JsonValue value && !(value.TryGetValue<string>(out var text) ? text.Equals("none", StringComparison.OrdinalIgnoreCase)
        : value.TryGetValue<bool>(out var flag) ? !flag : value.TryGetValue<double>(out var number) && number == 0);
}
