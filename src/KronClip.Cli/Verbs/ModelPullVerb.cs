using System.CommandLine;
using KronClip.Cli.Options;
using KronClip.Cli.Output;
using KronClip.Jobs;

namespace KronClip.Cli.Verbs;

/// <summary>kronclip model pull: brings a model from the Hub into the cache.</summary>
sealed class ModelPullVerb : Verb
{
    readonly Argument<string> model = new("model") { Description = "A name from 'kronclip model list', or owner/name on the Hub, with @revision where it is not the main branch." };
    readonly Option<bool> json = CommonOptions.Json("what was brought as one JSON document");

    public ModelPullVerb(Terminal terminal, CancellationToken cancel) : base("pull", "Downloads a model from the Hub, or goes on with a download that broke off.",
        ["kronclip model pull ViT-B/16", "kronclip model pull openai/clip-vit-base-patch16", "HF_TOKEN=hf_… kronclip model pull my-company/private-clip@v2"], terminal, cancel)
    {
        Arguments.Add(model);
        Options.Add(json);
    }

    protected override int Run(ParseResult arguments)
    {
        var result = PullJob.Run(arguments.GetRequiredValue(model), new TerminalObserver(Terminal), Cancel);
        if (arguments.GetValue(json))
            Terminal.Output.Write(result.ToJson());
        else
        {
            FactLines.Write(Terminal,
            [
                ("model", result.Repo),
                ("commit", result.Commit),
                ("size", $"{Bytes.Text(result.Bytes)}, {(result.Downloaded == 0 ? "all of it there already and checked" : $"{Bytes.Text(result.Downloaded)} downloaded, all of it checked")}"),
                ("folder", result.Folder),
                ("next", $"kronclip train <images> --model {result.Repo}"),
            ]);
        }
        return ExitCode.Ok;
    }
}
