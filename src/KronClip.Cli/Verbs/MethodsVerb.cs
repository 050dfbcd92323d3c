using System.CommandLine;
using KronClip.Cli.Options;
using KronClip.Cli.Output;
using KronClip.Jobs;
using KronClip.Methods;

namespace KronClip.Cli.Verbs;

/// <summary>kronclip methods: the catalogue, drawn from the one list of methods.</summary>
sealed class MethodsVerb : Verb
{
    readonly Option<string?> model = Model();
    readonly Option<bool> json = CommonOptions.Json("the catalogue as one JSON document");

    public MethodsVerb(Terminal terminal, CancellationToken cancel) : base("methods", "Lists the methods, or shows one.",
        ["kronclip methods", "kronclip methods --model kron-mini", "kronclip methods show ck-coop"], terminal, cancel)
    {
        Options.Add(model);
        Options.Add(json);
        Subcommands.Add(new MethodsShowVerb(terminal, cancel));
    }

    protected override int Run(ParseResult arguments)
    {
        var widths = Widths(arguments.GetValue(model), Terminal, Cancel);
        if (arguments.GetValue(json))
            Terminal.Output.Write(MethodSheet.CatalogueToJson(widths.Text, widths.Embedding));
        else
            MethodReport.WriteList(Terminal, widths);
        return ExitCode.Ok;
    }

    /// <summary>The option that says for which model numbers are stated.</summary>
    public static Option<string?> Model() => new("--model") { Description = $"States learned numbers for this model, as for 'train' (default: d = e = {ParameterComparison.UsualWidth}, as in ViT-B).", HelpName = "model" };

    /// <summary>Its widths, or the usual ones.</summary>
    public static ModelWidths Widths(string? model, Terminal terminal, CancellationToken cancel) => model is null
        ? new ModelWidths(ParameterComparison.UsualWidth, ParameterComparison.UsualWidth)
        : ModelWidths.Of(model, new TerminalObserver(terminal), cancel);
}
