using System.Text.Json;
using System.Text.Json.Serialization;

namespace KronClip.Classifiers;

/// <summary>
/// Two heads of the same classes, added: logit_c = first_c + weight · second_c. A prompt with a closed form beside it is one. Each of the two is of any other kind, and the
/// first may need the text tower (<see cref="ClassifierHead.NeedsTextTower"/>). Immutable, and as thread-safe as the two are.
/// </summary>
public sealed class BlendedHead : ClassifierHead
{
    /// <summary>The name of this kind in a file.</summary>
    public const string KindName = "blended";

    const string FirstPrefix = "first.", SecondPrefix = "second.";
    const double MostWeight = 1e6;

    static readonly JsonSerializerOptions Json = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        AllowDuplicateProperties = false,
        RespectNullableAnnotations = true,
        RespectRequiredConstructorParameters = true,
        TypeInfoResolver = HeadSettingsJson.Default,
    };

    /// <summary>Joins two heads.</summary>
    /// <param name="first">Any head but a blended one.</param>
    /// <param name="second">Any head that needs no text tower, but a blended one.</param>
    /// <param name="weight">From 0 to 10⁶.</param>
    /// <exception cref="ClassifierException">The heads do not fit each other, or the weight cannot be used.</exception>
    public BlendedHead(ClassifierHead first, ClassifierHead second, double weight)
    {
        ArgumentNullException.ThrowIfNull(first);
        ArgumentNullException.ThrowIfNull(second);
        RequirePart(first.Kind);
        RequirePart(second.Kind);
        if (second.NeedsTextTower)
            throw new ClassifierException($"The second part of a blended head cannot be one of kind '{second.Kind}', which needs the text tower.");
        if ((first.Classes, first.Width) != (second.Classes, second.Width))
            throw new ClassifierException(FormattableString.Invariant(
                $"The parts of a blended head tell {first.Classes} and {second.Classes} classes apart by embeddings of {first.Width} and {second.Width} numbers; both must be the same. Make the classifier again."));
        if (!(weight is >= 0 and <= MostWeight))
            throw new ClassifierException(FormattableString.Invariant($"The second part of a blended head has the weight {weight}; a number from 0 to {MostWeight} is needed. Make the classifier again."));
        (First, Second, Weight) = (first, second, weight);
    }

    /// <summary>The head whose logits count as they are.</summary>
    public ClassifierHead First { get; }

    /// <summary>The head whose logits are weighed.</summary>
    public ClassifierHead Second { get; }

    /// <summary>The weight of <see cref="Second"/>.</summary>
    public double Weight { get; }

    /// <inheritdoc/>
    public override string Kind => KindName;

    /// <inheritdoc/>
    public override int Classes => First.Classes;

    /// <inheritdoc/>
    public override int Width => First.Width;

    /// <inheritdoc/>
    public override bool NeedsTextTower => First.NeedsTextTower;

    /// <inheritdoc/>
    public override JsonElement Settings =>
        Json.Element(new PartsOfFile(Weight, new PartOfFile(First.Kind, First.Settings), new PartOfFile(Second.Kind, Second.Settings)));

    /// <inheritdoc/>
    public override IReadOnlyList<NamedTensor> Tensors => [.. First.Tensors.Select(t => Renamed(t, FirstPrefix + t.Name)), .. Second.Tensors.Select(t => Renamed(t, SecondPrefix + t.Name))];

    /// <inheritdoc/>
    public override void Logits(ReadOnlySpan<double> feature, double scale, Span<double> logits)
    {
        Span<double> second = Classes <= 256 ? stackalloc double[Classes] : new double[Classes];
        First.Logits(feature, scale, logits);
        Second.Logits(feature, scale, second);
        for (var c = 0; c < logits.Length; c++)
            logits[c] += Weight * second[c];
    }

    internal static BlendedHead Read(JsonElement settings, IReadOnlyDictionary<string, NamedTensor> tensors)
    {
        PartsOfFile parts;
        try
        {
            parts = settings.Deserialize(Json.Of<PartsOfFile>()) ?? throw new JsonException("They are null.");
        }
        catch (JsonException error)
        {
            throw new ClassifierException($"The settings of a head of kind '{KindName}' cannot be used: {error.Message} A newer KronClip may be needed.", error);
        }
        RequirePart(parts.First.Kind);
        RequirePart(parts.Second.Kind);
        if (tensors.Keys.FirstOrDefault(name => !name.StartsWith(FirstPrefix, StringComparison.Ordinal) && !name.StartsWith(SecondPrefix, StringComparison.Ordinal)) is { } surplus)
            throw new ClassifierException($"A head of kind '{KindName}' does not have the tensor '{surplus}', which the file holds. A newer KronClip may be needed to use it.");
        return new BlendedHead(Part(parts.First, FirstPrefix), Part(parts.Second, SecondPrefix), parts.Weight);

        ClassifierHead Part(PartOfFile part, string prefix) => ClassifierHead.Read(
            new HeadDescription { Kind = part.Kind, Settings = part.Settings },
            tensors.Values.Where(t => t.Name.StartsWith(prefix, StringComparison.Ordinal)).Select(t => Renamed(t, Cut(t.Name, prefix))).ToDictionary(t => t.Name, StringComparer.Ordinal));
    }

    /// <summary>One storey only, so that no file can build a tower.</summary>
    static void RequirePart(string kind)
    {
        if (kind == KindName)
            throw new ClassifierException($"A part of a head of kind '{KindName}' cannot be of that kind itself; make the classifier again.");
    }

    static string Cut(string name, string prefix) => name.Length > prefix.Length
        ? name[prefix.Length..]
        : throw new ClassifierException($"The file holds a tensor '{name}' without a name of its own; make the classifier again.");

    static NamedTensor Renamed(NamedTensor tensor, string name) => new(name, [.. tensor.Shape], tensor.Values);

    /// <summary>What the file keeps beside the tensors.</summary>
    internal sealed record PartsOfFile(double Weight, PartOfFile First, PartOfFile Second);

    internal sealed record PartOfFile(string Kind, JsonElement Settings);
}
