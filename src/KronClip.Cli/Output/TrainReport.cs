using System.Globalization;
using KronClip.Data;
using KronClip.Jobs;
using KronClip.Methods;
using KronClip.Training;
using Spectre.Console;

namespace KronClip.Cli.Output;

/// <summary>What a person sees at the end of a training: zero-shot against adapted, and where everything is.</summary>
static class TrainReport
{
    public static void Write(Terminal terminal, RunMetrics metrics, TrainRequest request)
    {
        var title = metrics.Choice is { } choice ? choice.PickedTitle : MethodCatalogue.Find(metrics.Method).Title;
        terminal.Print();
        terminal.Print(string.Create(CultureInfo.InvariantCulture,
            $"{title}{(metrics.Choice is null ? "" : $", taken by {MethodCatalogue.Find(metrics.Method).Title},")} on {Visible.Text(metrics.Model)}: {metrics.Classes.Count} classes, {(request.NamesAlone ? "names alone" : metrics.Shots == 1 ? "1 shot" : $"{metrics.Shots} shots")}, seed {metrics.Seed}"));
        FactLines.Write(terminal, [("classes", ClassNames(metrics))]);
        terminal.Print();
        terminal.Print(Figures(metrics, title));
        if (NoTest(metrics) is { } reason)
            terminal.Print(reason);
        terminal.Print();
        if (metrics.Choice is not null)
            ChoiceReport.Write(terminal, metrics.Choice);
        FactLines.Write(terminal,
        [
            ("learned", string.Create(CultureInfo.InvariantCulture, $"{metrics.Parameters:#,0} numbers{(metrics.Steps > 0 ? $" in {metrics.Steps:#,0} steps" : "")}")),
            .. metrics.Unlabelled is { } unlabelled ? UnlabelledLines.Of(unlabelled) : [],
            .. metrics.Recipe is { } recipe ? [("recipe", Recipe(recipe))] : Array.Empty<(string, string)>(),
            .. RunReportLines.Of(metrics.Report),
            ("seconds", string.Create(CultureInfo.InvariantCulture, $"encode {metrics.Seconds.Encode:0.0}, train {metrics.Seconds.Train:0.0}, total {metrics.Seconds.Total:0.0}")),
            ("classifier", metrics.Classifier),
            ("run", metrics.Run),
            .. metrics.Report is null ? Array.Empty<(string, string)>() : [("report", Path.Combine(metrics.Run, ReportJob.PageFile))],
            .. request.ClassFile is null ? [("words", $"{Path.Combine(metrics.Run, "classes.json")}: edit a copy, train with --classes")] : Array.Empty<(string, string)>(),
            ("next", $"kronclip predict {ShellWord.Quote(Nearest(metrics.Classifier))} <image or folder>"),
        ]);
    }

    /// <summary>All names of a handful of classes, the first ones and the count of many.</summary>
    static string ClassNames(RunMetrics metrics)
    {
        const int most = 20;
        var names = string.Join(", ", metrics.Classes.Take(most).Select(c => c.Name));
        return metrics.Classes.Count <= most ? names : $"{names} and {metrics.Classes.Count - most} more";
    }

    static string Recipe(Recipe recipe) => string.Create(CultureInfo.InvariantCulture,
        $"{recipe.Optimiser.Kind} at {recipe.Optimiser.LearningRate:0.######}, {recipe.Epochs} epochs, {(recipe.Views == 0 ? "fresh views" : recipe.Views == 1 ? "1 view" : $"{recipe.Views} views")} of each picture");

    static Table Figures(RunMetrics metrics, string title)
    {
        var between = metrics.Unlabelled?.LabelledOnly;
        var table = metrics.Unlabelled is null ? Tables.Plain("accuracy and macro-F1 in %", "pictures", "zero-shot", Visible.Cell(title), "change")
            : between is null ? Tables.Plain("accuracy and macro-F1 in %", "pictures", "zero-shot", "unlabelled", "change")
            : Tables.Plain("accuracy and macro-F1 in %", "pictures", "zero-shot", "labelled only", "and unlabelled", "change");
        Add(table, "validation", metrics.ZeroShot.Validation, between, between?.Validation, metrics.Adapted.Validation);
        Add(table, "test", metrics.ZeroShot.Test, between, between?.Test, metrics.Adapted.Test);
        if (metrics.KFold is { } folds)
            Add(table, string.Create(CultureInfo.InvariantCulture, $"{folds.Folds}-fold (no test set)"), folds.ZeroShot, between, metrics.Unlabelled?.LabelledOnlyFolds, folds.Adapted);
        return table;
    }

    /// <summary>With a column for the labelled pictures alone where there is one; the change is from zero-shot to the last.</summary>
    static void Add(Table table, string part, Figures? before, PartFigures? column, Figures? between, Figures? after)
    {
        var pictures = after is null ? Percent.None : after.Pictures.ToString(CultureInfo.InvariantCulture);
        string[] Between(double? figure) => column is null ? [] : [Percent.Of(figure)];
        table.AddRow([$"{part} accuracy", pictures, Percent.Of(before?.Accuracy), .. Between(between?.Accuracy), Percent.Of(after?.Accuracy), Percent.Change(before?.Accuracy, after?.Accuracy)]);
        table.AddRow([$"{part} macro-F1", "", Percent.Of(before?.MacroF1), .. Between(between?.MacroF1), Percent.Of(after?.MacroF1), Percent.Change(before?.MacroF1, after?.MacroF1)]);
    }

    static string? NoTest(RunMetrics metrics) => metrics.Adapted.Test is not null ? null : metrics.Split.TestKind switch
    {
        _ when metrics.Shots == 0 => "No test set: no picture has a label, so nothing says how good the classifier is. Label some, and run: kronclip eval",
        TestKinds.KFold => "No test set: a class has too few pictures to set some aside. The k-fold figure stands in its place, under its own name.",
        _ => metrics.Split.Notes is [var first, ..] ? $"No test set. {Visible.Text(first)}" : "No test set: the pictures came with a split that has no test part.",
    };

    /// <summary>The path from here where it lies below, else in full.</summary>
    static string Nearest(string path) => Path.GetRelativePath(Environment.CurrentDirectory, path) is var near && !near.StartsWith("..", StringComparison.Ordinal) ? near : path;
}
