using System.CommandLine;
using KronClip.Jobs;
using KronClip.Training;

namespace KronClip.Cli.Options;

/// <summary>How what learns is trained: options of every verb that trains.</summary>
sealed class RecipeOptions
{
    static readonly Recipe Usual = new();
    static readonly RecipeChoice Defaults = new();

    readonly Option<string?> name = new("--recipe") { Description = $"default or published (default {Defaults.Name}).", HelpName = "name" };
    readonly Option<int?> epochs = Numbers.Whole<int>("--epochs", "n", $"Passes over the training pictures (default {RecipeChoice.FewSteps}, with adamw or sgd {Usual.Epochs}; published: 50 to 200 by shots).");
    readonly Option<int?> batch = Numbers.Whole<int>("--batch", "n", $"Pictures of a step (default all; with adamw or sgd {Usual.BatchSize}; published: 32). A number given here chooses adamw.");
    readonly Option<double?> learningRate = Numbers.Real("--learning-rate", "x", "Base learning rate (default: 1/s, the first step of lbfgs; adamw: the method's own, see 'kronclip methods show'; published: 0.002).");
    readonly Option<OptimiserKind?> optimiser = Choices.Of<OptimiserKind>("--optimiser", "lbfgs, adamw or sgd (default lbfgs; adamw with --batch or --views; published: sgd).");
    readonly Option<int?> views = Choices.Views("--views", $"Views of each training picture: 1 is the picture as it is, n adds n-1 augmented ones, fresh makes new ones in every epoch (default {Usual.Views}; published: fresh).");

    /// <summary>All of them, in the order of the help.</summary>
    public IReadOnlyList<Option> All => [name, epochs, batch, learningRate, optimiser, views];

    /// <summary>What was said.</summary>
    public RecipeChoice Read(ParseResult arguments) => new()
    {
        Name = arguments.GetValue(name) ?? Defaults.Name,
        Epochs = arguments.GetValue(epochs),
        BatchSize = arguments.GetValue(batch),
        LearningRate = arguments.GetValue(learningRate),
        Optimiser = arguments.GetValue(optimiser),
        Views = arguments.GetValue(views),
    };
}
