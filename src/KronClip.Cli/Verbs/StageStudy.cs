using System.CommandLine;
using KronClip.Cli.Options;
using KronClip.Cli.Output;
using KronClip.Jobs;

namespace KronClip.Cli.Verbs;

/// <summary>kronclip study stages: the options of its own beside those that all studies have.</summary>
sealed class StageStudy
{
    /// <summary>How the study is called.</summary>
    public const string Name = "stages";

    static readonly StageStudyRequest Defaults = new() { Images = "", Model = "" };

    readonly Option<int?> stages = Numbers.Whole<int>("--stages", "n", $"stages: in how many groups the classes come (default {Defaults.Stages}).");
    readonly Option<string[]> methods = NameList.Of("--methods", "a,b", "stages: methods that learn a prompt, with options behind a colon (default ck-coop,coop:contextWords=4).");
    readonly Option<int?> replay = Numbers.Whole<int>("--replay", "n", $"stages: earlier pictures of each class in the rows that train on some again (default {Defaults.Replay}).");
    readonly Option<ClassOrder?> order = Choices.Of<ClassOrder>("--order", "stages: classes come shuffled by the seed, or as the pictures list them (default seeded).");

    /// <summary>The options that say nothing to another study.</summary>
    public IReadOnlyList<Option> Own => [stages, methods, replay, order];

    /// <summary>Runs the study.</summary>
    public int Run(ParseResult arguments, StageStudyRequest common, bool json, Terminal terminal, CancellationToken cancel)
    {
        var result = StageStudyJob.Run(common with
        {
            Stages = arguments.GetValue(stages) ?? Defaults.Stages,
            Methods = NameList.Methods(arguments.GetValue(methods), methods.Name) ?? Defaults.Methods,
            Replay = arguments.GetValue(replay) ?? Defaults.Replay,
            Order = arguments.GetValue(order) ?? Defaults.Order,
        }, new TerminalObserver(terminal), cancel);
        if (json)
            terminal.Output.Write(result.Report.ToJson());
        else
            StageSummary.Write(terminal, result);
        return ExitCode.Ok;
    }

    /// <summary>Refuses options that belong to another study.</summary>
    /// <exception cref="OptionsException">One is given.</exception>
    public static void RequireNone(ParseResult arguments, string study, IEnumerable<Option> foreign)
    {
        if (foreign.FirstOrDefault(option => arguments.GetResult(option) is { Implicit: false }) is { } given)
            throw new OptionsException($"{given.Name} says nothing to the study '{study}'; leave it away.");
    }
}
