using System.Collections.Frozen;
using System.Text.Json;
using KronClip.Compute;

namespace KronClip.Classifiers;

/// <summary>
/// The part of a classifier that turns an image embedding into one logit per class. Kinds of head are added over time and never changed:
/// a file names its kind, and a reader that does not know the kind refuses the file. Immutable and thread-safe.
/// </summary>
public abstract class ClassifierHead
{
    /// <summary>All kinds that this version reads, by name.</summary>
    static readonly FrozenDictionary<string, Func<JsonElement, IReadOnlyDictionary<string, NamedTensor>, ClassifierHead>> Readers =
        new Dictionary<string, Func<JsonElement, IReadOnlyDictionary<string, NamedTensor>, ClassifierHead>>
        {
            [EmbeddingsHead.KindName] = EmbeddingsHead.Read,
            [PromptPerImageHead.KindName] = PromptPerImageHead.Read,
            [AffineHead.KindName] = AffineHead.Read,
            [CacheHead.KindName] = CacheHead.Read,
            [FusedHead.KindName] = FusedHead.Read,
            [BlendedHead.KindName] = BlendedHead.Read,
        }.ToFrozenDictionary(StringComparer.Ordinal);

    private protected ClassifierHead() { }

    /// <summary>The names of the kinds that this version reads.</summary>
    public static IReadOnlyCollection<string> Kinds { get; } = [.. Readers.Keys.Order(StringComparer.Ordinal)];

    /// <summary>The name of the kind in a file.</summary>
    public abstract string Kind { get; }

    /// <summary>Number of classes, C.</summary>
    public abstract int Classes { get; }

    /// <summary>Length of the image embedding, e.</summary>
    public abstract int Width { get; }

    /// <summary>Settings that are not tensors, a JSON object.</summary>
    public virtual JsonElement Settings => ClassifierDocument.EmptyObject;

    /// <summary>Whether the head cannot be asked for logits until it is joined with the base model's text tower.</summary>
    public virtual bool NeedsTextTower => false;

    /// <summary>What the file keeps of this head.</summary>
    public abstract IReadOnlyList<NamedTensor> Tensors { get; }

    /// <summary>Computes one logit per class, in a fixed order of operations.</summary>
    /// <param name="feature">The image embedding, L2-normalised, [e].</param>
    /// <param name="scale">The base model's logit scale, exp(logit_scale).</param>
    /// <param name="logits">Receives the logits, [C].</param>
    /// <exception cref="ClassifierException">The head <see cref="NeedsTextTower"/>.</exception>
    public abstract void Logits(ReadOnlySpan<double> feature, double scale, Span<double> logits);

    /// <summary>Builds the head that a file describes.</summary>
    /// <exception cref="ClassifierException">The kind is not known to this version, or the tensors do not form such a head.</exception>
    internal static ClassifierHead Read(HeadDescription description, IReadOnlyDictionary<string, NamedTensor> tensors) =>
        Readers.TryGetValue(description.Kind, out var reader)
            ? reader(description.Settings, tensors)
            : throw new ClassifierException($"The classifier has a head of kind '{description.Kind}', which this version does not know "
                + $"(it knows {string.Join(", ", Kinds)}). A newer KronClip is needed to use it.");

    /// <summary>Takes a head's tensors apart: exactly the named ones must be there.</summary>
    private protected static NamedTensor[] Require(string kind, IReadOnlyDictionary<string, NamedTensor> tensors, params ReadOnlySpan<string> names)
    {
        var found = new NamedTensor[names.Length];
        for (var i = 0; i < names.Length; i++)
        {
            found[i] = tensors.GetValueOrDefault(names[i])
                ?? throw new ClassifierException(
                    $"A head of kind '{kind}' needs a tensor '{names[i]}', which the file lacks; make the classifier again.");
        }
        if (tensors.Count == names.Length)
            return found;
        var surplus = tensors.Keys.Except(names.ToArray(), StringComparer.Ordinal).Order(StringComparer.Ordinal);
        throw new ClassifierException(
            $"A head of kind '{kind}' does not have the tensors {string.Join(", ", surplus.Select(n => $"'{n}'"))}, which the file "
            + "holds. A newer KronClip may be needed to use it.");
    }

    /// <summary>The numbers that a head's settings hold: exactly the named ones must be there.</summary>
    private protected static double[] RequireSettings(string kind, JsonElement settings, params ReadOnlySpan<string> names)
    {
        var expected = names.Length == 0 ? "no settings" : $"the settings {string.Join(", ", names.ToArray())}, each a number";
        if (settings.ValueKind != JsonValueKind.Object || settings.EnumerateObject().Count() != names.Length)
            throw Refused();
        var numbers = new double[names.Length];
        for (var i = 0; i < names.Length; i++)
        {
            if (!settings.TryGetProperty(names[i], out var value) || value.ValueKind != JsonValueKind.Number || !value.TryGetDouble(out numbers[i]))
                throw Refused();
        }
        return numbers;

        ClassifierException Refused() => new($"A head of kind '{kind}' has {expected}, but the file has {settings.GetRawText()}. A newer KronClip may be needed to use it.");
    }

    private protected static NamedTensor Tensor(string name, Matrix matrix)
    {
        ArgumentNullException.ThrowIfNull(matrix);
        return new NamedTensor(name, [matrix.Rows, matrix.Columns], matrix.Span);
    }

    private protected static void RequireMatrix(NamedTensor tensor, string shape)
    {
        if (tensor.Shape.Count != 2 || tensor.Shape.Contains(0))
            throw new ClassifierException($"The head's tensor '{tensor.Name}' has the shape {tensor.ShapeText}; {shape} is needed, with at least one of each.");
    }

    private protected static void RequireShape(NamedTensor tensor, params ReadOnlySpan<int> shape)
    {
        var wanted = shape.ToArray();
        if (!tensor.Shape.SequenceEqual(wanted))
            throw new ClassifierException($"The head's tensor '{tensor.Name}' has the shape {tensor.ShapeText} where [{string.Join(" × ", wanted)}] is needed; make the classifier again.");
    }

    private protected static void RequireFinite(NamedTensor tensor)
    {
        foreach (var value in tensor.Values)
        {
            if (!float.IsFinite(value))
                throw new ClassifierException($"The head's tensor '{tensor.Name}' holds a number that is not finite; make the classifier again.");
        }
    }
}
