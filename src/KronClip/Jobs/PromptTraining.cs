using KronClip.Classifiers;
using KronClip.Clip;
using KronClip.Compute;
using KronClip.Methods;
using KronClip.Training;

namespace KronClip.Jobs;

/// <summary>A prompt method made ready on one model, one list of classes and one set of training embeddings.</summary>
sealed class PromptTraining
{
    readonly ClipModel model;
    readonly PromptShape shape;
    readonly IMethodOptions options;
    readonly ClassPrompts classes;
    readonly long seed;
    readonly Func<IReadOnlyList<int>, PromptTraining> onSome;      // the same training from its start, on some of the pictures

    public PromptTraining(ClipModel model, PromptMethodDefinition definition, IMethodOptions options, ClassPrompts classes,
        TrainingFeatures data, Recipe recipe, long seed, TokenDictionaries dictionaries)
    {
        (this.model, shape) = (model, definition.PromptShape(options));
        (this.options, this.classes, this.seed) = (options, classes, seed);
        onSome = pictures => new PromptTraining(model, definition, options, classes, data.Select(pictures), recipe, seed, dictionaries);
        var layout = PromptLayout.Packed(model.Text, classes.Tokens, shape.ContextWords, shape.Position, shape.ClassSpecific, classes.Names);
        var balanced = (options as PromptMethodOptions)?.Balance == ClassBalance.Classes && recipe.BatchSize < data.Count;      // then the draw does it, and no weights
        var setup = new PromptSetup(model.Text, model.Tokenizer, classes.Tokens.Count, seed, dictionaries, classes.ZeroShot)
        {
            MeanEmbeddings = classes.MeanEmbeddings,
            ClassCounts = data.Counts(classes.Tokens.Count, balanced),
        };
        Method = definition.CreateMethod(setup, options);
        Learner = new PromptLearner(model.Text, Method, layout, model.LogitScale);
        Trainer = new Trainer(Learner, Method, data, recipe, seed, balanced)
        {
            Average = options is PromptMethodOptions { Averaging: true } given ? new ParameterAverage(recipe.Epochs, given.AveragingMean, given.AveragingWidth) : null,
        };
        Notes = [.. Method.Notes, .. Method.PictureLoss.Notes, .. balanced ? new[] { "Batches draw each class equally often." } : []];
    }

    public PromptMethod Method { get; }

    public PromptLearner Learner { get; }

    public Trainer Trainer { get; }

    /// <summary>What the method says of its start, and the training of how classes weigh.</summary>
    public IReadOnlyList<string> Notes { get; }

    /// <summary>What is learned so far.</summary>
    public TrainedPrompt Trained() => new(model.Text, Method, shape) { Fusion = (options as PromptMethodOptions)?.Fusion ?? FusionKind.None };

    /// <summary>Runs all epochs that are left, without checkpoints.</summary>
    public TrainedPrompt RunToEnd(Action<TrainingStep>? onStep, CancellationToken cancel)
    {
        while (!Trainer.Finished)
            Trainer.RunEpoch(onStep, cancel);
        return Trained();
    }

    /// <summary>Runs all epochs that are left, without checkpoints, and finishes.</summary>
    public FinishedPrompt RunAndFinish(LabelledFeatures train, LabelledFeatures validation, CancellationToken cancel, Action<TrainingStep>? onStep = null)
    {
        RunToEnd(onStep, cancel);
        return Finish(train, validation, observer: null, cancel);
    }

    /// <summary>What the training comes to, after its last epoch: the prompt, and a closed form beside it where the options ask for one.</summary>
    /// <param name="train">The training pictures, one for one those of the training.</param>
    /// <param name="validation">Validation pictures; may be none.</param>
    /// <param name="observer">Hears of trainings without a part of the pictures, where these must choose; null for nobody.</param>
    /// <param name="cancel">Stops between two steps.</param>
    public FinishedPrompt Finish(LabelledFeatures train, LabelledFeatures validation, IJobObserver? observer, CancellationToken cancel)
    {
        var prompt = Trained();
        if (options is not PromptMethodOptions { ClosedForm: not ClosedFormKind.None } given)
            return new FinishedPrompt(prompt, classes, null);
        ClassifierHead Head(IReadOnlyList<int>? pictures)
        {
            if (pictures is not null)
                observer?.Note(FormattableString.Invariant($"Training once more, on {pictures.Count} of the {train.Labels.Length} pictures, to choose the weight of the closed form."));
            return classes.HeadOf(pictures is null ? prompt : onSome(pictures).RunToEnd(null, cancel));
        }
        return new FinishedPrompt(prompt, classes, ClosedFormBlend.Choose(classes.Setup(seed, cancel), train, validation, given, Head));
    }
}

/// <summary>Words of the classes as the text tower sees them.</summary>
/// <param name="Names">Display names, for messages.</param>
/// <param name="Words">Words for the prompt.</param>
/// <param name="Templates">Sentences of each class.</param>
/// <param name="Tokens">Tokens of each class in a learned prompt.</param>
/// <param name="Model">The model whose text tower it is.</param>
sealed record ClassPrompts(IReadOnlyList<string> Names, IReadOnlyList<string> Words, IReadOnlyList<IReadOnlyList<string>> Templates, IReadOnlyList<ClassTokens> Tokens, ClipModel Model)
{
    /// <summary>L2-normalised embeddings of the sentences of these classes alone, [C×e]: zero-shot CLIP. Computed once, when first asked for.</summary>
    public Lazy<Matrix> ZeroShot { get; } = new(() => Methods.ZeroShot.ClassEmbeddings(Model, Words, Templates));

    /// <summary>The same sentences' embeddings as long as the text tower gives them, their mean where a class has several, [C×e]. Computed once, when first asked for.</summary>
    public Lazy<Matrix> RawZeroShot { get; } = new(() => Methods.ZeroShot.Mean(Model.Text.Encode(Methods.ZeroShot.Sentences(Model, Words, Templates)), [.. Templates.Select(t => t.Count)]));

    /// <summary>The mean embedding of each class in other sentences, the same for all classes, [C×e].</summary>
    public Matrix MeanEmbeddings(IReadOnlyList<string> templates) => Methods.ZeroShot.Mean(
        Model.Text.Encode(Methods.ZeroShot.Sentences(Model, Words, [.. Words.Select(_ => templates)])), [.. Words.Select(_ => templates.Count)]);

    /// <summary>What a fit without a prompt may know of these classes.</summary>
    public FitSetup Setup(long seed, CancellationToken cancel) => new(Model.Engine, ZeroShot.Value, Model.LogitScale, seed, cancel);

    /// <summary>Tokenizes all classes before any picture is read, so that a bad name costs seconds, not minutes.</summary>
    /// <exception cref="TokenizerException">A class has more tokens than the text tower has positions; the message names it and its count.</exception>
    public static ClassPrompts From(ClipModel model, IReadOnlyList<Data.ClassDefinition> classes, IReadOnlyList<string> templates, int contextWords)
    {
        var tokens = new List<ClassTokens>();
        foreach (var definition in classes)
        {
            var made = ClassTokens.From(model.Tokenizer, definition.Words);
            made.RequireRoom(model.Config.Text.ContextLength, contextWords, definition.Name);
            tokens.Add(made);
        }
        var prompts = new ClassPrompts(
            classes.Select(c => c.Name).ToArray(),
            classes.Select(c => c.Words).ToArray(),
            classes.Select(c => c.Templates is { Count: > 0 } own ? own : templates).ToArray(),
            tokens,
            model);
        Methods.ZeroShot.Sentences(model, prompts.Words, prompts.Templates);
        return prompts;
    }

    /// <summary>The classes as a method needs them, and what else it will ask their words for.</summary>
    /// <inheritdoc cref="From"/>
    public static ClassPrompts Of(ClipModel model, IReadOnlyList<Data.ClassDefinition> classes, MethodDefinition method, IMethodOptions options)
    {
        var prompts = From(model, classes, (options as ITemplateOptions)?.Templates ?? [Methods.ZeroShot.DefaultTemplate], (method as PromptMethodDefinition)?.PromptShape(options).ContextWords ?? 0);
        if (options is PromptMethodOptions { Consistency: > 0 } given)
            Methods.ZeroShot.Sentences(model, prompts.Words, [.. prompts.Words.Select(_ => GeneralTemplates.OrOwn(given.ConsistencyTemplates))]);
        return prompts;
    }

    /// <summary>A head that tells these classes apart by a learned prompt.</summary>
    public ClassifierHead HeadOf(TrainedPrompt prompt) => prompt.Name(Tokens, Names, RawZeroShot);

    /// <summary>Some of the classes, in the order of <paramref name="labels"/>.</summary>
    public ClassPrompts Select(IReadOnlyList<int> labels) => new(
        [.. labels.Select(l => Names[l])], [.. labels.Select(l => Words[l])], [.. labels.Select(l => Templates[l])], [.. labels.Select(l => Tokens[l])], Model);
}
