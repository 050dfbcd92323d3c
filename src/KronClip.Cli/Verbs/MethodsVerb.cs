using System.CommandLine;
using KronClip.Cli.Options;
using KronClip.Cli.Output;
using KronClip.Methods;

namespace KronClip.Cli.Verbs;

/// <summary>kronclip methods: the catalogue, drawn from the one list of methods.</summary>
sealed class MethodsVerb : Verb
{
    readonly Option<bool> json = CommonOptions.Json("the catalogue as one JSON document");

    public MethodsVerb(Terminal terminal, CancellationToken cancel) : base("methods", "Lists the methods, or shows one.",
        ["kronclip methods", "kronclip methods show ck-coop"], terminal, cancel)
    {
        Options.Add(json);
        Subcommands.Add(new MethodsShowVerb(terminal, cancel));
    }

    protected override int Run(ParseResult arguments)
    {
        if (arguments.GetValue(json))
            Terminal.Output.Write(MethodSheet.CatalogueToJson());
        else
            MethodReport.WriteList(Terminal);
        return ExitCode.Ok;
    }
}
