using System.CommandLine;
using KronClip.Evaluation;

namespace KronClip.Cli.Options;

/// <summary>How the page and the card of a run are written.</summary>
static class PageOptions
{
    public static Option<ReportLanguage?> Language(string usual) => Choices.Of<ReportLanguage>("--language", $"Language of the report's page and card: en for English, ja for Japanese (default {usual}).");

    public static Option<string?> Title() => new("--title") { Description = "What report, page and card call the pictures (default: the name of their folder or file).", HelpName = "text" };

    public static Option<bool> NoPictures() => CommonOptions.Flag("--no-pictures", "The report's page lists mistakes by name instead of showing the pictures.");
}
