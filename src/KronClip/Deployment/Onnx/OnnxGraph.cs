using System.Runtime.InteropServices;
using Google.Protobuf;

namespace KronClip.Deployment;

/// <summary>
/// An ONNX model put together node by node and written as one file: all tensors stand inside it, nothing is ever kept beside it (external data has been a hole in
/// every reader of it). Weights are read while the file is written, one at a time.
/// </summary>
sealed class OnnxGraph
{
    /// <summary>The operator set: 17 brought LayerNormalization, 18 reductions whose axes are inputs. IR version 8 goes with it.</summary>
    public const int Opset = 18;
    const int IrVersion = 8;

    /// <summary>Protobuf's limit for one message, which a single file cannot pass.</summary>
    const long LargestFile = int.MaxValue;

    readonly List<byte[]> nodes = [];
    readonly List<(byte[] Head, long Bytes, Func<byte[]> Data)> initialisers = [];
    readonly HashSet<string> named = new(StringComparer.Ordinal);
    readonly Dictionary<string, string> constants = new(StringComparer.Ordinal);
    readonly SortedSet<string> domains = new(StringComparer.Ordinal);
    int names;

    /// <summary>Adds a node and returns the name of its only output. Attributes are float, long, long[] or string.</summary>
    public string Node(string operation, string[] inputs, params (string Name, object Value)[] attributes) => Node("", operation, inputs, attributes);

    /// <summary>The same for an operator of another domain.</summary>
    public string Node(string domain, string operation, string[] inputs, params (string Name, object Value)[] attributes)
    {
        var output = FormattableString.Invariant($"{operation}_{names++}");
        Node(domain, operation, inputs, output, attributes);
        return output;
    }

    /// <summary>Adds a node whose output is called <paramref name="output"/>: an output of the model.</summary>
    public string Named(string output, string operation, string[] inputs, params (string Name, object Value)[] attributes)
    {
        Node("", operation, inputs, output, attributes);
        return output;
    }

    void Node(string domain, string operation, string[] inputs, string output, (string Name, object Value)[] attributes)
    {
        if (domain.Length > 0)
            domains.Add(domain);
        nodes.Add(OnnxMessage.Of(node =>
        {
            foreach (var input in inputs)
                OnnxMessage.Text(node, 1, input);
            OnnxMessage.Text(node, 2, output);
            OnnxMessage.Text(node, 3, output);
            OnnxMessage.Text(node, 4, operation);
            foreach (var (name, value) in attributes)
                OnnxMessage.Bytes(node, 5, OnnxMessage.Attribute(name, value));
            OnnxMessage.Text(node, 7, domain);
        }));
    }

    /// <summary>A tensor whose bytes are made when the file is written. Adding a name again means the same tensor.</summary>
    public string Tensor(string name, IReadOnlyList<long> shape, OnnxElement type, Func<byte[]> data)
    {
        if (!named.Add(name))
            return name;
        var width = type switch { OnnxElement.Float => 4, OnnxElement.Int64 => 8, OnnxElement.Float16 => 2, _ => 1 };
        initialisers.Add((OnnxMessage.TensorHead(name, shape, type), shape.Aggregate((long)width, (product, size) => checked(product * size)), data));
        return name;
    }

    /// <summary>A tensor of fp32 numbers, read when the file is written.</summary>
    public string Weight(string name, IReadOnlyList<long> shape, Func<float[]> read) => Tensor(name, shape, OnnxElement.Float, () => MemoryMarshal.AsBytes<float>(read()).ToArray());

    /// <summary>One fp32 number, shared by all who need it.</summary>
    public string Number(double value) => Constant(FormattableString.Invariant($"number_{(float)value:R}"), [], [(float)value]);

    /// <summary>A small fp32 tensor.</summary>
    public string Numbers(IReadOnlyList<long> shape, float[] values) => Weight(FormattableString.Invariant($"numbers_{names++}"), shape, () => values);

    /// <summary>A vector of whole numbers, such as a shape; shared.</summary>
    public string Integers(params long[] values)
    {
        var key = "integers_" + string.Join('_', values);
        if (!constants.TryGetValue(key, out var name))
            constants[key] = name = Tensor(key.Replace('-', 'm'), [values.Length], OnnxElement.Int64, () => MemoryMarshal.AsBytes<long>(values).ToArray());
        return name;
    }

    /// <summary>One whole number.</summary>
    public string Integer(long value)
    {
        var key = FormattableString.Invariant($"integer_{value}");
        if (!constants.TryGetValue(key, out var name))
            constants[key] = name = Tensor(key.Replace('-', 'm'), [], OnnxElement.Int64, () => MemoryMarshal.AsBytes<long>([value]).ToArray());
        return name;
    }

    string Constant(string key, IReadOnlyList<long> shape, float[] values)
    {
        if (!constants.TryGetValue(key, out var name))
            constants[key] = name = Weight(key.Replace('-', 'm').Replace('+', 'p'), shape, () => values);
        return name;
    }

    /// <summary>Writes the model.</summary>
    /// <param name="file">Where to.</param>
    /// <param name="name">What the graph is called.</param>
    /// <param name="inputs">Inputs.</param>
    /// <param name="outputs">Outputs; each is made by a node.</param>
    /// <param name="metadata">Texts that travel with it.</param>
    /// <exception cref="StorageException">It would be larger than a single file may be.</exception>
    public void Write(Stream file, string name, IReadOnlyList<OnnxValue> inputs, IReadOnlyList<OnnxValue> outputs, IReadOnlyList<KeyValuePair<string, string>> metadata)
    {
        var head = OnnxMessage.Of(graph =>
        {
            foreach (var node in nodes)
                OnnxMessage.Bytes(graph, 1, node);
            OnnxMessage.Text(graph, 2, name);
            foreach (var input in inputs)
                OnnxMessage.Bytes(graph, 11, OnnxMessage.Value(input));
            foreach (var output in outputs)
                OnnxMessage.Bytes(graph, 12, OnnxMessage.Value(output));
        });
        var whole = head.Length + initialisers.Sum(t => t.Head.Length + t.Bytes + 32);
        if (whole > LargestFile)
            throw new StorageException($"The model would be {whole / 1_000_000} MB, and an ONNX file that stands alone cannot pass {LargestFile / 1_000_000} MB. Export with --fp16 or --int8.");
        var tensors = initialisers.Select(tensor => tensor.Head.Length + OnnxMessage.FieldLength(tensor.Bytes)).ToArray();

        using var model = new CodedOutputStream(file, leaveOpen: true);
        OnnxMessage.Integer(model, 1, IrVersion);
        OnnxMessage.Text(model, 2, "KronClip");
        OnnxMessage.Text(model, 3, Library.Version);
        model.WriteTag(7, WireFormat.WireType.LengthDelimited);  // graph, piece by piece: it is too large to be put together in memory
        model.WriteLength(checked((int)(head.Length + tensors.Sum(OnnxMessage.FieldLength))));
        Raw(head);
        foreach (var (tensor, size) in initialisers.Zip(tensors))
        {
            model.WriteTag(5, WireFormat.WireType.LengthDelimited);
            model.WriteLength(checked((int)size));
            Raw(tensor.Head);
            var data = tensor.Data();
            if (data.Length != tensor.Bytes)
                throw new InvalidOperationException($"A tensor of {tensor.Bytes} bytes was announced and {data.Length} came.");
            OnnxMessage.Bytes(model, 9, data);                   // raw_data
        }
        OnnxMessage.Bytes(model, 8, OnnxMessage.OperatorSet("", Opset));
        foreach (var domain in domains)
            OnnxMessage.Bytes(model, 8, OnnxMessage.OperatorSet(domain, 1));
        foreach (var (key, value) in metadata)
            OnnxMessage.Bytes(model, 14, OnnxMessage.Entry(key, value));

        void Raw(byte[] message)
        {
            model.Flush();
            file.Write(message);
        }
    }
}
