namespace KronClip.Methods;

/// <summary>
/// A learnable tensor: values, and beside them the gradient of the loss, both fp32 and row-major. A method owns its parameters and fills
/// the gradients; an optimiser changes the values. Not thread-safe.
/// </summary>
public sealed class Parameter
{
    /// <summary>A tensor of zeros of the given shape; an empty shape is a single number.</summary>
    /// <exception cref="ArgumentException">A dimension is negative, or the shape holds more numbers than an array can.</exception>
    public Parameter(string name, params int[] shape)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        ArgumentNullException.ThrowIfNull(shape);
        long count = 1;
        foreach (var dimension in shape)
        {
            if (dimension < 0 || (count *= dimension) > Array.MaxLength)
                throw new ArgumentException($"Parameter '{name}' cannot have the shape [{string.Join(", ", shape)}].", nameof(shape));
        }
        (Name, Shape, Values, Gradient) = (name, [.. shape], new float[count], new float[count]);
    }

    /// <summary>The name under which optimiser state, checkpoints and classifier files keep this tensor; unique within a method.</summary>
    public string Name { get; }

    /// <summary>The dimensions, outermost first.</summary>
    public int[] Shape { get; }

    /// <summary>The numbers, [Count].</summary>
    public float[] Values { get; }

    /// <summary>d loss / d <see cref="Values"/>, [Count]; whoever computes it adds to it.</summary>
    public float[] Gradient { get; }

    /// <summary>How many numbers the tensor has: the product of <see cref="Shape"/>.</summary>
    public int Count => Values.Length;

    /// <summary>Sets the gradient to zero; call before each step.</summary>
    public void ZeroGradient() => Array.Clear(Gradient);
}
