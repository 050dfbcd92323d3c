using System.CommandLine;
using KronClip.Cli.Options;
using KronClip.Cli.Output;
using KronClip.Evaluation;
using KronClip.Jobs;

namespace KronClip.Cli.Verbs;

/// <summary>kronclip report: draws the page and the model card of a run again.</summary>
sealed class ReportVerb : Verb
{
    readonly Argument<string> run = new("run") { Description = "The run folder of a finished training." };
    readonly Option<ReportLanguage?> language = PageOptions.Language("as in the training");
    readonly Option<bool> noPictures = PageOptions.NoPictures();
    readonly Option<string?> output = CommonOptions.Path("--out", "file", "Writes the page here, and nothing else (default: report.html and README.md in the run folder).");
    readonly Option<bool> json = CommonOptions.Json("the files' places as one JSON document");

    public ReportVerb(Terminal terminal, CancellationToken cancel) : base("report", "Draws the page and the model card of a run again, from its metrics.json; computes nothing.",
    [
        "kronclip report runs/photos-ck-coop-16shots-seed1-1a2b3c4d --language ja",
        "kronclip report runs/photos-ck-coop-16shots-seed1-1a2b3c4d --no-pictures --out for-the-customer.html",
    ], terminal, cancel)
    {
        Arguments.Add(run);
        foreach (var option in (Option[])[language, noPictures, output, json])
            Options.Add(option);
    }

    protected override int Run(ParseResult arguments)
    {
        var files = ReportJob.Run(new ReportRequest
        {
            Run = arguments.GetRequiredValue(run),
            Language = arguments.GetValue(language),
            Pictures = arguments.GetValue(noPictures) ? false : null,
            Output = arguments.GetValue(output),
        }, new TerminalObserver(Terminal));
        if (arguments.GetValue(json))
            Terminal.Output.Write(files.ToJson());
        else if (Lines(files) is { Count: > 0 } lines)
            FactLines.Write(Terminal, lines);
        return ExitCode.Ok;
    }

    static List<(string, string)> Lines(ReportFiles files)
    {
        var lines = new List<(string, string)>();
        if (files.Page is { } page)
            lines.Add(("page", page));
        if (files.Card is { } card)
            lines.Add(("card", card));
        return lines;
    }
}
