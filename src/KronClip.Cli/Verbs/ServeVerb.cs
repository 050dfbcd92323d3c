using System.CommandLine;
using KronClip.Cli.Options;
using KronClip.Cli.Output;

namespace KronClip.Cli.Verbs;

/// <summary>kronclip serve: classifiers over HTTP.</summary>
sealed class ServeVerb : ServingVerb
{
    readonly Argument<string?> classifiers = new("classifier") { Description = "A .kronclip file, or a folder of them; a file that changes is loaded again. May be left out with --workspace.", Arity = ArgumentArity.ZeroOrOne };
    readonly Option<string?> workspace = CommonOptions.Path("--workspace", "folder", "Serves the projects of this folder too, and lets callers add pictures and train (see 'kronclip studio'). Without it nothing that is sent is kept.");
    readonly ServingOptions serving = new();

    public ServeVerb(Terminal terminal, CancellationToken cancel) : base("serve", "Serves classifiers over HTTP: a simple API and the Open Inference Protocol.",
        ["kronclip serve parts.kronclip", "kronclip serve classifiers --address 0.0.0.0 --token <secret> --https", "kronclip serve --workspace projects"], terminal, cancel)
    {
        Arguments.Add(classifiers);
        Options.Add(workspace);
        serving.AddTo(this);
    }

    protected override int Run(ParseResult arguments) =>
        Serve(serving.Bind(arguments, arguments.GetValue(classifiers) ?? "", arguments.GetValue(workspace))).GetAwaiter().GetResult();
}
