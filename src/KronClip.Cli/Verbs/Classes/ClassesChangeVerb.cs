using System.CommandLine;
using KronClip.Cli.Options;
using KronClip.Cli.Output;
using KronClip.Jobs;

namespace KronClip.Cli.Verbs;

/// <summary>What the verbs that change classes have in common: a classifier, names, and the file to write.</summary>
abstract class ClassesChangeVerb : Verb
{
    readonly Argument<string> classifier = new("classifier") { Description = "The .kronclip file; it is only read." };
    readonly Argument<string[]> names;
    readonly Option<string?> output = CommonOptions.Path("--out", "file", "The classifier to write.");
    readonly Option<bool> json = CommonOptions.Json("the result as one JSON document");

    protected ClassesChangeVerb(string name, string description, string what, IReadOnlyList<string> examples, Terminal terminal, CancellationToken cancel) : base(name, description, examples, terminal, cancel)
    {
        names = new Argument<string[]>("names") { Description = what, Arity = ArgumentArity.OneOrMore };
        output.Required = true;
        Arguments.Add(classifier);
        Arguments.Add(names);
        Options.Add(output);
        Options.Add(json);
    }

    protected sealed override int Run(ParseResult arguments)
    {
        var result = Run(arguments.GetRequiredValue(classifier), arguments.GetRequiredValue(names), arguments.GetRequiredValue(output)!, arguments);
        if (arguments.GetValue(json))
            Terminal.Output.Write(result.ToJson());
        else
            Terminal.Print($"{Visible.Text(result.Classifier)}: {result.Classes.Count.ToString(System.Globalization.CultureInfo.InvariantCulture)} classes");
        result.Notes.ToList().ForEach(Terminal.Note);
        result.Warnings.ToList().ForEach(Terminal.Warn);
        return ExitCode.Ok;
    }

    protected abstract ClassesResult Run(string path, string[] given, string target, ParseResult arguments);
}

/// <summary>kronclip classes add: a class from its name alone.</summary>
sealed class ClassesAddVerb : ClassesChangeVerb
{
    readonly Option<string?> model = CommonOptions.Model();

    public ClassesAddVerb(Terminal terminal, CancellationToken cancel) : base("add", "Adds classes by their names alone: the learned prompt names them, nothing is trained.",
        "Names, or name=words where people call it otherwise than the text tower shall: しみ=stain.",
        ["kronclip classes add parts.kronclip washer --out parts-washer.kronclip", "kronclip classes add parts.kronclip しみ=stain --out parts2.kronclip"], terminal, cancel) => Options.Add(model);

    protected override ClassesResult Run(string path, string[] given, string target, ParseResult arguments) =>
        ClassesJob.Add(path, [.. given.Select(NewClass.Parse)], target, arguments.GetValue(model), new TerminalObserver(Terminal), Cancel);
}

/// <summary>kronclip classes rename: other names for people.</summary>
sealed class ClassesRenameVerb : ClassesChangeVerb
{
    public ClassesRenameVerb(Terminal terminal, CancellationToken cancel) : base("rename", "Gives classes other names in every output; no answer changes.", "old=new, once or more.",
        ["kronclip classes rename parts.kronclip \"hex bolt=六角ボルト\" --out parts-ja.kronclip"], terminal, cancel)
    { }

    protected override ClassesResult Run(string path, string[] given, string target, ParseResult arguments) => ClassesJob.Rename(path,
        [.. given.Select(Divided)], target);

    static (string Old, string New) Divided(string text) => text.IndexOf('=', StringComparison.Ordinal) is > 0 and var at
        ? (text[..at].Trim(), text[(at + 1)..].Trim())
        : throw new OptionsException($"'{text}' is not old=new; give the class's name, '=' and its new name.");
}

/// <summary>kronclip classes remove: fewer classes.</summary>
sealed class ClassesRemoveVerb : ClassesChangeVerb
{
    public ClassesRemoveVerb(Terminal terminal, CancellationToken cancel) : base("remove", "Takes classes out of a classifier.", "Names or folders of classes.",
        ["kronclip classes remove parts.kronclip washer nut --out fewer.kronclip"], terminal, cancel)
    { }

    protected override ClassesResult Run(string path, string[] given, string target, ParseResult arguments) => ClassesJob.Remove(path, given, target);
}
