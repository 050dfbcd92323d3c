using System.Collections.Frozen;
using System.Text.Json;

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
}
