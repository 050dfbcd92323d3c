using System.Globalization;

namespace KronClip.Evaluation;

/// <summary>The tables of a model card.</summary>
static class CardFigures
{
    public static IReadOnlyList<string> Results(RunReport report, IRunText text)
    {
        if (report.Classifiers.Count == 0)
            return [text.NothingMeasured];
        return
        [
            $"{text.Measured(report.TestKind, report.Measured)}{text.SentenceGap}{text.Weight(report)}",
            MarkdownText.Table([text.Classifier, $"{text.Accuracy} % ({text.Interval95})", $"{text.MacroF1} % ({text.Interval95})", text.Parameters], report.Classifiers.Select(c => (string[])
                [MarkdownText.Escape(text.Name(c)), Figure(c.Accuracy), Figure(c.MacroF1), PageFigures.Count(c.Parameters)])),
            .. report.Acceptance.Count == 0 ? Array.Empty<string>() :
            [
                $"**{(report.Acceptance.All(c => c.Met) ? "✓ " + text.AcceptanceMet : "✗ " + text.AcceptanceMissed)}**",
                MarkdownText.Table([text.Criterion, text.Value, text.Outcome], report.Acceptance.Select(c => (string[])
                    [MarkdownText.Escape(c.Text), c.Value?.ToString("0.####", CultureInfo.InvariantCulture) ?? text.NotMeasured, c.Met ? "✓ " + text.Met : "✗ " + text.Missed])),
            ],
        ];
    }

    public static string Classes(RunReport report, IRunText text) => MarkdownText.Table(
        [text.Class, text.PromptWords, text.Training, text.Support, $"{text.Precision} % ({text.Interval95})", $"{text.Recall} % ({text.Interval95})", $"F1 % ({text.Interval95})"],
        report.Classes.Index().Select(c =>
        {
            var measured = c.Index < report.PerClass.Count ? report.PerClass[c.Index] : null;
            return (string[])[MarkdownText.Escape(c.Item.Name), MarkdownText.Escape(c.Item.Words), PageFigures.Count(c.Item.Train), measured is null ? PageFigures.None : PageFigures.Count(measured.Support),
                Figure(measured?.Precision), Figure(measured?.Recall), Figure(measured?.F1)];
        }));

    public static string Origin(RunReport report, IRunText text)
    {
        var origin = report.Origin;
        (string Name, string Fact)[] facts =
        [
            (text.DataHead, MarkdownText.Escape($"{report.Pictures}: {text.DataOf(report)}")),
            (text.Fingerprint, $"`{origin.DataFingerprint}`"),
            (text.SeedHead, origin.Seed.ToString(CultureInfo.InvariantCulture)),
            (text.MethodHead, MarkdownText.Escape(origin.Method)),
            .. origin.Recipe is { } recipe ? [(text.RecipeHead, MarkdownText.Escape(recipe))] : Array.Empty<(string, string)>(),
            (text.ModelHead, MarkdownText.Escape($"{origin.Model} ({origin.Architecture})")),
            (text.ContentHash, $"`{origin.ModelHash}`"),
            (text.Licence, MarkdownText.Escape(origin.ModelLicence ?? text.LicenceUnknown)),
            (text.ComputedBy, MarkdownText.Escape(text.ComputedWith(origin))),
        ];
        return string.Join('\n', facts.Select(f => $"- **{f.Name}**: {f.Fact}"));
    }

    static string Figure(Interval? figure) => figure is null ? PageFigures.None : $"{PageFigures.Percent(figure.Value)} ({PageFigures.Range(figure)})";
}
