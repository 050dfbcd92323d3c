using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;

namespace KronClip.Evaluation;

/// <summary>
/// The report of a run as a model card in Markdown, with the metadata that Hugging Face reads. Every figure comes from the report. Its last line says what wrote it, with a hash of all above: so a
/// card that a person has changed can be told from one that may be written again.
/// </summary>
public static partial class ModelCard
{
    /// <summary>Writes the card.</summary>
    /// <param name="report">What was measured.</param>
    /// <param name="language">Its language; the metadata are the same in all.</param>
    /// <param name="classifier">Name of the classifier's file beside the card.</param>
    public static string Write(RunReport report, ReportLanguage language, string classifier)
    {
        ArgumentNullException.ThrowIfNull(report);
        ArgumentException.ThrowIfNullOrEmpty(classifier);
        var text = RunTexts.Of(language);
        string[] parts =
        [
            FrontMatter.Of(report),
            $"# {MarkdownText.Escape(report.Pictures)}",
            text.CardIntroduction(MarkdownText.Escape(report.Pictures), report.Classes.Count, MarkdownText.Escape(report.Origin.Method), MarkdownText.Escape(report.Origin.Model)),
            MarkdownText.Escape(string.Join(text.SentenceGap, text.Verdict(report, RunVerdict.Of(report)))),
            .. Section(text.ResultsHeading, CardFigures.Results(report, text)),
            .. Section(text.ClassesHeading, [CardFigures.Classes(report, text)]),
            .. Section(text.TrustHeading,
            [
                MarkdownText.Escape(report.Calibration is { } calibration ? text.CalibrationLead(calibration) : text.NoCalibration),
                MarkdownText.Escape(report.Threshold is { } threshold ? $"{text.ThresholdOf(threshold)}{text.SentenceGap}{text.ThresholdUse}" : text.NoThreshold),
            ]),
            .. Section(text.UseHeading, [List(text.Use)]),
            .. Section(text.LimitsHeading, [List([.. text.Limits(report), .. report.Warnings.Select(MarkdownText.Escape)])]),
            .. Section(text.DataHeading, [CardFigures.Origin(report, text)]),
            .. Section(text.HowHeading, CardCommands.Of(classifier, text)),
        ];
        return Signed(string.Join("\n\n", parts) + "\n\n");
    }

    /// <summary>Whether a text is a card as <see cref="Write"/> left it: written by it and not changed since, but for the kind of its line ends.</summary>
    public static bool IsUnchanged(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var lines = text.ReplaceLineEndings("\n");
        return Mark().Match(lines) is { Success: true } mark && mark.Groups["hash"].Value == Hash(lines[..mark.Index]);
    }

    static string Signed(string text) => $"{text}<!-- kronclip-card sha256:{Hash(text)} Written by KronClip, which writes it again as long as nobody changes it. -->\n";

    static string Hash(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));

    static IEnumerable<string> Section(string heading, IReadOnlyList<string> content) => ["## " + heading, .. content];

    static string List(IEnumerable<string> sentences) => string.Join('\n', sentences.Select(sentence => $"- {sentence}"));

    [GeneratedRegex(@"<!-- kronclip-card sha256:(?<hash>[0-9a-f]{64})[^\n]*\n\z")]
    private static partial Regex Mark();
}
