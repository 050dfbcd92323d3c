using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using KronClip.Clip;
using KronClip.Compute;

namespace KronClip.Methods;

/// <summary>Options of a method: an immutable record, validated in one place; command line, JSON and code bind to the same record.</summary>
public interface IMethodOptions
{
    /// <summary>Checks every value.</summary>
    /// <exception cref="OptionsException">A value is out of range; the message names the option.</exception>
    void Validate();
}

/// <summary>Options of a method that makes class embeddings of hand-written sentences.</summary>
public interface ITemplateOptions : IMethodOptions
{
    /// <summary>Sentences with {} for the class name; a class may bring its own in classes.json.</summary>
    IReadOnlyList<string> Templates { get; }
}

/// <summary>One line of the method catalogue, and the way from options to a method.</summary>
public abstract class MethodDefinition
{
    /// <summary>How options are read and written: camel case, enums by name, nothing unknown, no nulls.</summary>
    public static JsonSerializerOptions Json { get; } = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        RespectNullableAnnotations = true,
        Converters = { MethodsJson.Words },
        WriteIndented = true,
        TypeInfoResolver = MethodsJson.Default,
    };

    /// <summary>Name on the command line.</summary>
    public required string Name { get; init; }

    /// <summary>Name in tables.</summary>
    public required string Title { get; init; }

    /// <summary>What it does, in half a sentence.</summary>
    public required string Summary { get; init; }

    /// <summary>Paper and code that it follows.</summary>
    public required string Source { get; init; }

    /// <summary>Options with their defaults.</summary>
    public abstract IMethodOptions Defaults { get; }

    /// <summary>Whether the method takes anything from training pictures, be it by steps, in closed form or by keeping them; what does not is the baseline of the others.</summary>
    public abstract bool Learns { get; }

    /// <summary>Whether it is trained by a recipe: optimiser, rate, epochs and views of the pictures. Without one these say nothing to it.</summary>
    public abstract bool HasRecipe { get; }

    /// <summary>Names of the methods that this one chooses among; empty for a method that is fitted itself.</summary>
    public virtual IReadOnlyList<string> CandidatesOf(IMethodOptions options) => [];

    /// <summary>Reads options from JSON; absent keys keep their defaults.</summary>
    /// <exception cref="OptionsException">A key is unknown or a value unusable.</exception>
    public abstract IMethodOptions ReadOptions(JsonObject json);

    /// <summary>The options as JSON.</summary>
    public static JsonObject WriteOptions(IMethodOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        return JsonSerializer.SerializeToNode(options, Json.GetTypeInfo(options.GetType()))!.AsObject();
    }

    /// <summary>The same as part of another document.</summary>
    internal static JsonElement OptionsElement(IMethodOptions options) => JsonSerializer.SerializeToElement(WriteOptions(options), MethodsJson.Default.JsonObject);

    /// <summary>What each option says, by its name; an option without a description has none here.</summary>
    internal abstract IReadOnlyDictionary<string, string> Meanings { get; }

    /// <summary>The options that were given, as they were understood: where one named a file, what the file said, so that it is not needed again.</summary>
    internal static JsonObject Understood(JsonObject given, IMethodOptions options)
    {
        var written = WriteOptions(options);
        return [.. given.Select(option => KeyValuePair.Create(option.Key, written[option.Key]?.DeepClone()))];
    }

    /// <summary>Learned numbers as a formula in M, K, d, e, C and N, the number of training pictures.</summary>
    public abstract string ParameterFormula(IMethodOptions options);

    /// <summary>Learned numbers at text width d, embedding width e, a number of classes and, where a method keeps something of each, of training pictures.</summary>
    public abstract long ParameterCount(IMethodOptions options, int width, int embeddingWidth, int classes, int pictures = 0);

    /// <summary>Whether a classifier of this method takes classes that it was not trained on.</summary>
    public abstract bool ServesNewClasses(IMethodOptions options);
}

/// <summary>What a prompt looks like: number of context words, place of the name, shared or class-specific context.</summary>
public sealed record PromptShape(int ContextWords, ClassPosition Position, bool ClassSpecific);

/// <summary>What a prompt method is built from.</summary>
/// <param name="Text">The frozen text tower.</param>
/// <param name="Tokenizer">The model's tokenizer.</param>
/// <param name="Classes">C.</param>
/// <param name="Seed">Seed of the initialisation.</param>
/// <param name="Dictionaries">Where dictionaries of token embeddings come from.</param>
/// <param name="ZeroShot">L2-normalised class embeddings of the classes' hand-written sentences, [C×e], for methods that have zero-shot CLIP as a teacher; computed when first asked for.</param>
public sealed record PromptSetup(TextTower Text, Tokenizer Tokenizer, int Classes, long Seed, TokenDictionaries Dictionaries, Lazy<Matrix> ZeroShot)
{
    /// <summary>The mean of each class's embeddings in the given sentences, as long as it comes out, [C×e]: for a method that is held to more sentences than zero-shot CLIP's.</summary>
    public Func<IReadOnlyList<string>, Matrix> MeanEmbeddings { get; init; } = _ => throw new InvalidOperationException("No one said how sentences become embeddings here.");

    /// <summary>How often each class comes among the pictures of an epoch, [C]; none where nothing is trained.</summary>
    public IReadOnlyList<int> ClassCounts { get; init; } = [];
}

/// <summary>How a method was published to be trained, as far as it is the method's own: batches and epochs. Rate, momentum, weight decay, schedule and views are CoOp's for all.</summary>
/// <param name="BatchSize">Pictures of a step.</param>
/// <param name="Epochs">Passes over the training pictures, by the number of shots.</param>
public sealed record PublishedRecipe(int BatchSize, Func<int, int> Epochs)
{
    /// <summary>CoOp's few-shot recipe: batches of 32; 200 epochs (16 and 8 shots), 100 (4 and 2), 50 (1). Source: KaiyangZhou/CoOp scripts/coop/main.sh, COOP.md.</summary>
    public static PublishedRecipe OfCoOp { get; } = new(32, shots => shots >= 8 ? 200 : shots >= 2 ? 100 : 50);
}

/// <summary>A method without a prompt: class weights, caches and closed forms on frozen embeddings, and zero-shot CLIP, which needs no pictures at all.</summary>
public abstract class PromptlessMethodDefinition : MethodDefinition
{
    /// <inheritdoc/>
    public override bool HasRecipe => false;

    /// <summary>Fits the method. Hyper-parameters may be chosen on the validation pictures; test pictures are not here to be seen.</summary>
    /// <param name="setup">The classes as the frozen model sees them.</param>
    /// <param name="train">Training pictures; none where <see cref="MethodDefinition.Learns"/> is false.</param>
    /// <param name="validation">Validation pictures; may be none.</param>
    /// <param name="options">The method's options.</param>
    /// <exception cref="DataException">A class has no training picture, or an embedding cannot be used.</exception>
    public abstract FittedHead Fit(FitSetup setup, LabelledFeatures train, LabelledFeatures validation, IMethodOptions options);
}

/// <summary>The definition of a method that fits a head to pictures, with options of type <typeparamref name="TOptions"/>; each method's file holds one.</summary>
sealed class ProbeDefinition<[DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicProperties)] TOptions> : PromptlessMethodDefinition
    where TOptions : class, IMethodOptions, new()
{
    public required Func<TOptions, string> Formula { get; init; }

    /// <summary>Learned numbers at embedding width e, a number of classes and one of training pictures.</summary>
    public required Func<TOptions, int, int, int, long> Count { get; init; }

    public required Func<FitSetup, FitPictures, TOptions, FittedHead> Head { get; init; }

    public override IMethodOptions Defaults => new TOptions();

    internal override IReadOnlyDictionary<string, string> Meanings => OptionMeanings.Of<TOptions>();

    public override bool Learns => true;

    public override IMethodOptions ReadOptions(JsonObject json) => MethodOptionsReader.Read<TOptions>(Name, json);

    public override string ParameterFormula(IMethodOptions options) => Formula((TOptions)options);

    public override long ParameterCount(IMethodOptions options, int width, int embeddingWidth, int classes, int pictures = 0) =>
        Count((TOptions)options, embeddingWidth, classes, pictures);

    /// <summary>What is learned belongs to the classes that were trained on.</summary>
    public override bool ServesNewClasses(IMethodOptions options) => false;

    public override FittedHead Fit(FitSetup setup, LabelledFeatures train, LabelledFeatures validation, IMethodOptions options) =>
        Head(setup, FitPictures.Of(setup, train, validation), (TOptions)options);
}

/// <summary>A method that learns a prompt.</summary>
public abstract class PromptMethodDefinition : MethodDefinition
{
    /// <summary>s of OpenAI's released models.</summary>
    public const double UsualLogitScale = 100;

    /// <summary>
    /// AdamW's base rate times the model's logit scale, η·s, where AdamW is asked for. AdamW moves the context by a step of fixed size and the logits by s times that,
    /// so the same product means the same change of the logits on every model. Found by one search for all prompt methods (docs/learning-rates.md).
    /// </summary>
    public abstract double ScaledLearningRate(IMethodOptions options);

    /// <summary>
    /// Whether the combined gradient is that of the sum of the losses, as it is unless a method bends it (ProGrad's projection). An optimiser that compares losses
    /// in order to judge its steps, as L-BFGS does, fits such methods only.
    /// </summary>
    public bool DescendsItsLoss { get; init; } = true;

    /// <summary>
    /// Whether each picture needs a text pass of its own. A step over all pictures, free for the others, then costs as much as all small steps of an epoch together, and
    /// the default recipe takes these.
    /// </summary>
    public bool TextPassPerPicture { get; init; }

    /// <summary>Batch and epochs of the published recipe; CoOp's unless the method has its own.</summary>
    public PublishedRecipe Published { get; init; } = PublishedRecipe.OfCoOp;

    /// <inheritdoc/>
    public override bool Learns => true;

    /// <inheritdoc/>
    public override bool HasRecipe => true;

    /// <summary>What the prompt looks like under <paramref name="options"/>.</summary>
    public abstract PromptShape PromptShape(IMethodOptions options);

    /// <summary>A fresh, initialised method.</summary>
    public abstract PromptMethod CreateMethod(PromptSetup setup, IMethodOptions options);
}

/// <summary>The definition of a prompt method with options of type <typeparamref name="TOptions"/>; each method's file holds one.</summary>
public sealed class PromptMethodDefinition<[DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicProperties)] TOptions> : PromptMethodDefinition
    where TOptions : class, IMethodOptions, new()
{
    /// <summary>See <see cref="ScaledLearningRate"/>.</summary>
    public required Func<TOptions, double> Rate { get; init; }

    /// <summary>See <see cref="ParameterFormula"/>.</summary>
    public required Func<TOptions, string> Formula { get; init; }

    /// <summary>See <see cref="ParameterCount"/>.</summary>
    public required Func<TOptions, int, int, int, long> Count { get; init; }

    /// <summary>See <see cref="ServesNewClasses"/>.</summary>
    public required Func<TOptions, bool> NewClasses { get; init; }

    /// <summary>See <see cref="PromptShape"/>.</summary>
    public required Func<TOptions, PromptShape> Shape { get; init; }

    /// <summary>See <see cref="CreateMethod"/>.</summary>
    public required Func<PromptSetup, TOptions, PromptMethod> Create { get; init; }

    /// <inheritdoc/>
    public override IMethodOptions Defaults => new TOptions();

    internal override IReadOnlyDictionary<string, string> Meanings => OptionMeanings.Of<TOptions>();

    /// <inheritdoc/>
    public override IMethodOptions ReadOptions(JsonObject json) => MethodOptionsReader.Read<TOptions>(Name, json);

    /// <inheritdoc/>
    public override double ScaledLearningRate(IMethodOptions options) => Rate((TOptions)options);

    /// <inheritdoc/>
    public override string ParameterFormula(IMethodOptions options) => AddOnMethods.ClosedForm(options) is { } closed
        ? $"{Formula((TOptions)options)} + {closed.Definition.ParameterFormula(closed.Options)}"
        : Formula((TOptions)options);

    /// <inheritdoc/>
    public override long ParameterCount(IMethodOptions options, int width, int embeddingWidth, int classes, int pictures = 0) =>
        Count((TOptions)options, width, embeddingWidth, classes)
        + (AddOnMethods.ClosedForm(options) is { } closed ? closed.Definition.ParameterCount(closed.Options, width, embeddingWidth, classes, pictures) : 0);

    /// <inheritdoc/>
    public override bool ServesNewClasses(IMethodOptions options) => NewClasses((TOptions)options);

    /// <inheritdoc/>
    public override PromptShape PromptShape(IMethodOptions options) => Shape((TOptions)options);

    /// <inheritdoc/>
    public override PromptMethod CreateMethod(PromptSetup setup, IMethodOptions options)
    {
        ArgumentNullException.ThrowIfNull(setup);
        var method = Create(setup, (TOptions)options);
        if (options is PromptMethodOptions prompt)
            method.PictureLoss = PictureLoss.Of(prompt, setup.ClassCounts);
        var whole = AddOnMethods.Around(method, setup, options);
        whole.PictureLoss = method.PictureLoss;
        return whole;
    }
}
