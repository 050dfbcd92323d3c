using System.CommandLine;
using KronClip.Cli.Options;
using KronClip.Cli.Output;
using KronClip.Data;

namespace KronClip.Cli.Verbs;

/// <summary>kronclip data: the verbs about the benchmark data sets.</summary>
static class DataVerbs
{
    public static Command Group(Terminal terminal, CancellationToken cancel) => new("data", "Lists and checks the benchmark data sets, and shows their published draws.")
    {
        new DataListVerb(terminal, cancel),
        new DataCheckVerb(terminal, cancel),
        new DataSplitVerb(terminal, cancel),
    };

    public static Argument<string> Name() => new("name") { Description = "The data set, as 'kronclip data list' calls it." };

    public static Option<string?> Root()
    {
        var option = CommonOptions.Path("--root", "folder", "The folder that holds the data sets, or the data set's own.");
        option.Required = true;
        return option;
    }

    public static BenchmarkDefinition Find(ParseResult arguments, Argument<string> name) => BenchmarkCatalogue.Find(arguments.GetRequiredValue(name));
}
