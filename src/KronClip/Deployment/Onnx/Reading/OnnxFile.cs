using System.Runtime.InteropServices;
using Google.Protobuf;

namespace KronClip.Deployment;

/// <summary>A node as a file has it.</summary>
sealed record OnnxNode(string Operation, string Domain, IReadOnlyList<string> Inputs, string Output, IReadOnlyDictionary<string, object> Attributes)
{
    public long Integer(string name, long otherwise) => Attributes.TryGetValue(name, out var value) ? (long)value : otherwise;

    public float Number(string name, float otherwise) => Attributes.TryGetValue(name, out var value) ? (float)value : otherwise;

    public long[] Integers(string name) => Attributes.TryGetValue(name, out var value) ? (long[])value : [];
}

/// <summary>
/// An ONNX file read back: nodes in order, tensors, opset, metadata. It reads what <see cref="OnnxGraph"/> writes; tensors that lie outside the file are refused.
/// </summary>
sealed class OnnxFile
{
    readonly List<OnnxNode> nodes = [];
    readonly Dictionary<string, OnnxTensor> tensors = new(StringComparer.Ordinal);
    readonly List<string> inputs = [], outputs = [];
    readonly Dictionary<string, string> metadata = new(StringComparer.Ordinal);

    OnnxFile() { }

    public IReadOnlyList<OnnxNode> Nodes => nodes;
    public IReadOnlyDictionary<string, OnnxTensor> Tensors => tensors;
    public IReadOnlyList<string> Inputs => inputs;
    public IReadOnlyList<string> Outputs => outputs;
    public IReadOnlyDictionary<string, string> Metadata => metadata;
    public long Opset { get; private set; }

    /// <summary>Reads a file.</summary>
    /// <exception cref="DataException">It is no such file, or a tensor lies outside it.</exception>
    public static OnnxFile Read(string path)
    {
        try
        {
            using var stream = File.OpenRead(path);
            using var model = CodedInputStream.CreateWithLimits(stream, int.MaxValue, 100);
            var file = new OnnxFile();
            while (model.ReadTag() is > 0 and var tag)
            {
                switch (WireFormat.GetTagFieldNumber(tag))
                {
                    case 7:
                        file.Graph(model.ReadBytes());
                        break;
                    case 8:
                        file.OperatorSet(model.ReadBytes());
                        break;
                    case 14:
                        file.Entry(model.ReadBytes());
                        break;
                    default:
                        model.SkipLastField();
                        break;
                }
            }
            return file;
        }
        catch (Exception error) when (error is InvalidProtocolBufferException or InvalidDataException or IOException or UnauthorizedAccessException)
        {
            throw new DataException($"'{path}' cannot be read as an ONNX file: {error.Message}", error);
        }
    }

    void Graph(ByteString bytes)
    {
        foreach (var (field, value) in Fields(bytes))
        {
            switch (field)
            {
                case 1:
                    nodes.Add(Node((ByteString)value));
                    break;
                case 5:
                    Tensor((ByteString)value);
                    break;
                case 11:
                    inputs.Add(Text(Fields((ByteString)value).First(f => f.Field == 1).Value));
                    break;
                case 12:
                    outputs.Add(Text(Fields((ByteString)value).First(f => f.Field == 1).Value));
                    break;
            }
        }
    }

    void OperatorSet(ByteString bytes)
    {
        var fields = Fields(bytes).ToLookup(f => f.Field, f => f.Value);
        if (fields[1].All(domain => Text(domain).Length == 0))
            Opset = (long)(ulong)fields[2].Single();
    }

    void Entry(ByteString bytes)
    {
        var fields = Fields(bytes).ToDictionary(f => f.Field, f => f.Value);
        metadata[Text(fields[1])] = fields.TryGetValue(2, out var value) ? Text(value) : "";
    }

    static OnnxNode Node(ByteString bytes)
    {
        var fields = Fields(bytes).ToLookup(f => f.Field, f => f.Value);
        return new OnnxNode(Text(fields[4].Single()), string.Concat(fields[7].Select(Text)), [.. fields[1].Select(Text)], Text(fields[2].Single()),
            fields[5].Select(a => Attribute((ByteString)a)).ToDictionary(a => a.Name, a => a.Value, StringComparer.Ordinal));
    }

    static (string Name, object Value) Attribute(ByteString bytes)
    {
        var fields = Fields(bytes).ToLookup(f => f.Field, f => f.Value);
        object value = (ulong)fields[20].Single() switch
        {
            1 => BitConverter.UInt32BitsToSingle((uint)fields[2].Single()),
            2 => (long)(ulong)fields[3].Single(),
            3 => Text(fields[4].Single()),
            7 => fields[8].Select(n => (long)(ulong)n).ToArray(),
            var other => throw new InvalidDataException($"an attribute has the type {other}"),
        };
        return (Text(fields[1].Single()), value);
    }

    void Tensor(ByteString bytes)
    {
        var fields = Fields(bytes).ToLookup(f => f.Field, f => f.Value);
        var name = Text(fields[8].Single());
        if (fields[13].Any() || fields[14].Any())                 // external_data, data_location
            throw new InvalidDataException($"the tensor '{name}' lies outside the file, which is never followed");
        int[] shape = [.. fields[1].Select(n => checked((int)(ulong)n))];
        var data = ((ByteString)fields[9].SingleOrDefault(ByteString.Empty)).Span;
        tensors[name] = (OnnxElement)(ulong)fields[2].Single() switch
        {
            OnnxElement.Float => OnnxTensor.Of(shape, MemoryMarshal.Cast<byte, float>(data).ToArray()),
            OnnxElement.Int64 => OnnxTensor.Of(shape, MemoryMarshal.Cast<byte, long>(data).ToArray()),
            OnnxElement.Float16 => OnnxTensor.Of(shape, Array.ConvertAll(MemoryMarshal.Cast<byte, Half>(data).ToArray(), h => (float)h)),
            OnnxElement.Int8 => OnnxTensor.Of(shape, Array.ConvertAll(data.ToArray(), b => (float)(sbyte)b)),
            var other => throw new InvalidDataException($"the tensor '{name}' has the type {other}"),
        };
    }

    static string Text(object value) => ((ByteString)value).ToStringUtf8();

    /// <summary>The fields of a message: whole numbers as ulong, fixed ones as uint or ulong, everything else as bytes.</summary>
    static IEnumerable<(int Field, object Value)> Fields(ByteString bytes)
    {
        var message = bytes.CreateCodedInput();
        while (message.ReadTag() is > 0 and var tag)
        {
            yield return (WireFormat.GetTagFieldNumber(tag), WireFormat.GetTagWireType(tag) switch
            {
                WireFormat.WireType.Varint => message.ReadUInt64(),
                WireFormat.WireType.Fixed32 => message.ReadFixed32(),
                WireFormat.WireType.Fixed64 => message.ReadFixed64(),
                WireFormat.WireType.LengthDelimited => (object)message.ReadBytes(),
                var other => throw new InvalidDataException($"a field has the form {other}"),
            });
        }
    }
}
