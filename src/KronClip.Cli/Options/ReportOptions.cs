using System.CommandLine;
using KronClip.Evaluation;

namespace KronClip.Cli.Options;

/// <summary>How the report of a run is written.</summary>
static class ReportOptions
{
    public static Option<ReportLanguage?> Language(string usual) => Choices.Of<ReportLanguage>("--language", $"Language of the report's page and card: en for English, ja for Japanese (default {usual}).");

    public static Option<bool> NoPictures() => CommonOptions.Flag("--no-pictures", "The report's page lists mistakes by name instead of showing the pictures.");
}
