using System.Buffers.Binary;
using System.Text.Json;
using System.Text.Unicode;

namespace KronClip.Checkpoints;

/// <summary>
/// The header of a safetensors file: 8 bytes with its length (little-endian), then JSON, then the tensors' bytes without any gap.
/// Format: https://github.com/huggingface/safetensors#format. The reader is at least as strict as the reference one: what it accepts can have
/// only one meaning, and every byte of the file belongs to the header or to exactly one tensor.
/// </summary>
sealed class SafeTensorsHeader
{
    /// <summary>The reference implementation's limit on the JSON part.</summary>
    public const long MaximumLength = 100_000_000;

    const int PrefixLength = 8;

    /// <summary>What __metadata__ holds; empty where it is absent.</summary>
    public required IReadOnlyDictionary<string, string> Metadata { get; init; }

    /// <summary>All tensors by name, in the order of their data.</summary>
    public required IReadOnlyDictionary<string, TensorInfo> Tensors { get; init; }

    /// <summary>Where the tensors' bytes begin in the file.</summary>
    public required long DataStart { get; init; }

    /// <summary>Reads and checks the header of <paramref name="source"/>; the tensors' bytes are not touched.</summary>
    /// <exception cref="CheckpointException">The file is not a safetensors file that can be trusted.</exception>
    public static SafeTensorsHeader Read(TensorBytes source)
    {
        var start = new byte[(int)Math.Min(source.Length, ForeignFormat.BytesNeeded)];
        source.Read(0, start);
        if (source.Length < PrefixLength)
            throw Refuse(source, start, $"it has {source.Length} bytes, and the header's length alone takes {PrefixLength}");
        var length = BinaryPrimitives.ReadUInt64LittleEndian(start);
        if (length < 2)
            throw Refuse(source, start, $"its header length is {length}, and the shortest header, {{}}, has 2 bytes");
        if (length > MaximumLength)
            throw Refuse(source, start, $"its header length is {length}; the format allows {MaximumLength} bytes");
        if ((long)length > source.Length - PrefixLength)
            throw Refuse(source, start, $"its header should be {length} bytes long, but only {source.Length - PrefixLength} follow: the file "
                + "is cut short");
        var json = new byte[(int)length];
        source.Read(PrefixLength, json);
        if (json is [0xEF, 0xBB, 0xBF, ..])
            throw Refuse(source, start, "its header starts with a byte-order mark, where '{' must stand");
        if (json[0] != '{')
            throw Refuse(source, start, $"its header starts with byte 0x{json[0]:X2}, where '{{' must stand");
        if (!Utf8.IsValid(json))
            throw Refuse(source, start, "its header is not valid UTF-8");
        try
        {
            return new Parser(source.Name).Parse(json.AsSpan().TrimEnd((byte)' '), PrefixLength + (long)length, source.Length);
        }
        catch (Exception error) when (error is JsonException or InvalidOperationException)      // the latter: an escaped half of a surrogate pair
        {
            throw Refuse(source, start, $"its header is not valid JSON ({error.Message.TrimEnd('.')})", error);
        }
    }

    static CheckpointException Refuse(TensorBytes source, ReadOnlySpan<byte> start, string reason, Exception? inner = null) =>
        ForeignFormat.Describe(start) is { } foreign
            ? new($"'{source.Name}' is not a safetensors file: it is {foreign}", inner)
            : SafeTensorsFile.Refuse(source.Name, reason, inner);

    /// <summary>The walk over the JSON tokens. Duplicate keys survive in a JSON document, so the tokens are read one by one.</summary>
    sealed class Parser(string file)
    {
        readonly Dictionary<string, TensorInfo> tensors = new(StringComparer.Ordinal);
        Dictionary<string, string>? metadata;

        public SafeTensorsHeader Parse(ReadOnlySpan<byte> json, long dataStart, long fileLength)
        {
            // A trailing newline is JSON, but the format pads with spaces only; anything else would be bytes that nobody reads.
            if (json[^1] != '}')
                throw Refuse($"its header ends with byte 0x{json[^1]:X2}; only spaces may follow the closing '}}'");
            var reader = new Utf8JsonReader(json);
            reader.Read();
            while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
            {
                var key = reader.GetString()!;
                reader.Read();
                if (key == "__metadata__")
                    ReadMetadata(ref reader);
                else if (!tensors.TryAdd(key, ReadTensor(ref reader, key)))
                    throw Refuse($"tensor '{key}' appears twice in its header");
            }
            while (reader.Read()) { }
            return new SafeTensorsHeader
            {
                Metadata = metadata ?? new Dictionary<string, string>(),
                Tensors = InOrderOfData(fileLength - dataStart),
                DataStart = dataStart,
            };
        }

        void ReadMetadata(ref Utf8JsonReader reader)
        {
            if (metadata is not null)
                throw Refuse("__metadata__ appears twice in its header");
            if (reader.TokenType != JsonTokenType.StartObject)
                throw Refuse("its __metadata__ is not an object of strings");
            metadata = new(StringComparer.Ordinal);
            while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
            {
                var key = reader.GetString()!;
                reader.Read();
                if (reader.TokenType != JsonTokenType.String)
                    throw Refuse($"its __metadata__ entry '{key}' is not a string");
                if (!metadata.TryAdd(key, reader.GetString()!))
                    throw Refuse($"its __metadata__ entry '{key}' appears twice");
            }
        }

        TensorInfo ReadTensor(ref Utf8JsonReader reader, string name)
        {
            if (reader.TokenType != JsonTokenType.StartObject)
                throw Refuse($"the entry of tensor '{name}' is not an object");
            string? typeName = null;
            List<long>? shape = null, offsets = null;
            while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
            {
                var key = reader.GetString()!;
                reader.Read();
                if (key switch { "dtype" => (object?)typeName, "shape" => shape, "data_offsets" => offsets, _ => null } is not null)
                    throw Refuse($"tensor '{name}' has '{key}' twice");
                switch (key)
                {
                    case "dtype":
                        typeName = reader.TokenType == JsonTokenType.String
                            ? reader.GetString()!
                            : throw Refuse($"the dtype of tensor '{name}' is not a string");
                        break;
                    case "shape":
                        shape = ReadSizes(ref reader, name, key);
                        break;
                    case "data_offsets":
                        offsets = ReadSizes(ref reader, name, key);
                        break;
                    default:
                        throw Refuse($"tensor '{name}' has an unknown entry '{key}'");
                }
            }
            if (typeName is null || shape is null || offsets is null)
                throw Refuse($"tensor '{name}' lacks {(typeName is null ? "dtype" : shape is null ? "shape" : "data_offsets")}");
            if (offsets.Count != 2)
                throw Refuse($"tensor '{name}' has {offsets.Count} data_offsets; two are needed, begin and end");
            var type = TensorTypes.FromFormatName(typeName) ?? throw Refuse(TensorTypes.IsRecognisedOnly(typeName)
                ? $"tensor '{name}' is stored as {typeName}, which KronClip does not read; save it as F16, BF16 or F32"
                : $"tensor '{name}' has the unknown dtype '{typeName}'");
            return Checked(new TensorInfo(name, type, [.. shape], offsets[0], offsets[1]));
        }

        List<long> ReadSizes(ref Utf8JsonReader reader, string name, string key)
        {
            if (reader.TokenType != JsonTokenType.StartArray)
                throw Refuse($"the {key} of tensor '{name}' is not an array");
            List<long> sizes = [];
            while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
                sizes.Add(reader.TokenType == JsonTokenType.Number && reader.TryGetInt64(out var size) && size >= 0
                    ? size
                    : throw Refuse($"the {key} of tensor '{name}' holds something else than whole numbers from 0 to 2^63-1"));
            return sizes;
        }

        TensorInfo Checked(TensorInfo tensor)
        {
            Int128 bytes = tensor.Type.Size();
            foreach (var size in tensor.Shape)
                if ((bytes *= size) > long.MaxValue)                // 2^63 · 2^63 fits into 128 bits, so no step overflows
                    throw Refuse($"tensor '{tensor.Name}' of shape {tensor.ShapeText} has more than 2^63 bytes");
            if (tensor.End < tensor.Begin)
                throw Refuse($"tensor '{tensor.Name}' ends at byte {tensor.End}, before it begins at {tensor.Begin}");
            if (bytes != tensor.End - tensor.Begin)
                throw Refuse($"tensor '{tensor.Name}' of type {tensor.Type.FormatName()} and shape {tensor.ShapeText} needs {bytes} bytes, "
                    + $"but its offsets span {tensor.End - tensor.Begin}");
            return tensor;
        }

        Dictionary<string, TensorInfo> InOrderOfData(long dataLength)
        {
            var ordered = tensors.Values.OrderBy(t => t.Begin).ThenBy(t => t.End).ThenBy(t => t.Name, StringComparer.Ordinal).ToList();
            var position = 0L;
            foreach (var tensor in ordered)
            {
                if (tensor.Begin > position)
                    throw Refuse($"there is a hole of {tensor.Begin - position} bytes before tensor '{tensor.Name}'");
                if (tensor.Begin < position)
                    throw Refuse($"tensor '{tensor.Name}' begins at byte {tensor.Begin} and overlaps the one before it, which ends at {position}");
                if (tensor.End > dataLength)
                    throw Refuse($"tensor '{tensor.Name}' ends at byte {tensor.End} of the data, which has {dataLength}: the file is cut short");
                position = tensor.End;
            }
            if (position < dataLength)
                throw Refuse($"{dataLength - position} bytes follow the last tensor, which belong to nothing");
            return ordered.ToDictionary(t => t.Name, StringComparer.Ordinal);
        }

        CheckpointException Refuse(string reason) => SafeTensorsFile.Refuse(file, reason);
    }
}
