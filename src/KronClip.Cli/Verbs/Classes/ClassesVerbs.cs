using System.CommandLine;
using KronClip.Cli.Output;

namespace KronClip.Cli.Verbs;

/// <summary>kronclip classes: the verbs about a classifier's classes.</summary>
static class ClassesVerbs
{
    public static Command Group(Terminal terminal, CancellationToken cancel) => new("classes", "Lists, adds, renames and removes the classes of a classifier, without training.")
    {
        new ClassesListVerb(terminal, cancel),
        new ClassesAddVerb(terminal, cancel),
        new ClassesRenameVerb(terminal, cancel),
        new ClassesRemoveVerb(terminal, cancel),
    };
}
