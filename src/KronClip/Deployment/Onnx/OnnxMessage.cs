using Google.Protobuf;

namespace KronClip.Deployment;

/// <summary>Pieces of protobuf: each is a message or a field of one. The numbers at the calls are the field numbers of onnx.proto (github.com/onnx/onnx).</summary>
static class OnnxMessage
{
    public static byte[] Of(Action<CodedOutputStream> write)
    {
        using var memory = new MemoryStream();
        using (var message = new CodedOutputStream(memory, leaveOpen: true))
            write(message);
        return memory.ToArray();
    }

    public static void Integer(CodedOutputStream message, int field, long value)
    {
        message.WriteTag(field, WireFormat.WireType.Varint);
        message.WriteInt64(value);
    }

    public static void Text(CodedOutputStream message, int field, string value)
    {
        message.WriteTag(field, WireFormat.WireType.LengthDelimited);
        message.WriteString(value);
    }

    public static void Bytes(CodedOutputStream message, int field, byte[] value)
    {
        message.WriteTag(field, WireFormat.WireType.LengthDelimited);
        message.WriteBytes(UnsafeByteOperations.UnsafeWrap(value));
    }

    /// <summary>AttributeProto; float, long, long[] and string are possible.</summary>
    public static byte[] Attribute(string name, object value) => Of(attribute =>
    {
        const int floatType = 1, integerType = 2, textType = 3, integersType = 7;
        Text(attribute, 1, name);
        switch (value)
        {
            case float number:
                attribute.WriteTag(2, WireFormat.WireType.Fixed32);
                attribute.WriteFloat(number);
                Integer(attribute, 20, floatType);
                break;
            case long number:
                Integer(attribute, 3, number);
                Integer(attribute, 20, integerType);
                break;
            case string text:
                Bytes(attribute, 4, System.Text.Encoding.UTF8.GetBytes(text));
                Integer(attribute, 20, textType);
                break;
            case long[] numbers:
                foreach (var number in numbers)
                    Integer(attribute, 8, number);
                Integer(attribute, 20, integersType);
                break;
            default:
                throw new ArgumentException($"Attribute {name} is a {value.GetType().Name}; float, long, long[] and string are possible.", nameof(value));
        }
    });

    /// <summary>TensorProto without its data.</summary>
    public static byte[] TensorHead(string name, IReadOnlyList<long> shape, OnnxElement type) => Of(tensor =>
    {
        foreach (var size in shape)
            Integer(tensor, 1, size);
        Integer(tensor, 2, (int)type);
        Text(tensor, 8, name);
    });

    /// <summary>ValueInfoProto: an input or output.</summary>
    public static byte[] Value(OnnxValue value) => Of(info =>
    {
        Text(info, 1, value.Name);
        Bytes(info, 2, Of(type => Bytes(type, 1, Of(tensor =>
        {
            Integer(tensor, 1, (int)value.Type);
            Bytes(tensor, 2, Of(shape =>
            {
                foreach (var size in value.Shape)
                {
                    Bytes(shape, 1, Of(dimension =>
                    {
                        if (size.Length is { } length)
                            Integer(dimension, 1, length);
                        else
                            Text(dimension, 2, size.Name);
                    }));
                }
            }));
        }))));
    });

    /// <summary>OperatorSetIdProto.</summary>
    public static byte[] OperatorSet(string domain, long version) => Of(set =>
    {
        Text(set, 1, domain);
        Integer(set, 2, version);
    });

    /// <summary>StringStringEntryProto.</summary>
    public static byte[] Entry(string key, string value) => Of(entry =>
    {
        Text(entry, 1, key);
        Text(entry, 2, value);
    });

    /// <summary>Bytes of a length-delimited field with a one-byte tag.</summary>
    public static long FieldLength(long length) => 1 + CodedOutputStream.ComputeLengthSize(checked((int)length)) + length;
}

/// <summary>A dimension: a number, or a name for any number.</summary>
/// <param name="Length">The number; null where any will do.</param>
/// <param name="Name">What any number is called.</param>
readonly record struct OnnxDimension(long? Length, string Name)
{
    public static implicit operator OnnxDimension(long length) => new(length, "");

    public static implicit operator OnnxDimension(string name) => new(null, name);
}

/// <summary>An input or output of a model.</summary>
sealed record OnnxValue(string Name, OnnxElement Type, IReadOnlyList<OnnxDimension> Shape);
