using System.CommandLine;
using KronClip.Cli.Output;

namespace KronClip.Cli.Verbs;

/// <summary>kronclip benchmark: the protocols of the field, for models and methods.</summary>
static class BenchmarkVerbs
{
    public static Command Group(Terminal terminal, CancellationToken cancel) => new("benchmark", "Measures methods as the field does: base-to-new, cross-task, domain, few-shot.")
    {
        new BaseToNewVerb(terminal, cancel),
        new CrossTaskVerb(terminal, cancel),
        new DomainVerb(terminal, cancel),
        new FewShotVerb(terminal, cancel),
    };
}
