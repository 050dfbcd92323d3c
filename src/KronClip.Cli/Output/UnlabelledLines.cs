using System.Globalization;
using KronClip.Jobs;

namespace KronClip.Cli.Output;

/// <summary>What a training did with unlabelled pictures: one line for the pictures, one for each choice of pseudo-labels.</summary>
static class UnlabelledLines
{
    public static (string Name, string Value)[] Of(UnlabelledFigures figures) =>
    [
        ("unlabelled", string.Create(CultureInfo.InvariantCulture, $"{figures.Pictures:#,0} pictures of '{figures.Source}'{LeftOut(figures.LeftOut)}; true class known of {figures.Known:#,0}, and used for this report alone")),
        .. figures.Rounds.Select(round => (string.Create(CultureInfo.InvariantCulture, $"round {round.Round}"), Round(round, figures))),
        .. figures.OnThemselves is { } own ? [("on them", OnThemselves(own))] : Array.Empty<(string, string)>(),
    ];

    static string LeftOut(LeftOutFigures leftOut) => leftOut.Sum == 0 ? "" : string.Create(CultureInfo.InvariantCulture, $", {leftOut.Sum:#,0} left out");

    static string Round(RoundFigures round, UnlabelledFigures figures)
    {
        var right = round.Right is { } count ? string.Create(CultureInfo.InvariantCulture, $", {count:#,0} of {round.Known:#,0} right ({Percent.Of((double)count / round.Known)} %)") : "";
        var agreed = round.AgreedRight is { } among ? string.Create(CultureInfo.InvariantCulture, $" ({Percent.Of((double)among / round.AgreedKnown)} % right)") : "";
        return string.Create(CultureInfo.InvariantCulture, $"{round.Chosen:#,0} pseudo-labels, {(round.PerClass.Min() == round.PerClass.Max() ? $"{round.PerClass.Max()} of each class" : $"{round.PerClass.Min()} to {round.PerClass.Max()} of a class")} (at most {figures.PerClass}){right}; both classifiers agree on {round.Agreed:#,0}{agreed}");
    }

    /// <summary>Their labels taught nothing, but the pictures did.</summary>
    static string OnThemselves(OwnFigures own)
    {
        var between = own.LabelledOnly is { } labelled ? $", labelled only {Percent.Of(labelled.Accuracy)}" : "";
        return string.Create(CultureInfo.InvariantCulture, $"accuracy on the {own.Adapted.Pictures:#,0} unlabelled pictures of known class: zero-shot {Percent.Of(own.ZeroShot.Accuracy)}{between}, now {Percent.Of(own.Adapted.Accuracy)}; no test, as they were learned from");
    }
}
