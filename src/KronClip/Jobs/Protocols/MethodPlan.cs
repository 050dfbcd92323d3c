using System.Globalization;
using KronClip.Clip;
using KronClip.Data;
using KronClip.Evaluation;
using KronClip.Methods;
using KronClip.Training;

namespace KronClip.Jobs;

/// <summary>A method choice made ready for a model: options read, recipe at the model's logit scale, and its row of the table.</summary>
sealed record MethodPlan(MethodDefinition Definition, IMethodOptions Options, Recipe Recipe, MethodRow Row)
{
    public static MethodPlan Of(MethodChoice choice, ProtocolRequest request, ClipModel model, int classes)
    {
        var options = choice.Definition.ReadOptions(choice.Options);
        var recipe = request.Recipe.Resolve(choice.Definition, options, request.Shots, model.LogitScale);
        var parameters = choice.Definition.ParameterCount(options, model.Config.Text.Width, model.Config.EmbeddingWidth, classes, classes * request.Shots);
        var row = new MethodRow(choice.Id, choice.Definition.Name, choice.Title, MethodDefinition.WriteOptions(options), parameters, choice.Definition.HasRecipe ? Describe(recipe) : null, choice.Definition.Learns);
        return new MethodPlan(choice.Definition, options, recipe, row);
    }

    /// <summary>Words of the classes as this method needs them; a name that does not fit is found here.</summary>
    public ClassPrompts Prompts(ClipModel model, IReadOnlyList<ClassDefinition> classes) => ClassPrompts.From(model, classes,
        (Options as ITemplateOptions)?.Templates ?? [ZeroShot.DefaultTemplate], (Definition as PromptMethodDefinition)?.PromptShape(Options).ContextWords ?? 0);

    /// <summary>Steps of one training on a number of pictures.</summary>
    public int Steps(int pictures) => Definition.HasRecipe ? Recipe.Epochs * Recipe.StepsPerEpoch(pictures) : 0;

    static string Describe(Recipe recipe) => string.Create(CultureInfo.InvariantCulture,
        $"{recipe.Optimiser.Kind} at {recipe.Optimiser.LearningRate:0.######}, {recipe.Epochs} epochs, {(recipe.BatchSize >= Recipe.AllPictures ? "all pictures in a step" : $"batches of up to {recipe.BatchSize}")}, {(recipe.Views == 0 ? "a fresh view in every epoch" : recipe.Views == 1 ? "1 view" : $"{recipe.Views} views")} of each picture");
}
