using System.CommandLine;
using KronClip.Cli.Options;
using KronClip.Cli.Output;
using KronClip.Methods;

namespace KronClip.Cli.Verbs;

/// <summary>kronclip methods show: one method with its options.</summary>
sealed class MethodsShowVerb : Verb
{
    readonly Argument<string> name = new("name") { Description = "The method, such as ck-coop." };
    readonly Option<string?> model = MethodsVerb.Model();
    readonly Option<bool> json = CommonOptions.Json("the method as one JSON document");

    public MethodsShowVerb(Terminal terminal, CancellationToken cancel) : base("show", "Shows a method: source, options, learned numbers.",
        ["kronclip methods show ck-coop", "kronclip methods show ck-coop --model kron-mini"], terminal, cancel)
    {
        Arguments.Add(name);
        Options.Add(model);
        Options.Add(json);
    }

    protected override int Run(ParseResult arguments)
    {
        var method = MethodCatalogue.Find(arguments.GetRequiredValue(name));
        var widths = MethodsVerb.Widths(arguments.GetValue(model), Terminal, Cancel);
        var sheet = MethodSheet.Of(method, widths.Text, widths.Embedding);
        if (arguments.GetValue(json))
            Terminal.Output.Write(sheet.ToJson());
        else
            MethodReport.Write(Terminal, sheet);
        return ExitCode.Ok;
    }
}
