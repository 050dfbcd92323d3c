using System.Text.Json;
using System.Text.Json.Serialization;

namespace KronClip.Classifiers;

/// <summary>
/// A prompt whose context words depend on the picture (CoCoOp, Zhou et al., arXiv:2203.05557): V(x) = V + 1 π(f(x))ᵀ with π(f) = W2 relu(W1 f + b1) + b2, before
/// the tokens of each class. It is data: its class embeddings come from the base model's text tower, one pass for each picture, which it is joined with
/// elsewhere (<c>PerImagePrompt.Join</c>). Immutable and thread-safe.
/// </summary>
public sealed class PromptPerImageHead : ClassifierHead
{
    /// <summary>The name of this kind in a file.</summary>
    public const string KindName = "prompt-per-image";

    /// <summary>V, [M×d].</summary>
    public const string ContextName = "ctx";

    /// <summary>W1 [h×e], b1 [h], W2 [d×h] and b2 [d], under the published names.</summary>
    public const string Weight1Name = "meta_net.linear1.weight", Bias1Name = "meta_net.linear1.bias", Weight2Name = "meta_net.linear2.weight", Bias2Name = "meta_net.linear2.bias";

    /// <summary>Where a class name may stand: after the context words, in their midst or before them.</summary>
    public static IReadOnlyList<string> Positions { get; } = ["end", "middle", "front"];

    static readonly string[] Names = [ContextName, Weight1Name, Bias1Name, Weight2Name, Bias2Name];

    static readonly JsonSerializerOptions Json = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        RespectNullableAnnotations = true,
        RespectRequiredConstructorParameters = true,
        TypeInfoResolver = HeadSettingsJson.Default,
    };

    readonly PromptOfFile prompt;

    /// <summary>A head of the five tensors, in any order, and the tokens of each class.</summary>
    /// <exception cref="ClassifierException">A tensor is missing or surplus, the shapes do not fit each other, a number is not finite, a class has no tokens, or the place of the names is none of <see cref="Positions"/>.</exception>
    public PromptPerImageHead(IReadOnlyList<NamedTensor> tensors, IReadOnlyList<PromptClass> classes, string position)
        : this(Take((tensors ?? throw new ArgumentNullException(nameof(tensors))).ToDictionary(t => t.Name, StringComparer.Ordinal)), new PromptOfFile(position, [.. classes ?? throw new ArgumentNullException(nameof(classes))])) { }

    PromptPerImageHead(NamedTensor[] tensors, PromptOfFile prompt)
    {
        (Tensors, this.prompt) = (tensors, prompt);
        Settings = Json.Element(prompt);
        RequireShapes();
        if (tensors.FirstOrDefault(t => t.Values.ContainsAnyExceptInRange(float.MinValue, float.MaxValue)) is { } bad)
            throw new ClassifierException($"The tensor '{bad.Name}' of the prompt holds a number that is not finite; make the classifier again.");
        if (!Positions.Contains(prompt.ClassPosition))
            throw new ClassifierException($"The class names of the prompt stand at '{prompt.ClassPosition}', which this version does not know (it knows {string.Join(", ", Positions)}). A newer KronClip may be needed.");
        if (prompt.Classes.Length == 0)
            throw new ClassifierException("The prompt names no class; at least one is needed.");
        for (var c = 0; c < prompt.Classes.Length; c++)
        {
            if (prompt.Classes[c] is not { NameAndStop: { Length: > 0 } tokens, NameLength: var length } || length < 0 || length > tokens.Length || tokens.Min() < 0)
                throw new ClassifierException($"Class {c} of the prompt has no usable tokens; make the classifier again.");
        }
    }

    /// <inheritdoc/>
    public override string Kind => KindName;

    /// <inheritdoc/>
    public override int Classes => prompt.Classes.Length;

    /// <inheritdoc/>
    public override int Width => Tensor(Weight1Name).Shape[1];

    /// <summary>M.</summary>
    public int ContextWords => Tensor(ContextName).Shape[0];

    /// <summary>d, the width of the text tower.</summary>
    public int TextWidth => Tensor(ContextName).Shape[1];

    /// <summary>h, the width of the meta-net's hidden layer.</summary>
    public int HiddenWidth => Tensor(Weight1Name).Shape[0];

    /// <summary>Tokens of each class, [C].</summary>
    public IReadOnlyList<PromptClass> Prompts => prompt.Classes;

    /// <summary>Where the class names stand, one of <see cref="Positions"/>.</summary>
    public string Position => prompt.ClassPosition;

    /// <inheritdoc/>
    public override bool NeedsTextTower => true;

    /// <inheritdoc/>
    public override JsonElement Settings { get; }

    /// <inheritdoc/>
    public override IReadOnlyList<NamedTensor> Tensors { get; }

    /// <summary>One of the five tensors.</summary>
    public NamedTensor Tensor(string name) => Tensors[Array.IndexOf(Names, name)];

    /// <summary>Not without a text tower.</summary>
    /// <exception cref="ClassifierException">Always.</exception>
    public override void Logits(ReadOnlySpan<double> feature, double scale, Span<double> logits) => throw new ClassifierException(
        "The prompt of this classifier depends on the picture, so its class embeddings are made for each picture by the text tower of its base model, which is missing here. "
        + "Open the file with LoadedClassifier, which brings the model, or join the classifier with a text tower (PerImagePrompt.Join).");

    internal static PromptPerImageHead Read(JsonElement settings, IReadOnlyDictionary<string, NamedTensor> tensors)
    {
        try
        {
            return new PromptPerImageHead(Take(tensors), settings.Deserialize(Json.Of<PromptOfFile>()) ?? throw new JsonException("They are null."));
        }
        catch (JsonException error)
        {
            throw new ClassifierException($"The settings of a head of kind '{KindName}' cannot be used: {error.Message} A newer KronClip may be needed.", error);
        }
    }

    static NamedTensor[] Take(IReadOnlyDictionary<string, NamedTensor> tensors) => Require(KindName, tensors, Names);

    void RequireShapes()
    {
        var shapes = Tensors.Select(t => t.Shape).ToArray();
        if (shapes is not [[> 0, > 0] v, [> 0, > 0] w1, [var b1], [var d, var h], [var b2]] || w1[0] != h || b1 != h || v[1] != d || b2 != d)
            throw new ClassifierException(
                $"The tensors of the prompt have the shapes {string.Join(", ", Tensors.Select(t => $"{t.Name} {t.ShapeText}"))}; context M × d, layers h × e, h, d × h and d are needed. Make the classifier again.");
    }

    /// <summary>What the file keeps beside the tensors.</summary>
    internal sealed record PromptOfFile(string ClassPosition, PromptClass[] Classes);
}

/// <summary>The tokens of one class in a learned prompt.</summary>
/// <param name="NameAndStop">Those of the name followed by a full stop, without start and end.</param>
/// <param name="NameLength">How many of them count as the name where context words follow it.</param>
public sealed record PromptClass(int[] NameAndStop, int NameLength);
