using System.CommandLine;
using KronClip.Cli.Output;

namespace KronClip.Cli.Verbs;

/// <summary>kronclip study: the questions that can be put to a method on a person's own pictures.</summary>
static class StudyVerbs
{
    public static Command Group(Terminal terminal, CancellationToken cancel) => new("study", "Shows how much settings, add-ons, stages or wrong labels matter.")
    {
        new SettingsStudyVerb(terminal, cancel),
        new AddOnStudyVerb(terminal, cancel),
        new StageStudyVerb(terminal, cancel),
        new NoiseStudyVerb(terminal, cancel),
    };
}
