using KronClip.Classifiers;
using KronClip.Clip;
using KronClip.Compute;
using KronClip.Evaluation;
using KronClip.Methods;

namespace KronClip.Jobs;

/// <summary>
/// What a method has learned from one list of classes, ready to name these or others. A shared context is made of no class: it goes before any name, and the text
/// tower does the rest.
/// </summary>
sealed class FittedMethod
{
    readonly Func<ClassPrompts, ClassifierHead> name;

    FittedMethod(MethodPlan plan, Func<ClassPrompts, ClassifierHead> name, IReadOnlyList<NamedTensor> learned, IReadOnlyList<string> notes) => (Plan, this.name, Learned, Notes) = (plan, name, learned, notes);

    /// <summary>The method that was fitted: the one that was asked for or, where that is a choice, the one that was taken.</summary>
    public MethodPlan Plan { get; }

    /// <summary>How the method was chosen; null where it was asked for.</summary>
    public MethodSelection? Selection { get; private init; }

    /// <summary>The learned tensors, as classifiers keep them.</summary>
    public IReadOnlyList<NamedTensor> Learned { get; }

    /// <summary>What the method says of its start and dictionary.</summary>
    public IReadOnlyList<string> Notes { get; }

    /// <summary>A head that tells these classes apart.</summary>
    public ClassifierHead Name(ClassPrompts classes) => name(classes);

    /// <summary>Fits a method.</summary>
    /// <param name="plan">The method.</param>
    /// <param name="model">The frozen model.</param>
    /// <param name="dictionaries">Where dictionaries come from.</param>
    /// <param name="classes">The classes trained on, in the order of the labels.</param>
    /// <param name="data">Training and validation pictures.</param>
    /// <param name="seed">Seed of start and batches.</param>
    /// <param name="onStep">Called after every step.</param>
    /// <param name="cancel">Stops between two steps.</param>
    public static FittedMethod Fit(MethodPlan plan, ClipModel model, TokenDictionaries dictionaries, ClassPrompts classes, FitData data, long seed, Action onStep, CancellationToken cancel) =>
        plan.Candidates.Count > 0 ? Chosen(plan, model, dictionaries, classes, data, seed, cancel)
            : plan.Definition is PromptMethodDefinition prompt ? Prompt(prompt, plan, model, dictionaries, classes, data, seed, onStep, cancel)
            : Promptless((PromptlessMethodDefinition)plan.Definition, plan, model, classes, data, seed, cancel);

    /// <summary>Chooses among the candidates and fits the one that is taken to all training pictures.</summary>
    static FittedMethod Chosen(MethodPlan plan, ClipModel model, TokenDictionaries dictionaries, ClassPrompts classes, FitData data, long seed, CancellationToken cancel)
    {
        var (pick, selection) = new MethodSelector(model, dictionaries, classes, seed, cancel).Select(plan.Candidates, data, AnswerFiles.None, (_, _) => { }, ((AutoOptions)plan.Options).Prefer);
        var fitted = Fit(pick, model, dictionaries, classes, data.For(pick), seed, () => { }, cancel);
        return new FittedMethod(pick, fitted.name, fitted.Learned, [.. selection.Said, .. fitted.Notes]) { Selection = selection };
    }

    static FittedMethod Prompt(PromptMethodDefinition definition, MethodPlan plan, ClipModel model, TokenDictionaries dictionaries, ClassPrompts classes, FitData data, long seed, Action onStep, CancellationToken cancel)
    {
        var training = new PromptTraining(model, definition, plan.Options, classes, data.Views, plan.Recipe, seed, dictionaries);
        var finished = training.RunAndFinish(data.Train, data.Validation, cancel, _ => onStep());
        return new FittedMethod(plan, finished.Name, finished.Prompt.Learned, [.. training.Notes, .. finished.Notes]);
    }

    /// <summary>A method that learns nothing is as good for any classes; one that learns class weights is asked for its own alone.</summary>
    static FittedMethod Promptless(PromptlessMethodDefinition definition, MethodPlan plan, ClipModel model, ClassPrompts classes, FitData data, long seed, CancellationToken cancel)
    {
        FittedHead On(ClassPrompts named, LabelledFeatures train, LabelledFeatures validation) =>
            definition.Fit(named.Setup(seed, cancel), train, validation, plan.Options);
        var own = On(classes, data.Train, data.Validation);
        var nothing = new LabelledFeatures(new Matrix(0, model.Config.EmbeddingWidth), []);
        return new FittedMethod(plan, others => ReferenceEquals(others, classes) ? own.Head
            : !definition.ServesNewClasses(plan.Options) ? throw new OptionsException($"{plan.Row.Title} cannot serve new classes.")
            : On(others, nothing, nothing).Head, [], own.Notes);
    }
}
