using System.CommandLine;
using KronClip.Evaluation;
using KronClip.Jobs;

namespace KronClip.Cli.Options;

/// <summary>Figures that are asked of a training, and what its report says of energy.</summary>
sealed class FigureOptions
{
    readonly Option<string?> accept = new("--accept")
    {
        Description = $"Figures that must come out, such as \"accuracy>=0.95,ece<5%\"; the exit code is 1 where one does not. There are: {string.Join(", ", ReportFigures.Names)}.",
        HelpName = "criteria",
    };

    readonly Option<bool> learningCurve = CommonOptions.Flag("--learning-curve", "Also trains on 1, 2, 4, … pictures per class: accuracy by shots, and what twice as many may bring.");
    readonly Option<bool> namedClasses = CommonOptions.Flag("--named-classes", "Also trains without some of the classes, each class once: how well a class is recognised that was only named, as 'classes add' does it.");
    readonly Option<double?> watts = Numbers.Real("--watts", "x", "Power of the machine, with which the report gives the energy.");
    readonly Option<double?> price = Numbers.Real("--price-per-kwh", "x", "Price of a kilowatt-hour, with --watts and --currency.");
    readonly Option<string?> currency = new("--currency") { Description = "Unit of that price, such as EUR.", HelpName = "unit" };

    /// <summary>All of them, in the order of the help.</summary>
    public IReadOnlyList<Option> All => [accept, learningCurve, namedClasses, watts, price, currency];

    /// <summary>The request with what was said.</summary>
    public TrainRequest Read(ParseResult arguments, TrainRequest request) => request with
    {
        Accept = arguments.GetValue(accept),
        LearningCurve = arguments.GetValue(learningCurve),
        NamedClasses = arguments.GetValue(namedClasses),
        Watts = arguments.GetValue(watts),
        PricePerKilowattHour = arguments.GetValue(price),
        Currency = arguments.GetValue(currency),
    };
}
