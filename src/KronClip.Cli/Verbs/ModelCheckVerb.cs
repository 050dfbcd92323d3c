using System.CommandLine;
using System.Globalization;
using KronClip.Cli.Options;
using KronClip.Cli.Output;
using KronClip.Jobs;

namespace KronClip.Cli.Verbs;

/// <summary>kronclip model check: opens a model wholly and tries it.</summary>
sealed class ModelCheckVerb : Verb
{
    readonly Argument<string> model = new("model") { Description = "The model: a folder, a name from 'kronclip model list', or owner/name on the Hub." };
    readonly Option<bool> json = CommonOptions.Json("the report as one JSON document");

    public ModelCheckVerb(Terminal terminal, CancellationToken cancel) : base("check", "Opens a model wholly and tries it.",
        ["kronclip model check clip-vit-b16", "kronclip model check openai/clip-vit-base-patch16"], terminal, cancel)
    {
        Arguments.Add(model);
        Options.Add(json);
    }

    protected override int Run(ParseResult arguments)
    {
        var report = ModelCheck.Run(arguments.GetRequiredValue(model), new TerminalObserver(Terminal), Cancel);
        if (arguments.GetValue(json))
            Terminal.Output.Write(report.ToJson());
        else
            Show(report);
        return report.Passed ? ExitCode.Ok : ExitCode.Failed;
    }

    void Show(ModelReport report)
    {
        string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
        Terminal.Print(Text($"{report.Architecture}: {report.Folder}"));
        FactLines.Write(Terminal,
        [
            ("tensor names", report.Naming.ToString()),
            ("numbers", Text($"{report.Parameters:#,0}")),
            ("pictures", Text($"{report.ImageSize}×{report.ImageSize}, {report.Preprocessing}")),
            ("embedding", Text($"{report.EmbeddingWidth} numbers")),
            ("text", Text($"{report.TextWidth} wide, {report.ContextLength} positions, {report.VocabularySize:#,0} tokens")),
            ("logit scale", Text($"{report.LogitScale:0.###}")),
            ("hash", report.ContentHash),
        ]);
        Terminal.Print();
        FactLines.Write(Terminal, [.. report.Checks.Select(check => ($"{Marks.Of(check.Passed)} {check.Name}", check.Detail))]);
        report.Warnings.ToList().ForEach(Terminal.Warn);
        Terminal.Print();
        Terminal.Print(report.Passed ? "The model can be used." : "The model should not be used as it is.");
    }
}
