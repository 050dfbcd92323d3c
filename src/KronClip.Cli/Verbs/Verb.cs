using System.CommandLine;
using KronClip.Cli.Output;

namespace KronClip.Cli.Verbs;

/// <summary>A verb: binds its options to a job of the library, runs it, and shows what came out.</summary>
abstract class Verb : Command
{
    protected Verb(string name, string description, IReadOnlyList<string> examples, Terminal terminal, CancellationToken cancel) : base(name, description)
    {
        (Examples, Terminal, Cancel) = (examples, terminal, cancel);
        SetAction(Run);
    }

    /// <summary>Lines for the help.</summary>
    public IReadOnlyList<string> Examples { get; }

    protected Terminal Terminal { get; }

    protected CancellationToken Cancel { get; }

    /// <summary>Runs the verb and returns its exit code.</summary>
    protected abstract int Run(ParseResult arguments);
}
