using System.CommandLine;
using KronClip.Classifiers;
using KronClip.Cli.Options;
using KronClip.Cli.Output;
using KronClip.Jobs;
using Spectre.Console;

namespace KronClip.Cli.Verbs;

/// <summary>kronclip classes list: what a classifier tells apart.</summary>
sealed class ClassesListVerb : Verb
{
    readonly Argument<string> classifier = new("classifier") { Description = "The .kronclip file." };
    readonly Option<bool> json = CommonOptions.Json("the classes as one JSON list");

    public ClassesListVerb(Terminal terminal, CancellationToken cancel) : base("list", "Lists the classes of a classifier.", ["kronclip classes list parts.kronclip"], terminal, cancel)
    {
        Arguments.Add(classifier);
        Options.Add(json);
    }

    protected override int Run(ParseResult arguments)
    {
        var classes = ClassifierFile.Read(arguments.GetRequiredValue(classifier)).Classes;
        if (arguments.GetValue(json))
        {
            Terminal.Output.Write(ClassLabel.ToJson(classes.Select(c => new ClassLabel(c.Folder, c.Name, c.Words))));
            return ExitCode.Ok;
        }
        var table = Tables.Plain("no.", "name", "words in the prompt", "folder");
        foreach (var (number, of) in classes.Index())
            table.AddRow((number + 1).ToString(System.Globalization.CultureInfo.InvariantCulture), Visible.Cell(of.Name), Visible.Cell(of.Words), Visible.Cell(of.Folder));
        Terminal.Print(table);
        return ExitCode.Ok;
    }
}
