using System.Runtime.InteropServices;
using Google.Protobuf;

namespace KronClip.Bench.Peers;

/// <summary>
/// An ONNX model put together node by node and written as a file. Only what an image tower needs of onnx.proto (github.com/onnx/onnx); the numbers beside the
/// calls are its field numbers. Weights are read while the file is written, one at a time.
/// </summary>
sealed class OnnxGraph
{
    const int Float = 1, Int64 = 7;                             // TensorProto.DataType
    const int FloatAttribute = 1, IntegerAttribute = 2, IntegersAttribute = 7;      // AttributeProto.AttributeType

    /// <summary>Domain of ONNX Runtime's own operators.</summary>
    public const string RuntimeDomain = "com.microsoft";

    readonly List<byte[]> nodes = [];
    readonly List<(byte[] Head, int Bytes, Func<byte[]> Data)> initialisers = [];
    int names;

    /// <summary>Adds a node and returns the name of its only output. Attributes are float, long or long[].</summary>
    public string Node(string operation, string[] inputs, params (string Name, object Value)[] attributes) => Node("", operation, inputs, attributes);

    /// <summary>The same for an operator of another domain.</summary>
    public string Node(string domain, string operation, string[] inputs, params (string Name, object Value)[] attributes)
    {
        var output = FormattableString.Invariant($"{operation}_{names++}");
        nodes.Add(Message(node =>
        {
            foreach (var input in inputs)
                Text(node, 1, input);
            Text(node, 2, output);
            Text(node, 3, output);
            Text(node, 4, operation);
            foreach (var (name, value) in attributes)
                Bytes(node, 5, Attribute(name, value));
            Text(node, 7, domain);
        }));
        return output;
    }

    /// <summary>A tensor of fp32 numbers, read when the file is written.</summary>
    public string Weight(string name, long[] shape, Func<float[]> read)
    {
        var bytes = checked((int)shape.Aggregate(4L, (product, size) => product * size));
        initialisers.Add((TensorHead(name, shape, Float), bytes, () => MemoryMarshal.AsBytes<float>(read()).ToArray()));
        return name;
    }

    /// <summary>A vector of whole numbers, such as a shape.</summary>
    public string Integers(params long[] values)
    {
        var name = FormattableString.Invariant($"integers_{names++}");
        initialisers.Add((TensorHead(name, [values.Length], Int64), 8 * values.Length, () => MemoryMarshal.AsBytes<long>(values).ToArray()));
        return name;
    }

    /// <summary>Writes the model. A dimension of 0 is the batch, which may have any size.</summary>
    public void Save(string path, (string Name, long[] Shape) input, (string Name, long[] Shape) output)
    {
        var head = Message(graph =>
        {
            foreach (var node in nodes)
                Bytes(graph, 1, node);
            Text(graph, 2, "image tower");
            Bytes(graph, 11, Value(input.Name, input.Shape));
            Bytes(graph, 12, Value(output.Name, output.Shape));
        });
        var tensors = initialisers.Select(tensor => tensor.Head.Length + Field(tensor.Bytes)).ToArray();

        using var file = File.Create(path);
        using var model = new CodedOutputStream(file);
        model.WriteTag(1, WireFormat.WireType.Varint);          // ir_version
        model.WriteInt64(8);
        Bytes(model, 8, OperatorSet("", 17));                   // 17 brought LayerNormalization
        Bytes(model, 8, OperatorSet(RuntimeDomain, 1));
        model.WriteTag(7, WireFormat.WireType.LengthDelimited); // graph, piece by piece: it is too large to be put together in memory
        model.WriteLength(checked(head.Length + tensors.Sum(Field)));
        Raw(head);
        foreach (var (tensor, size) in initialisers.Zip(tensors))
        {
            model.WriteTag(5, WireFormat.WireType.LengthDelimited);
            model.WriteLength(size);
            Raw(tensor.Head);
            Bytes(model, 9, tensor.Data());                     // raw_data
        }

        void Raw(byte[] message)
        {
            model.Flush();
            file.Write(message);
        }
    }

    /// <summary>Bytes of a length-delimited field with a one-byte tag.</summary>
    static int Field(int length) => 1 + CodedOutputStream.ComputeLengthSize(length) + length;

    static byte[] OperatorSet(string domain, long version) => Message(set =>
    {
        Text(set, 1, domain);
        Integer(set, 2, version);
    });

    static byte[] TensorHead(string name, long[] shape, int type) => Message(tensor =>
    {
        foreach (var size in shape)
            Integer(tensor, 1, size);
        Integer(tensor, 2, type);
        Text(tensor, 8, name);
    });

    static byte[] Value(string name, long[] shape) => Message(value =>
    {
        Text(value, 1, name);
        Bytes(value, 2, Message(type => Bytes(type, 1, Message(tensor =>
        {
            Integer(tensor, 1, Float);
            Bytes(tensor, 2, Message(dimensions =>
            {
                foreach (var size in shape)
                {
                    Bytes(dimensions, 1, Message(dimension =>
                    {
                        if (size > 0)
                            Integer(dimension, 1, size);
                        else
                            Text(dimension, 2, "batch");
                    }));
                }
            }));
        }))));
    });

    static byte[] Attribute(string name, object value) => Message(attribute =>
    {
        Text(attribute, 1, name);
        switch (value)
        {
            case float number:
                attribute.WriteTag(2, WireFormat.WireType.Fixed32);
                attribute.WriteFloat(number);
                Integer(attribute, 20, FloatAttribute);
                break;
            case long number:
                Integer(attribute, 3, number);
                Integer(attribute, 20, IntegerAttribute);
                break;
            case long[] numbers:
                foreach (var number in numbers)
                    Integer(attribute, 8, number);
                Integer(attribute, 20, IntegersAttribute);
                break;
            default:
                throw new ArgumentException($"Attribute {name} is a {value.GetType().Name}; float, long and long[] are possible.", nameof(value));
        }
    });

    static byte[] Message(Action<CodedOutputStream> write)
    {
        using var memory = new MemoryStream();
        using (var message = new CodedOutputStream(memory, leaveOpen: true))
            write(message);
        return memory.ToArray();
    }

    static void Integer(CodedOutputStream message, int field, long value)
    {
        message.WriteTag(field, WireFormat.WireType.Varint);
        message.WriteInt64(value);
    }

    static void Text(CodedOutputStream message, int field, string value)
    {
        message.WriteTag(field, WireFormat.WireType.LengthDelimited);
        message.WriteString(value);
    }

    static void Bytes(CodedOutputStream message, int field, byte[] value)
    {
        message.WriteTag(field, WireFormat.WireType.LengthDelimited);
        message.WriteBytes(UnsafeByteOperations.UnsafeWrap(value));
    }
}
