using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;
using System.CommandLine.Parsing;
using KronClip.Cli.Verbs;

namespace KronClip.Cli.Options;

/// <summary>Help with examples.</summary>
static class HelpText
{
    static readonly string[] RootExamples =
    [
        "kronclip sample demo",
        "kronclip train demo/pictures --model demo/model --out demo.kronclip",
        "kronclip predict demo.kronclip demo/pictures",
    ];

    public static Option Option(int width)
    {
        var option = new HelpOption("--help", "-h", "-?") { Recursive = true, Description = "Shows this help." };
        option.Action = new WithExamples((HelpAction)option.Action!, width);
        return option;
    }

    /// <summary>The verb as it is typed, such as "kronclip methods show".</summary>
    public static string Path(CommandResult result) => result.Parent is CommandResult parent ? $"{Path(parent)} {result.Command.Name}" : result.Command.Name;

    sealed class WithExamples : SynchronousCommandLineAction
    {
        readonly HelpAction help;

        public WithExamples(HelpAction help, int width)
        {
            this.help = help;
            help.MaxWidth = width;
        }

        public override bool ClearsParseErrors => true;

        public override int Invoke(ParseResult parseResult)
        {
            help.Invoke(parseResult);
            var examples = Examples(parseResult.CommandResult.Command);
            var output = parseResult.InvocationConfiguration.Output;
            output.WriteLine(examples.Count == 1 ? "Example:" : "Examples:");
            foreach (var example in examples)
                output.WriteLine($"  {example}");
            return ExitCode.Ok;
        }

        /// <summary>A verb's own; a group of verbs has those of its verbs.</summary>
        static IReadOnlyList<string> Examples(Command command) => command switch
        {
            Verb verb => verb.Examples,
            { Parents: var parents } when parents.Any() => [.. command.Subcommands.OfType<Verb>().SelectMany(verb => verb.Examples)],
            _ => RootExamples,
        };
    }
}
