namespace KronClip.Checkpoints;

/// <summary>How the numbers of a stored tensor are encoded. The names are those of the safetensors format (there "BOOL" for
/// <see cref="Bool"/>).</summary>
public enum TensorType
{
    /// <summary>IEEE 754 double precision, 8 bytes.</summary>
    F64,

    /// <summary>IEEE 754 single precision, 4 bytes.</summary>
    F32,

    /// <summary>IEEE 754 half precision, 2 bytes.</summary>
    F16,

    /// <summary>The upper half of a single-precision number, 2 bytes.</summary>
    BF16,

    /// <summary>Signed integer, 8 bytes.</summary>
    I64,

    /// <summary>Signed integer, 4 bytes.</summary>
    I32,

    /// <summary>Signed integer, 2 bytes.</summary>
    I16,

    /// <summary>Signed integer, 1 byte.</summary>
    I8,

    /// <summary>Unsigned integer, 8 bytes.</summary>
    U64,

    /// <summary>Unsigned integer, 4 bytes.</summary>
    U32,

    /// <summary>Unsigned integer, 2 bytes.</summary>
    U16,

    /// <summary>Unsigned integer, 1 byte.</summary>
    U8,

    /// <summary>Truth value, 1 byte.</summary>
    Bool,
}

/// <summary>Names and sizes of tensor types.</summary>
static class TensorTypes
{
    /// <summary>Types that the format knows and KronClip does not read: no CLIP checkpoint is published in them.</summary>
    static readonly HashSet<string> Recognised =
        ["F8_E4M3", "F8_E5M2", "F8_E8M0", "F8_E4M3FNUZ", "F8_E5M2FNUZ", "F6_E2M3", "F6_E3M2", "F4", "F4_E2M1", "C64"];

    /// <summary>Bytes per element.</summary>
    public static int Size(this TensorType type) => type switch
    {
        TensorType.F64 or TensorType.I64 or TensorType.U64 => 8,
        TensorType.F32 or TensorType.I32 or TensorType.U32 => 4,
        TensorType.F16 or TensorType.BF16 or TensorType.I16 or TensorType.U16 => 2,
        _ => 1,
    };

    /// <summary>Whether the elements are floating-point numbers.</summary>
    public static bool IsFloat(this TensorType type) => type <= TensorType.BF16;

    /// <summary>The name that the format uses.</summary>
    public static string FormatName(this TensorType type) => type == TensorType.Bool ? "BOOL" : type.ToString();

    /// <summary>The type called <paramref name="name"/> in the format, or null.</summary>
    public static TensorType? FromFormatName(string name)
    {
        foreach (var type in Enum.GetValues<TensorType>())
            if (type.FormatName() == name)
                return type;
        return null;
    }

    /// <summary>Whether the format defines a type of this name that KronClip does not read.</summary>
    public static bool IsRecognisedOnly(string name) => Recognised.Contains(name);
}
