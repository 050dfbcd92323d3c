using System.CommandLine;
using System.Globalization;
using KronClip.Cli.Options;
using KronClip.Cli.Output;
using KronClip.Jobs;

namespace KronClip.Cli.Verbs;

/// <summary>kronclip audit: who changed a classifier, from which data, and whether the trail is whole.</summary>
sealed class AuditVerb : Verb
{
    readonly Argument<string> file = new("file") { Description = "An audit trail (.jsonl), or the classifier that it lies beside." };
    readonly Option<bool> json = CommonOptions.Json("the trail and its check as one JSON document");

    public AuditVerb(Terminal terminal, CancellationToken cancel) : base("audit", "Shows what was done to a classifier and checks that no line of its trail was changed; exit code 1 where one was.",
        ["kronclip audit parts.kronclip", "kronclip audit parts.kronclip.audit.jsonl --json"], terminal, cancel)
    {
        Arguments.Add(file);
        Options.Add(json);
    }

    protected override int Run(ParseResult arguments)
    {
        var result = AuditResult.Of(arguments.GetRequiredValue(file));
        if (arguments.GetValue(json))
            Terminal.Output.Write(result.ToJson());
        else
            Show(result);
        return result.Check.Whole ? ExitCode.Ok : ExitCode.Failed;
    }

    void Show(AuditResult result)
    {
        foreach (var entry in result.Entries)
            Terminal.Print(string.Create(CultureInfo.InvariantCulture, $"{entry.Time:yyyy-MM-dd HH:mm:ss}Z  {Visible.Text(entry.Who)}  {Visible.Text(entry.What)}  {Visible.Text(entry.Details.ToJsonString())}"));
        Terminal.Print(Visible.Text(result.Check.Sentence));
        if (result.Check.Whole)
            Terminal.Print($"Head: {result.Check.Head}");
    }
}
