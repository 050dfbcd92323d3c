using System.Globalization;
using System.Text.RegularExpressions;

namespace KronClip.Evaluation;

/// <summary>
/// The metadata at the head of a model card, as Hugging Face reads them (hf.co/docs/hub/model-cards; modelcard.md of huggingface_hub). Text from outside is always quoted; figures are fractions.
/// </summary>
static partial class FrontMatter
{
    /// <summary>Licences that the Hub knows by such a name; others are given as "other" with their name.</summary>
    static readonly HashSet<string> Known = new(StringComparer.Ordinal)
    {
        "apache-2.0", "mit", "openrail", "cc", "cc0-1.0", "cc-by-2.0", "cc-by-3.0", "cc-by-4.0", "cc-by-sa-3.0", "cc-by-sa-4.0", "cc-by-nc-2.0", "cc-by-nc-3.0", "cc-by-nc-4.0", "cc-by-nd-4.0", "cc-by-nc-nd-3.0",
        "cc-by-nc-nd-4.0", "cc-by-nc-sa-3.0", "cc-by-nc-sa-4.0", "afl-3.0", "artistic-2.0", "bsl-1.0", "bsd", "bsd-2-clause", "bsd-3-clause", "gpl", "gpl-2.0", "gpl-3.0", "agpl-3.0", "lgpl", "lgpl-2.1", "lgpl-3.0", "mpl-2.0", "isc",
        "ecl-2.0", "unlicense", "wtfpl", "zlib",
    };

    public static string Of(RunReport report)
    {
        var origin = report.Origin;
        var lines = new List<string> { "---" };
        if (origin.ModelLicence is { } licence)
            lines.AddRange(Known.Contains(licence.ToLowerInvariant()) ? [$"license: {YamlText.Quote(licence.ToLowerInvariant())}"] : ["license: \"other\"", $"license_name: {YamlText.Quote(licence)}"]);
        lines.AddRange(["library_name: \"kronclip\"", "pipeline_tag: \"image-classification\""]);
        if (HubName().IsMatch(origin.Model))
            lines.AddRange([$"base_model: {YamlText.Quote(origin.Model)}", "base_model_relation: \"adapter\""]);
        lines.AddRange(["tags:", .. new[] { "kronclip", "clip", "image-classification", "few-shot" }.Append(origin.Method).Select(tag => $"- {YamlText.Quote(tag)}")]);
        lines.AddRange(["metrics:", "- \"accuracy\"", "- \"f1\""]);
        if (report.Adapted is { } adapted)
            lines.AddRange(Results(report, adapted));
        lines.Add("---");
        return string.Join('\n', lines);
    }

    static string[] Results(RunReport report, ReportedClassifier adapted) =>
    [
        "model-index:",
        $"- name: {YamlText.Quote(report.Pictures)}",
        "  results:",
        "  - task:",
        "      type: \"image-classification\"",
        "    dataset:",
        "      type: \"imagefolder\"",
        $"      name: {YamlText.Quote(report.Pictures)}",
        "    metrics:",
        "    - type: \"accuracy\"",
        $"      value: {Number(adapted.Accuracy.Value)}",
        $"      name: {YamlText.Quote($"accuracy, {report.TestKind}, {report.Measured} pictures")}",
        "    - type: \"f1\"",
        $"      value: {Number(adapted.MacroF1.Value)}",
        $"      name: {YamlText.Quote($"macro F1, {report.TestKind}, {report.Measured} pictures")}",
    ];

    static string Number(double fraction) => fraction.ToString("0.0000", CultureInfo.InvariantCulture);

    /// <summary>"owner/name": only such a name means the same to everybody, and can be linked to.</summary>
    [GeneratedRegex(@"\A[A-Za-z0-9][\w.-]*/[\w.-]+\z", RegexOptions.ECMAScript)]
    private static partial Regex HubName();
}
