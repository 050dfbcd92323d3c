using System.CommandLine;
using System.CommandLine.Invocation;

namespace KronClip.Cli.Options;

/// <summary>--version prints the library's version and nothing else.</summary>
static class VersionText
{
    public static Option Option() => new Option<bool>("--version") { Description = "Shows the version.", Arity = ArgumentArity.Zero, Action = new Print() };

    sealed class Print : SynchronousCommandLineAction
    {
        public override bool Terminating => true;

        public override bool ClearsParseErrors => true;

        public override int Invoke(ParseResult parseResult)
        {
            parseResult.InvocationConfiguration.Output.WriteLine(Library.Version);
            return ExitCode.Ok;
        }
    }
}
