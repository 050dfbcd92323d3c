using System.CommandLine;
using KronClip.Cli.Options;
using KronClip.Cli.Output;
using KronClip.Jobs;

namespace KronClip.Cli.Verbs;

/// <summary>kronclip study stages: what methods keep and lose where classes come in groups.</summary>
sealed class StageStudyVerb : Verb
{
    static readonly StageStudyRequest Defaults = new() { Images = "", Model = "" };

    readonly StudyOptions common = new("The pictures, as for 'train'; four classes or more.", StageStudyRequest.UsualOutput);
    readonly Option<int?> stages = Numbers.Whole<int>("--stages", "n", $"In how many groups the classes come (default {Defaults.Stages}).");
    readonly Option<string[]> methods = NameList.Of("--methods", "a,b", "Methods that learn a prompt, with options behind a colon (default ck-coop,coop:contextWords=4).");
    readonly Option<int?> replay = Numbers.Whole<int>("--replay", "n", $"Earlier pictures of each class in the rows that train on some again (default {Defaults.Replay}).");
    readonly Option<ClassOrder?> order = Choices.Of<ClassOrder>("--order", "Classes come shuffled by the seed, or as the pictures list them (default seeded).");

    public StageStudyVerb(Terminal terminal, CancellationToken cancel) : base("stages", "Shows what methods keep and lose where classes come in groups.",
    [
        "kronclip study stages photos --model clip-vit-b16 --stages 3",
        "kronclip study stages workshop:parts --model kron-mini --methods ck-coop,coop:contextWords=4 --replay 4",
    ], terminal, cancel) => common.AddTo(this, stages, methods, replay, order);

    protected override int Run(ParseResult arguments)
    {
        var result = StageStudyJob.Run(Request(arguments), new TerminalObserver(Terminal), Cancel);
        if (common.Json(arguments))
            Terminal.Output.Write(result.Report.ToJson());
        else
            StageSummary.Write(Terminal, result);
        return ExitCode.Ok;
    }

    StageStudyRequest Request(ParseResult arguments) => new()
    {
        Images = common.Images(arguments),
        Model = common.Model(arguments),
        Output = common.Output(arguments),
        Seeds = common.Seeds(arguments),
        Shots = common.Shots(arguments),
        Recipe = common.Recipe(arguments),
        Stages = arguments.GetValue(stages) ?? Defaults.Stages,
        Methods = NameList.Methods(arguments.GetValue(methods), methods.Name) ?? Defaults.Methods,
        Replay = arguments.GetValue(replay) ?? Defaults.Replay,
        Order = arguments.GetValue(order) ?? Defaults.Order,
        Cache = common.Cache(arguments),
    };
}
