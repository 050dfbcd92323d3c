using System.Buffers.Binary;
using System.Text.Encodings.Web;
using System.Text.Json;
using KronClip.Storage;

namespace KronClip.Checkpoints;

/// <summary>A tensor to be written: its name, type, shape and little-endian bytes.</summary>
/// <param name="Name">The key; unique within a file, and not "__metadata__".</param>
/// <param name="Type">How the bytes are to be read.</param>
/// <param name="Shape">Sizes, outermost first; empty for a scalar.</param>
/// <param name="Data">The elements, row-major and little-endian.</param>
public sealed record TensorData(string Name, TensorType Type, long[] Shape, ReadOnlyMemory<byte> Data)
{
    /// <summary>An F32 tensor; the numbers are copied.</summary>
    public static TensorData FromFloats(string name, long[] shape, ReadOnlySpan<float> values)
    {
        var bytes = new byte[checked(4 * values.Length)];
        for (var i = 0; i < values.Length; i++)
            BinaryPrimitives.WriteSingleLittleEndian(bytes.AsSpan(4 * i), values[i]);
        return new(name, TensorType.F32, shape, bytes);
    }

    /// <summary>An I32 tensor; the numbers are copied.</summary>
    public static TensorData FromInts(string name, long[] shape, ReadOnlySpan<int> values)
    {
        var bytes = new byte[checked(4 * values.Length)];
        for (var i = 0; i < values.Length; i++)
            BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(4 * i), values[i]);
        return new(name, TensorType.I32, shape, bytes);
    }
}

/// <summary>
/// Writes safetensors files. The same tensors and metadata give the same bytes, in whatever order they come: tensors are laid out by element size,
/// largest first (so that each is aligned to its element), then by name, and metadata by key. The header is padded with spaces to a multiple of 8.
/// </summary>
public static class SafeTensorsWriter
{
    static readonly JsonWriterOptions Json = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Writes one file to <paramref name="stream"/>.</summary>
    /// <exception cref="ArgumentException">A name appears twice or is reserved, a tensor's bytes do not fit its shape, or the header grows too
    /// long.</exception>
    public static void Write(Stream stream, IEnumerable<TensorData> tensors, IReadOnlyDictionary<string, string>? metadata = null)
    {
        ArgumentNullException.ThrowIfNull(stream);
        ArgumentNullException.ThrowIfNull(tensors);
        var ordered = tensors.OrderByDescending(t => t.Type.Size()).ThenBy(t => t.Name, StringComparer.Ordinal).ToList();
        var names = new HashSet<string>(StringComparer.Ordinal) { "__metadata__" };
        foreach (var tensor in ordered)
        {
            if (!names.Add(tensor.Name))
                throw new ArgumentException($"Tensor '{tensor.Name}' is named twice, or by the format's own word.", nameof(tensors));
            if (tensor.Shape.Any(size => size < 0)
                || tensor.Shape.Aggregate((Int128)tensor.Type.Size(), (bytes, size) => bytes * size) != tensor.Data.Length)
                throw new ArgumentException(
                    $"Tensor '{tensor.Name}' of type {tensor.Type.FormatName()} has {tensor.Data.Length} bytes, which do not fit the shape "
                        + $"{TensorInfo.FormatShape(tensor.Shape)}.",
                    nameof(tensors));
        }
        var header = Header(ordered, metadata);
        if (header.Length > SafeTensorsHeader.MaximumLength)
            throw new ArgumentException($"The header would be {header.Length} bytes long; the format allows "
                + $"{SafeTensorsHeader.MaximumLength}.", nameof(metadata));
        Span<byte> length = stackalloc byte[8];
        BinaryPrimitives.WriteInt64LittleEndian(length, header.Length);
        stream.Write(length);
        stream.Write(header);
        foreach (var tensor in ordered)
            stream.Write(tensor.Data.Span);
    }

    /// <summary>The file as bytes; see <see cref="Write(Stream, IEnumerable{TensorData}, IReadOnlyDictionary{string, string}?)"/>.</summary>
    public static byte[] ToBytes(IEnumerable<TensorData> tensors, IReadOnlyDictionary<string, string>? metadata = null)
    {
        using var memory = new MemoryStream();
        Write(memory, tensors, metadata);
        return memory.ToArray();
    }

    /// <summary>Writes the file at <paramref name="path"/> whole or not at all; see
    /// <see cref="Write(Stream, IEnumerable{TensorData}, IReadOnlyDictionary{string, string}?)"/>.</summary>
    /// <exception cref="StorageException">The file could not be written; what was there before is untouched.</exception>
    public static void Write(string path, IEnumerable<TensorData> tensors, IReadOnlyDictionary<string, string>? metadata = null) =>
        AtomicFile.Write(path, stream => Write(stream, tensors, metadata));

    static byte[] Header(List<TensorData> ordered, IReadOnlyDictionary<string, string>? metadata)
    {
        using var memory = new MemoryStream();
        using (var json = new Utf8JsonWriter(memory, Json))
        {
            json.WriteStartObject();
            if (metadata is not null)
            {
                json.WriteStartObject("__metadata__");
                foreach (var (key, value) in metadata.OrderBy(entry => entry.Key, StringComparer.Ordinal))
                    json.WriteString(key, value);
                json.WriteEndObject();
            }
            var begin = 0L;
            foreach (var tensor in ordered)
            {
                json.WriteStartObject(tensor.Name);
                json.WriteString("dtype", tensor.Type.FormatName());
                WriteNumbers(json, "shape", tensor.Shape);
                WriteNumbers(json, "data_offsets", [begin, begin + tensor.Data.Length]);
                json.WriteEndObject();
                begin += tensor.Data.Length;
            }
            json.WriteEndObject();
        }
        while (memory.Length % 8 != 0)
            memory.WriteByte((byte)' ');
        return memory.ToArray();
    }

    static void WriteNumbers(Utf8JsonWriter json, string name, ReadOnlySpan<long> numbers)
    {
        json.WriteStartArray(name);
        foreach (var number in numbers)
            json.WriteNumberValue(number);
        json.WriteEndArray();
    }
}
