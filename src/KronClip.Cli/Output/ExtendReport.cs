using System.Globalization;
using KronClip.Classifiers;
using KronClip.Jobs;
using KronClip.Methods;
using Spectre.Console;

namespace KronClip.Cli.Output;

/// <summary>What a person sees of an extension: old classes before and after, new ones, all together, and what was trained on.</summary>
static class ExtendReport
{
    public static void Write(Terminal terminal, ExtendResult result)
    {
        var title = MethodCatalogue.Find(result.Method).Title;
        terminal.Print();
        terminal.Print(string.Create(CultureInfo.InvariantCulture,
            $"{title} on {Visible.Text(result.Model)}, stage {result.Stage}: {result.OldClasses} classes and {result.Classes.Count - result.OldClasses} new ones, {(result.How == StageDescription.Named ? "named by the learned prompt" : "trained on")}"));
        var added = result.Classes.Skip(result.OldClasses).Select(c => c.Name).ToArray();
        FactLines.Write(terminal, [("new classes", added.Length == 0 ? "none" : string.Join(", ", added))]);
        terminal.Print();
        var table = Tables.Plain("accuracy in %", "pictures", "before", "now", "change");
        table.AddRow("old classes", Number(result.Pictures.OldTest), Percent.Of(result.Old.Before?.Accuracy), Percent.Of(result.Old.After?.Accuracy), Percent.Change(result.Old.Before?.Accuracy, result.Old.After?.Accuracy));
        table.AddRow("new classes", Number(result.Pictures.NewTest), Percent.None, Percent.Of(result.New?.Accuracy), Percent.None);
        table.AddRow("all together", Number(result.Pictures.OldTest + result.Pictures.NewTest), Percent.None, Percent.Of(result.All?.Accuracy), Percent.None);
        table.AddRow("the same, zero-shot", "", Percent.None, Percent.Of(result.ZeroShot?.Accuracy), Percent.None);
        terminal.Print(table);
        terminal.Print(Forgetting(result));
        terminal.Print();
        FactLines.Write(terminal,
        [
            .. result.Recipe is null ? Array.Empty<(string, string)>() : [("trained on", string.Create(CultureInfo.InvariantCulture, $"{result.Pictures.New} new pictures and {result.Pictures.Replayed} earlier ones (of {result.Pictures.Recorded}, {result.Pictures.Found} were found)"))],
            .. result.Dictionary is { } grown ? [("dictionary", string.Create(CultureInfo.InvariantCulture, $"{grown.Before} → {grown.After} entries"))] : Array.Empty<(string, string)>(),
            ("learned", string.Create(CultureInfo.InvariantCulture, $"{result.Parameters:#,0} numbers{(result.Parameters == result.ParametersBefore ? "" : string.Create(CultureInfo.InvariantCulture, $" ({result.ParametersBefore:#,0} before)"))}{(result.Steps > 0 ? string.Create(CultureInfo.InvariantCulture, $", {result.Steps:#,0} more steps") : "")}")),
            ("seconds", string.Create(CultureInfo.InvariantCulture, $"encode {result.Seconds.Encode:0.0}, train {result.Seconds.Train:0.0}, total {result.Seconds.Total:0.0}")),
            ("classifier", result.Classifier),
            .. result.Run is { } run ? [("run", run)] : Array.Empty<(string, string)>(),
        ]);
    }

    static string Forgetting(ExtendResult result) => result.Old.Forgetting is { } points
        ? string.Create(CultureInfo.InvariantCulture, $"Forgetting: {points:0.0;-0.0;0.0} points. Before, old classes were told apart among {result.OldClasses} names, now among {result.Classes.Count}.")
        : "Forgetting cannot be told: there are no test pictures of the old classes. Name the run folder or the pictures of the earlier training with --earlier.";

    static string Number(int number) => number.ToString(CultureInfo.InvariantCulture);
}
