using System.CommandLine;
using KronClip.Cli.Output;

namespace KronClip.Cli.Verbs;

/// <summary>kronclip model: the verbs about models.</summary>
static class ModelVerbs
{
    public static Command Group(Terminal terminal, CancellationToken cancel) => new("model", "Lists, downloads, checks and removes models.")
    {
        new ModelListVerb(terminal, cancel),
        new ModelPullVerb(terminal, cancel),
        new ModelCheckVerb(terminal, cancel),
        new ModelRemoveVerb(terminal, cancel),
    };
}
