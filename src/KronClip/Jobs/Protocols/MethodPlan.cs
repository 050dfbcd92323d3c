using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using KronClip.Clip;
using KronClip.Data;
using KronClip.Evaluation;
using KronClip.Methods;
using KronClip.Training;

namespace KronClip.Jobs;

/// <summary>A method choice made ready for a model: options read, recipe at the model's logit scale, and its row of the table.</summary>
sealed record MethodPlan(MethodDefinition Definition, IMethodOptions Options, Recipe Recipe, MethodRow Row)
{
    /// <summary>The methods that it chooses among; empty for a method that is fitted itself.</summary>
    public IReadOnlyList<MethodPlan> Candidates { get; private init; } = [];

    public static MethodPlan Of(MethodChoice choice, ProtocolRequest request, ClipModel model, int classes) => Of(choice, request.Recipe, request.Shots, model, classes, classes * request.Shots);

    /// <summary>Makes a method ready.</summary>
    /// <param name="choice">The method.</param>
    /// <param name="recipes">What a person says about the recipe.</param>
    /// <param name="shots">Training pictures per class that were asked for.</param>
    /// <param name="model">The model.</param>
    /// <param name="classes">C.</param>
    /// <param name="pictures">N.</param>
    public static MethodPlan Of(MethodChoice choice, RecipeChoice recipes, int shots, ClipModel model, int classes, int pictures)
    {
        var options = choice.Definition.ReadOptions(choice.Options);
        var recipe = recipes.Resolve(choice.Definition, options, shots, model.LogitScale);
        var parameters = choice.Definition.ParameterCount(options, model.Config.Text.Width, model.Config.EmbeddingWidth, classes, pictures);
        var row = new MethodRow(choice.Id, choice.Definition.Name, choice.Title, MethodDefinition.WriteOptions(options), parameters, choice.Definition.HasRecipe ? Describe(recipe) : null, choice.Definition.Learns);
        return new MethodPlan(choice.Definition, options, recipe, row)
        {
            Candidates = options is AutoOptions auto ? [.. auto.Methods().Select(candidate => Candidate(candidate.Method, candidate.Options))] : [],
        };

        MethodPlan Candidate(MethodDefinition method, JsonObject own)
        {
            var plan = Of(new MethodChoice(method.Name, own), recipes, shots, model, classes, pictures);
            return plan with { Row = plan.Row with { Title = method.Title } };      // sentences that all candidates share are no part of a name
        }
    }

    /// <summary>Words of the classes as this method needs them; a name that does not fit is found here.</summary>
    public ClassPrompts Prompts(ClipModel model, IReadOnlyList<ClassDefinition> classes) => Candidates.Count > 0
        ? ClassPrompts.From(model, classes, (Options as ITemplateOptions)?.Templates ?? [ZeroShot.DefaultTemplate], ContextWords)
        : ClassPrompts.Of(model, classes, Definition, Options);

    /// <summary>M, or the most of the candidates.</summary>
    int ContextWords => Candidates.Count > 0 ? Candidates.Max(candidate => candidate.ContextWords) : (Definition as PromptMethodDefinition)?.PromptShape(Options).ContextWords ?? 0;

    /// <summary>Steps of one training on a number of pictures; 0 for what is fitted in one go, and for a choice, whose steps are those of what it tries.</summary>
    public int Steps(int pictures) => Definition is PromptMethodDefinition ? Recipe.Epochs * Recipe.StepsPerEpoch(pictures) : 0;

    /// <summary>The candidates with options and recipes, for keys of what depends on them.</summary>
    public JsonArray CandidatesJson() => new([.. Candidates.Select(candidate => new JsonObject
    {
        ["method"] = candidate.Definition.Name,
        ["methodOptions"] = MethodDefinition.WriteOptions(candidate.Options),
        ["recipe"] = candidate.Definition.HasRecipe ? RunMetrics.Json.Node(candidate.Recipe) : null,
    })]);

    static string Describe(Recipe recipe) => string.Create(CultureInfo.InvariantCulture,
        $"{recipe.Optimiser.Kind} at {recipe.Optimiser.LearningRate:0.######}, {recipe.Epochs} epochs, {(recipe.BatchSize >= Recipe.AllPictures ? "all pictures in a step" : $"batches of up to {recipe.BatchSize}")}, {(recipe.Views == 0 ? "a fresh view in every epoch" : recipe.Views == 1 ? "1 view" : $"{recipe.Views} views")} of each picture");
}
