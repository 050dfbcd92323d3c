using System.Globalization;

namespace KronClip.Checkpoints;

/// <summary>One entry of a safetensors header: a tensor's name, type, shape and place.</summary>
/// <param name="Name">The key.</param>
/// <param name="Type">How the numbers are encoded.</param>
/// <param name="Shape">Sizes, outermost first; empty for a scalar.</param>
/// <param name="Begin">First byte, counted from the end of the header.</param>
/// <param name="End">One past the last byte, counted from the end of the header.</param>
public sealed record TensorInfo(string Name, TensorType Type, long[] Shape, long Begin, long End)
{
    /// <summary>Number of elements; 1 for a scalar, 0 where a size is 0.</summary>
    public long Elements => (End - Begin) / Type.Size();

    /// <summary>The shape as people write it, for example "[512, 77]"; "[]" for a scalar.</summary>
    public string ShapeText => FormatShape(Shape);

    internal static string FormatShape(IEnumerable<long> shape) =>
        "[" + string.Join(", ", shape.Select(size => size.ToString(CultureInfo.InvariantCulture))) + "]";
}
