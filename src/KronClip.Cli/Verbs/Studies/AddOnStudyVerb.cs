using System.CommandLine;
using KronClip.Cli.Output;
using KronClip.Jobs;

namespace KronClip.Cli.Verbs;

/// <summary>kronclip study add-ons: what any prompt method can take beside its settings, each alone and all together.</summary>
sealed class AddOnStudyVerb : Verb
{
    readonly StudyOptions common = new("The pictures, as for 'train'; four classes or more.", AddOnStudy.UsualOutput);
    readonly Option<string?> method = new("--method") { Description = "The prompt method that takes them (default ck-coop).", HelpName = "name" };

    public AddOnStudyVerb(Terminal terminal, CancellationToken cancel) : base("add-ons", "Shows what fusion, consistency, averaging and a closed form are worth to a prompt method, by class too.",
    [
        "kronclip study add-ons photos --model clip-vit-b16",
        "kronclip study add-ons workshop:parts --model kron-mini --method coop",
    ], terminal, cancel) => common.AddTo(this, method);

    protected override int Run(ParseResult arguments)
    {
        var result = StudyJob.Run(Request(arguments), new TerminalObserver(Terminal), Cancel);
        if (common.Json(arguments))
            Terminal.Output.Write(result.Report.ToJson());
        else
            StudySummary.Write(Terminal, result);
        return ExitCode.Ok;
    }

    AddOnStudy Request(ParseResult arguments) => new()
    {
        Images = common.Images(arguments),
        Model = common.Model(arguments),
        Output = common.Output(arguments),
        Seeds = common.Seeds(arguments),
        Shots = common.Shots(arguments),
        Recipe = common.Recipe(arguments),
        Method = arguments.GetValue(method) ?? "ck-coop",
        Cache = common.Cache(arguments),
    };
}
