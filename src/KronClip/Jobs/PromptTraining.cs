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

    public PromptTraining(ClipModel model, PromptMethodDefinition definition, IMethodOptions options, ClassPrompts classes,
        TrainingFeatures data, Recipe recipe, long seed, TokenDictionaries dictionaries)
    {
        (this.model, shape) = (model, definition.PromptShape(options));
        var layout = PromptLayout.Packed(model.Text, classes.Tokens, shape.ContextWords, shape.Position, shape.ClassSpecific, classes.Names);
        Method = definition.CreateMethod(new PromptSetup(model.Text, model.Tokenizer, classes.Tokens.Count, seed, dictionaries, classes.ZeroShot), options);
        Learner = new PromptLearner(model.Text, Method, layout, model.LogitScale);
        Trainer = new Trainer(Learner, Method, data, recipe, seed);
    }

    public PromptMethod Method { get; }

    public PromptLearner Learner { get; }

    public Trainer Trainer { get; }

    /// <summary>What is learned so far.</summary>
    public TrainedPrompt Trained() => new(model.Text, Method, shape);

    /// <summary>Runs all epochs that are left, without checkpoints.</summary>
    public TrainedPrompt RunToEnd(Action<TrainingStep>? onStep, CancellationToken cancel)
    {
        while (!Trainer.Finished)
            Trainer.RunEpoch(onStep, cancel);
        return Trained();
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

    /// <summary>A head that tells these classes apart by a learned prompt.</summary>
    public ClassifierHead HeadOf(TrainedPrompt prompt) => prompt.Name(Tokens, Names);

    /// <summary>Some of the classes, in the order of <paramref name="labels"/>.</summary>
    public ClassPrompts Select(IReadOnlyList<int> labels) => new(
        [.. labels.Select(l => Names[l])], [.. labels.Select(l => Words[l])], [.. labels.Select(l => Templates[l])], [.. labels.Select(l => Tokens[l])], Model);
}
