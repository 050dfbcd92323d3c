using System.CommandLine;
using KronClip.Cli.Options;
using KronClip.Cli.Output;
using KronClip.Methods;

namespace KronClip.Cli.Verbs;

/// <summary>kronclip methods show: one method with its options.</summary>
sealed class MethodsShowVerb : Verb
{
    readonly Argument<string> name = new("name") { Description = "The method, such as ck-coop." };
    readonly Option<bool> json = CommonOptions.Json("the method as one JSON document");

    public MethodsShowVerb(Terminal terminal, CancellationToken cancel) : base("show", "Shows a method: source, options, learned numbers.",
        ["kronclip methods show ck-coop"], terminal, cancel)
    {
        Arguments.Add(name);
        Options.Add(json);
    }

    protected override int Run(ParseResult arguments)
    {
        var sheet = MethodSheet.Of(MethodCatalogue.Find(arguments.GetRequiredValue(name)));
        if (arguments.GetValue(json))
            Terminal.Output.Write(sheet.ToJson());
        else
            MethodReport.Write(Terminal, sheet);
        return ExitCode.Ok;
    }
}
