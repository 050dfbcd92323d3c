using System.CommandLine;
using KronClip.Cli.Options;
using KronClip.Cli.Output;
using KronClip.Jobs;

namespace KronClip.Cli.Verbs;

/// <summary>kronclip doctor: whether this machine can do the work.</summary>
sealed class DoctorVerb : Verb
{
    readonly Option<bool> json = CommonOptions.Json("the report as one JSON document");

    public DoctorVerb(Terminal terminal, CancellationToken cancel) : base("doctor", "Says whether this machine can do the work.",
        ["kronclip doctor", "kronclip doctor --json"], terminal, cancel) => Options.Add(json);

    protected override int Run(ParseResult arguments)
    {
        var report = Doctor.Run();
        if (arguments.GetValue(json))
            Terminal.Output.Write(report.ToJson());
        else
            FactLines.Write(Terminal, [.. report.Lines.Select(line => ($"{Marks.Of(line.Fine)} {line.Name}", line.Value))]);
        return report.Healthy ? ExitCode.Ok : ExitCode.Failed;
    }
}
