using KronClip.Clip;
using KronClip.Evaluation;

namespace KronClip.Jobs;

/// <summary>A method made ready for a model and a list of shots.</summary>
/// <param name="Row">Its row of the table.</param>
/// <param name="Prompts">The classes as the method sees them.</param>
/// <param name="Plans">One for each number of shots; a recipe may depend on it.</param>
sealed record PlannedRow(ComparisonRow Row, ClassPrompts Prompts, IReadOnlyList<MethodPlan> Plans)
{
    /// <summary>Makes a method ready.</summary>
    /// <exception cref="OptionsException">The recipe or the options do not fit it.</exception>
    /// <exception cref="TokenizerException">A class's words have no room in its prompt.</exception>
    public static PlannedRow Of(MethodChoice choice, ComparisonRequest request, MeasuredSet set, ComparedModel model, IReadOnlyList<int> shots)
    {
        var classes = set.Collection.Classes;
        MethodPlan[] plans = [.. shots.Select(count => MethodPlan.Of(choice, request.At(model.Hint, count), model.Clip, classes.Count))];
        var method = plans[^1].Row;
        var title = request.Models.Count == 1 ? method.Title : $"{method.Title}, {model.Name}";
        return new PlannedRow(new ComparisonRow($"{method.Id}@{model.Name}", title, model.Name, method), plans[^1].Prompts(model.Clip, classes), plans);
    }
}

/// <summary>A model that is open, with the name by which the comparison knows it.</summary>
/// <param name="Clip">The model.</param>
/// <param name="Name">Unique among the models of a comparison.</param>
/// <param name="Hint">As in <see cref="ModelPlace"/>.</param>
sealed record ComparedModel(ClipModel Clip, string Name, string Hint);
