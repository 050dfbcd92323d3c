using KronClip.Methods;
using KronClip.Training;

namespace KronClip.Jobs;

/// <summary>
/// What a person says about the recipe; whatever is null is taken from the named recipe. "default" is AdamW at the rate that the method was given by the
/// search in docs/learning-rates.md, divided by the model's logit scale. "published" is CoOp's: SGD 0.002, a fresh view in every epoch, and an epoch count by shots.
/// </summary>
public sealed record RecipeChoice
{
    /// <summary>"default" or "published".</summary>
    public string Name { get; init; } = "default";

    /// <summary>Whether this is the published recipe, which also has its own preprocessing.</summary>
    [System.Text.Json.Serialization.JsonIgnore]
    public bool IsPublished => Name == "published";

    /// <summary>Passes over the training pictures.</summary>
    public int? Epochs { get; init; }

    /// <summary>Pictures of a step.</summary>
    public int? BatchSize { get; init; }

    /// <summary>Base learning rate.</summary>
    public double? LearningRate { get; init; }

    /// <summary>The rule.</summary>
    public OptimiserKind? Optimiser { get; init; }

    /// <summary>Views per picture, 0 for fresh ones.</summary>
    public int? Views { get; init; }

    /// <summary>The recipe for a method, a number of shots and a model's logit scale. A rate that was given is taken as it is.</summary>
    /// <exception cref="OptionsException">The name is unknown or a value out of range.</exception>
    public Recipe Resolve(MethodDefinition method, IMethodOptions options, int shots, double logitScale)
    {
        ArgumentNullException.ThrowIfNull(method);
        ArgumentNullException.ThrowIfNull(options);
        var recipe = Name switch
        {
            "default" => new Recipe
            {
                Optimiser = Optimiser == OptimiserKind.Sgd
                    ? OptimiserOptions.Sgd
                    : OptimiserOptions.AdamW with { LearningRate = ((method as PromptMethodDefinition)?.ScaledLearningRate(options) ?? 1) / logitScale, WeightDecay = 0 },
            },
            "published" => new Recipe
            {
                Epochs = shots >= 8 ? 200 : shots >= 2 ? 100 : 50,          // PROTOCOL: 200 (16/8 shots), 100 (4/2), 50 (1 shot)
                BatchSize = 32,
                Views = 0,
                Optimiser = Optimiser == OptimiserKind.AdamW ? OptimiserOptions.AdamW : OptimiserOptions.Sgd,
            },
            _ => throw new OptionsException($"There is no recipe '{Name}'; there are: default, published."),
        };
        recipe = recipe with
        {
            Epochs = Epochs ?? recipe.Epochs,
            BatchSize = BatchSize ?? recipe.BatchSize,
            Views = Views ?? recipe.Views,
            Optimiser = recipe.Optimiser with { LearningRate = LearningRate ?? recipe.Optimiser.LearningRate },
        };
        if (recipe.Epochs == 1)
            recipe = recipe with { Schedule = recipe.Schedule with { WarmupEpochs = 0 } };   // one epoch of warm-up only would learn nothing
        recipe.Validate();
        return recipe;
    }
}
