using System.CommandLine;
using KronClip.Cli.Options;
using KronClip.Cli.Output;
using KronClip.Jobs;

namespace KronClip.Cli.Verbs;

/// <summary>kronclip model remove: takes a model of the Hub out of the cache.</summary>
sealed class ModelRemoveVerb : Verb
{
    readonly Argument<string> model = new("model") { Description = "A name from 'kronclip model list', or owner/name on the Hub. Folders of your own are never removed." };
    readonly Option<bool> json = CommonOptions.Json("what was removed as one JSON document");

    public ModelRemoveVerb(Terminal terminal, CancellationToken cancel) : base("remove", "Removes a model of the Hub, with all its revisions, from the cache.",
        ["kronclip model remove openai/clip-vit-base-patch16"], terminal, cancel)
    {
        Arguments.Add(model);
        Options.Add(json);
    }

    protected override int Run(ParseResult arguments)
    {
        var result = ModelRemoveJob.Run(arguments.GetRequiredValue(model));
        if (arguments.GetValue(json))
            Terminal.Output.Write(result.ToJson());
        else
            Terminal.Print($"{result.Repo} is removed; {Bytes.Text(result.Bytes)} are free again.");
        return ExitCode.Ok;
    }
}
