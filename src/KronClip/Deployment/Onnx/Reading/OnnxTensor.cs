namespace KronClip.Deployment;

/// <summary>A tensor while a graph is worked through: numbers of any kind as fp32 (samples, truth values) or, where they count places, as whole numbers. Immutable.</summary>
sealed class OnnxTensor
{
    readonly float[]? floats;
    readonly long[]? integers;

    OnnxTensor(int[] shape, float[]? floats, long[]? integers) => (Shape, this.floats, this.integers) = (shape, floats, integers);

    /// <summary>fp32 numbers.</summary>
    public static OnnxTensor Of(int[] shape, float[] values) => Count(shape) == values.Length
        ? new(shape, values, null)
        : throw new InvalidDataException($"A tensor of shape [{string.Join(',', shape)}] cannot have {values.Length} numbers.");

    /// <summary>Whole numbers.</summary>
    public static OnnxTensor Of(int[] shape, long[] values) => Count(shape) == values.Length
        ? new(shape, null, values)
        : throw new InvalidDataException($"A tensor of shape [{string.Join(',', shape)}] cannot have {values.Length} whole numbers.");

    public int[] Shape { get; }

    public int Rank => Shape.Length;

    public int Length => floats?.Length ?? integers!.Length;

    public bool IsWhole => integers is not null;

    /// <summary>The numbers; an error for whole ones, which nothing turns into fp32 but Cast.</summary>
    public float[] Floats => floats ?? throw new InvalidDataException("Whole numbers stand where fp32 numbers are needed.");

    public long[] Integers => integers ?? throw new InvalidDataException("fp32 numbers stand where whole numbers are needed.");

    /// <summary>The same numbers in another shape.</summary>
    public OnnxTensor In(int[] shape) => floats is null ? Of(shape, Integers) : Of(shape, floats);

    public static int Count(int[] shape) => shape.Aggregate(1, (product, size) => checked(product * size));

    /// <summary>An axis from the back as one from the front.</summary>
    public int Axis(long axis) => (int)(axis < 0 ? axis + Rank : axis);
}
