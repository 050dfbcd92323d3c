using System.CommandLine;
using KronClip.Cli.Options;
using KronClip.Cli.Output;
using KronClip.Jobs;
using KronClip.Methods;

namespace KronClip.Cli.Verbs;

/// <summary>kronclip study ck-coop: how much its settings matter, one at a time around the default.</summary>
sealed class SettingsStudyVerb : Verb
{
    static readonly StudyRequest Defaults = new() { Images = "", Model = "" };

    readonly StudyOptions common = new("The pictures, as for 'train'; four classes or more.", StudyRequest.UsualOutput);
    readonly Option<IReadOnlyList<StudyAxisKind>?> axes = ValueLists.Words<StudyAxisKind>("--axes", "What is changed, one at a time (default: all).");
    readonly Option<IReadOnlyList<int>?> sizes = ValueLists.Numbers("--k", "16,64", "Values of K, dictionary entries (default: d/8 to 2d).");
    readonly Option<IReadOnlyList<int>?> contexts = ValueLists.Numbers("--m", "4,8", "Values of M, context words (default 4,8,16).");
    readonly Option<IReadOnlyList<IReadOnlyList<int[]>>?> factors = ValueLists.Shapes("--factors", "Factor shapes (default: up to four kinds).");
    readonly Option<IReadOnlyList<DictionaryKind>?> dictionaries = ValueLists.Words<DictionaryKind>("--dictionary", "Kinds of dictionary (default: all; words with --words).");
    readonly Option<IReadOnlyList<ContextStart>?> starts = ValueLists.Words<ContextStart>("--start", "Starts of W (default: all).");
    readonly Option<string?> words = CommonOptions.Path("--words", "file", "Your own words, one on each line: a dictionary of their own, and added to the default one.");

    public SettingsStudyVerb(Terminal terminal, CancellationToken cancel) : base("ck-coop", "Shows how much the settings of CK-CoOp matter, one at a time.",
    [
        "kronclip study ck-coop photos --model clip-vit-b16",
        "kronclip study ck-coop photos --model clip-vit-b16 --axes k,dictionary --words words.txt",
        "kronclip study ck-coop workshop:parts --model kron-mini --axes factors --factors 8x8+8x8,16x16+4x4",
    ], terminal, cancel) => common.AddTo(this, axes, sizes, contexts, factors, dictionaries, starts, words);

    protected override int Run(ParseResult arguments)
    {
        var result = StudyJob.Run(Request(arguments), new TerminalObserver(Terminal), Cancel);
        if (common.Json(arguments))
            Terminal.Output.Write(result.Report.ToJson());
        else
            StudySummary.Write(Terminal, result);
        return ExitCode.Ok;
    }

    StudyRequest Request(ParseResult arguments) => new()
    {
        Images = common.Images(arguments),
        Model = common.Model(arguments),
        Output = common.Output(arguments),
        Seeds = common.Seeds(arguments),
        Shots = common.Shots(arguments),
        Recipe = common.Recipe(arguments),
        Axes = arguments.GetValue(axes) ?? Defaults.Axes,
        K = arguments.GetValue(sizes),
        M = arguments.GetValue(contexts),
        Factors = arguments.GetValue(factors),
        Dictionaries = arguments.GetValue(dictionaries),
        Starts = arguments.GetValue(starts),
        Words = arguments.GetValue(words) is { } file ? StudyRequest.ReadWords(file) : [],
        Cache = common.Cache(arguments),
    };
}
