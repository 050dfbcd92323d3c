using KronClip.Clip;
using KronClip.Methods;
using KronClip.Training;

namespace KronClip.Jobs;

/// <summary>
/// What a person says about the recipe; whatever is null is taken from the named recipe. "default" is 100 steps of L-BFGS, each over all pictures; where a batch
/// size, several views or AdamW are asked for, or the method's gradient is not that of a loss, it is 400 epochs of AdamW at the method's own rate (docs/learning-rates.md);
/// 40 epochs of batches of 4 where each picture needs a text pass of its own.
/// "published" is SGD 0.002, a fresh view in every epoch, and the batches and epochs that the method was published with.
/// </summary>
public sealed record RecipeChoice
{
    /// <summary>Steps of the default recipe.</summary>
    public const int FewSteps = 100;

    /// <summary>Root mean square of the default recipe's first step times the model's logit scale.</summary>
    public const double FirstStep = 1;

    /// <summary>Epochs of the default recipe of a method that needs a text pass for each picture.</summary>
    public const int PerPictureEpochs = 40;

    /// <summary>Pictures of its steps.</summary>
    public const int PerPictureBatch = 4;

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

    /// <summary>How pictures are prepared for it: as the model says, or as the published code does.</summary>
    internal PreprocessOptions PreprocessingOf(PreprocessOptions model) => IsPublished ? model.AsPublished(ConversionOrder.ConvertThenResize) : model;

    /// <summary>What was said of the training itself, by the names of the command line; preprocessing apart, a method without a recipe heeds none of it.</summary>
    [System.Text.Json.Serialization.JsonIgnore]
    public IReadOnlyList<string> Given =>
    [
        .. Epochs is null ? Array.Empty<string>() : ["--epochs"],
        .. BatchSize is null ? Array.Empty<string>() : ["--batch"],
        .. LearningRate is null ? Array.Empty<string>() : ["--learning-rate"],
        .. Optimiser is null ? Array.Empty<string>() : ["--optimiser"],
        .. Views is null ? Array.Empty<string>() : ["--views"],
    ];

    /// <summary>The recipe for a method, a number of shots and a model's logit scale. A rate that was given is taken as it is.</summary>
    /// <exception cref="OptionsException">The name is unknown or a value out of range.</exception>
    public Recipe Resolve(MethodDefinition method, IMethodOptions options, int shots, double logitScale)
    {
        ArgumentNullException.ThrowIfNull(method);
        ArgumentNullException.ThrowIfNull(options);
        if (options is AutoOptions choice)
            return Widest(choice, shots, logitScale);
        var prompt = method as PromptMethodDefinition;
        var descends = prompt?.DescendsItsLoss ?? true;
        var perPicture = prompt?.TextPassPerPicture ?? false;
        var recipe = Name switch
        {
            "default" => (Optimiser ?? (descends && !perPicture && BatchSize is null && Views is null or 1 ? OptimiserKind.Lbfgs : OptimiserKind.AdamW)) switch
            {
                OptimiserKind.Lbfgs => Few(logitScale),
                OptimiserKind.AdamW => (perPicture ? new Recipe { Epochs = PerPictureEpochs, BatchSize = PerPictureBatch } : new Recipe()) with
                {
                    Optimiser = OptimiserOptions.AdamW with { LearningRate = (prompt?.ScaledLearningRate(options) ?? 1) / logitScale, WeightDecay = 0 },
                },
                _ => new Recipe { Optimiser = OptimiserOptions.Sgd },
            },
            "published" => new Recipe
            {
                Epochs = (prompt?.Published ?? PublishedRecipe.OfCoOp).Epochs(shots),
                BatchSize = (prompt?.Published ?? PublishedRecipe.OfCoOp).BatchSize,
                Views = 0,
                Optimiser = Optimiser switch { OptimiserKind.AdamW => OptimiserOptions.AdamW, OptimiserKind.Lbfgs => OptimiserOptions.Lbfgs, _ => OptimiserOptions.Sgd },
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
        if (!descends && recipe.Optimiser.Kind == OptimiserKind.Lbfgs)
            throw new OptionsException($"{method.Title} bends its gradient, so that it is not that of its loss, and L-BFGS would judge its steps by the wrong measure. Choose adamw or sgd.");
        return recipe;
    }

    /// <summary>
    /// The recipe with the most epochs among those of the candidates that are trained by one: its views of the pictures hold those of all others. Each candidate is
    /// trained by its own, and is refused here where it does not fit.
    /// </summary>
    Recipe Widest(AutoOptions choice, int shots, double logitScale)
    {
        Recipe[] own = [.. choice.Methods().Where(c => c.Method.HasRecipe).Select(c => Resolve(c.Method, c.Method.ReadOptions(c.Options), shots, logitScale))];
        return own.Length > 0 ? own.MaxBy(recipe => recipe.Epochs)! : Resolve(ZeroShot.Definition, ZeroShot.Definition.Defaults, shots, logitScale) with { Views = 1 };
    }

    /// <summary>
    /// Few steps over all pictures. The first step is 1/s a number, since a move of the context changes the logits by s times as much; L-BFGS finds the lengths of the others.
    /// </summary>
    static Recipe Few(double logitScale) => new()
    {
        Epochs = FewSteps,
        BatchSize = Recipe.AllPictures,
        Optimiser = OptimiserOptions.Lbfgs with { LearningRate = FirstStep / logitScale },
        Schedule = new ScheduleOptions { Kind = ScheduleKind.Constant, WarmupEpochs = 0 },
    };
}
