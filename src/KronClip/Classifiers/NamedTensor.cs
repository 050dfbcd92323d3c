namespace KronClip.Classifiers;

/// <summary>An fp32 tensor with a name, as classifier files and checkpoints keep it. Immutable and thread-safe.</summary>
public sealed class NamedTensor
{
    readonly float[] values;

    /// <summary>Copies <paramref name="values"/>, which are row-major and as many as <paramref name="shape"/> holds.</summary>
    /// <exception cref="ArgumentException">The numbers do not fit the shape.</exception>
    public NamedTensor(string name, ReadOnlySpan<int> shape, ReadOnlySpan<float> values)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        Int128 count = 1;
        foreach (var dimension in shape)
        {
            ArgumentOutOfRangeException.ThrowIfNegative(dimension, nameof(shape));
            count *= dimension;
            if (count > Array.MaxLength)
                break;
        }
        Name = name;
        Shape = Array.AsReadOnly(shape.ToArray());
        if (count != values.Length)
            throw new ArgumentException($"Tensor '{name}' of shape {ShapeText} does not hold {values.Length} numbers.", nameof(values));
        this.values = values.ToArray();
    }

    /// <summary>The name.</summary>
    public string Name { get; }

    /// <summary>The dimensions, outermost first; empty for a single number.</summary>
    public IReadOnlyList<int> Shape { get; }

    /// <summary>The numbers, row-major.</summary>
    public ReadOnlySpan<float> Values => values;

    /// <summary>The shape for a message, for example "[10 × 512]".</summary>
    public string ShapeText => $"[{string.Join(" × ", Shape)}]";
}
