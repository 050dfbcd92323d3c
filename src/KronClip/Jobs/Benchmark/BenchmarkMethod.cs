using KronClip.Clip;
using KronClip.Evaluation;

namespace KronClip.Jobs;

/// <summary>A method made ready for a model, the classes of a source and a list of shots. Sentences are embedded when first asked for, and once.</summary>
sealed class BenchmarkMethod
{
    readonly ClassPrompts all;
    readonly ClassPrompts? old, fresh, joint;
    readonly Dictionary<string, ClassPrompts> tasks;

    BenchmarkMethod(MethodChoice choice, IReadOnlyList<MethodPlan> plans, ClassPrompts all, ClassHalves? halves, Dictionary<string, ClassPrompts> tasks)
    {
        (Choice, Plans, this.all, this.tasks) = (choice, plans, all, tasks);
        if (halves is not null)
            (old, fresh, joint) = (all.Select(halves.Base), all.Select(halves.New), all.Select([.. halves.Base, .. halves.New]));
    }

    public MethodChoice Choice { get; }

    /// <summary>One for each number of shots; a recipe may depend on it.</summary>
    public IReadOnlyList<MethodPlan> Plans { get; }

    public MethodRow Row => Plans[^1].Row;

    /// <summary>The classes that are trained on.</summary>
    public ClassPrompts Trained => old ?? all;

    /// <summary>The classes that a part is asked for.</summary>
    public ClassPrompts Of(MeasuredPart part) => part.Name switch
    {
        ProtocolCell.Base => old!,
        ProtocolCell.New => fresh!,
        BenchmarkCell.Joint => joint!,
        _ => part.Set.Role == SetRole.Task ? tasks[part.Set.Name] : all,
    };

    /// <summary>Makes a method ready.</summary>
    /// <exception cref="OptionsException">The recipe or the options do not fit it.</exception>
    /// <exception cref="TokenizerException">A class's words have no room in its prompt.</exception>
    public static BenchmarkMethod Of(MethodChoice choice, BenchmarkRequest request, BenchmarkSource source, ClipModel model, IReadOnlyList<int> shots)
    {
        var classes = source.Pictures.Collection.Classes;
        MethodPlan[] plans = [.. shots.Select(count => MethodPlan.Of(choice, request.Recipe, count, model, classes.Count, classes.Count * count))];
        var tasks = source.Others.Where(set => set.Role == SetRole.Task).ToDictionary(set => set.Name, set => plans[^1].Prompts(model, source.ClassesOf(set, choice)), StringComparer.Ordinal);
        return new BenchmarkMethod(choice, plans, plans[^1].Prompts(model, source.ClassesOf(source.Pictures, choice)), source.Halves, tasks);
    }
}
