using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Security.Cryptography;

namespace KronClip.Checkpoints;

/// <summary>
/// A safetensors file opened for reading. The header is checked whole at opening; tensors are read when asked for, straight from the file.
/// Thread-safe: several threads may read tensors at once. Format: https://github.com/huggingface/safetensors#format.
/// </summary>
public sealed class SafeTensorsFile : IDisposable
{
    const int ChunkBytes = 1 << 16;

    /// <summary>Numbers read at once; an array of more than 2 GiB has more bytes than a span can count.</summary>
    const int FloatsAtOnce = 1 << 28;

    readonly TensorBytes source;
    readonly SafeTensorsHeader header;

    SafeTensorsFile(TensorBytes source)
    {
        this.source = source;
        header = SafeTensorsHeader.Read(source);
    }

    /// <summary>The path, or the name given to <see cref="Parse(ReadOnlyMemory{byte}, string)"/>.</summary>
    public string Name => source.Name;

    /// <summary>The file's own key-value strings (__metadata__); empty where it has none.</summary>
    public IReadOnlyDictionary<string, string> Metadata => header.Metadata;

    /// <summary>All tensors by name, in the order of their data.</summary>
    public IReadOnlyDictionary<string, TensorInfo> Tensors => header.Tensors;

    /// <summary>Opens a file and checks its header. The file may be replaced meanwhile; one overwritten in place is noticed when read.</summary>
    /// <exception cref="CheckpointException">The file is missing, unreadable or not a safetensors file that can be trusted.</exception>
    public static SafeTensorsFile Open(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        if (ForeignFormat.IsPickleName(path))
            throw new CheckpointException($"'{path}' is a PyTorch checkpoint by its name. {ForeignFormat.HowToConvert}");
        return Checked(new FileTensorBytes(Path.GetFullPath(path)));
    }

    /// <summary>Reads from memory, without copying; <paramref name="name"/> is what messages call it.</summary>
    /// <exception cref="CheckpointException">The bytes are not a safetensors file that can be trusted.</exception>
    public static SafeTensorsFile Parse(ReadOnlyMemory<byte> bytes, string name) => Checked(new MemoryTensorBytes(name, bytes));

    /// <summary>Reads the rest of <paramref name="stream"/> into memory; <paramref name="name"/> is what messages call it.</summary>
    /// <exception cref="CheckpointException">The bytes are not a safetensors file that can be trusted.</exception>
    public static SafeTensorsFile Parse(Stream stream, string name)
    {
        ArgumentNullException.ThrowIfNull(stream);
        using var memory = new MemoryStream();
        stream.CopyTo(memory);
        return Parse(memory.ToArray(), name);
    }

    /// <summary>A whole floating-point tensor as fp32: F32, F16 and BF16 exactly, F64 rounded to nearest.</summary>
    /// <exception cref="CheckpointException">There is no such tensor, it holds integers, it is too large for one array, or the file
    /// changed.</exception>
    public float[] ReadFloats(string name)
    {
        var result = new float[ArrayLength(Find(name))];
        ReadFloats(name, 0, result);
        return result;
    }

    /// <summary>Fills <paramref name="destination"/> with the elements from <paramref name="firstElement"/> on, as
    /// <see cref="ReadFloats(string)"/> does.</summary>
    /// <exception cref="CheckpointException">See <see cref="ReadFloats(string)"/>.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The part reaches beyond the tensor.</exception>
    public void ReadFloats(string name, long firstElement, Span<float> destination)
    {
        var tensor = Find(name);
        if (!tensor.Type.IsFloat())
            throw new CheckpointException($"'{Name}': tensor '{name}' holds {tensor.Type.FormatName()} numbers, where floating-point ones "
                + "are needed.");
        ArgumentOutOfRangeException.ThrowIfNegative(firstElement);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(firstElement, tensor.Elements - destination.Length);
        var size = tensor.Type.Size();
        var offset = header.DataStart + tensor.Begin + firstElement * size;
        if (tensor.Type == TensorType.F32 && BitConverter.IsLittleEndian)
        {
            for (; !destination.IsEmpty; offset += (long)FloatsAtOnce * size)
            {
                var part = destination[..Math.Min(destination.Length, FloatsAtOnce)];
                source.Read(offset, MemoryMarshal.AsBytes(part));
                destination = destination[part.Length..];
            }
            return;
        }
        var chunk = new byte[(int)Math.Min(ChunkBytes, (long)destination.Length * size)];
        while (!destination.IsEmpty)
        {
            var count = Math.Min(destination.Length, chunk.Length / size);
            var bytes = chunk.AsSpan(0, count * size);
            source.Read(offset, bytes);
            Convert(bytes, tensor.Type, destination[..count]);
            destination = destination[count..];
            offset += bytes.Length;
        }
    }

    /// <summary>A whole integer tensor (or one of truth values, as 0 and 1).</summary>
    /// <exception cref="CheckpointException">There is no such tensor, it holds other numbers, a number does not fit 32 bits, or the file
    /// changed.</exception>
    public int[] ReadInts(string name)
    {
        var tensor = Find(name);
        if (tensor.Type.IsFloat())
            throw new CheckpointException($"'{Name}': tensor '{name}' holds {tensor.Type.FormatName()} numbers, where whole ones are needed.");
        var result = new int[ArrayLength(tensor)];
        var size = tensor.Type.Size();
        var bytes = ReadBytes(name).AsSpan();
        for (var i = 0; i < result.Length; i++)
        {
            Int128 value = WholeNumber(bytes.Slice(i * size, size), tensor.Type);
            if (value < int.MinValue || value > int.MaxValue)
                throw new CheckpointException($"'{Name}': element {i} of tensor '{name}' is {value}, which does not fit 32 bits.");
            result[i] = (int)value;
        }
        return result;
    }

    /// <summary>A tensor's bytes as stored, little-endian.</summary>
    /// <exception cref="CheckpointException">There is no such tensor, it is too large for one array, or the file changed.</exception>
    public byte[] ReadBytes(string name)
    {
        var tensor = Find(name);
        _ = ArrayLength(tensor, tensor.End - tensor.Begin);
        var bytes = new byte[tensor.End - tensor.Begin];
        source.Read(header.DataStart + tensor.Begin, bytes);
        return bytes;
    }

    /// <summary>Closes the file.</summary>
    public void Dispose() => source.Dispose();

    /// <summary>Adds the file's bytes to <paramref name="hash"/>, piece by piece.</summary>
    internal void AppendTo(IncrementalHash hash) => source.AppendTo(hash);

    internal static CheckpointException Refuse(string file, string reason, Exception? inner = null) =>
        new($"'{file}' is not a usable safetensors file: {reason}. Copy or download it again.", inner);

    static SafeTensorsFile Checked(TensorBytes source)
    {
        try
        {
            return new SafeTensorsFile(source);
        }
        catch
        {
            source.Dispose();
            throw;
        }
    }

    TensorInfo Find(string name) => Tensors.TryGetValue(name, out var tensor)
        ? tensor
        : throw new CheckpointException(
            $"'{Name}' has no tensor '{name}'; it holds {Tensors.Count}, the first ones being "
                + $"{string.Join(", ", Tensors.Keys.Take(4).Select(k => $"'{k}'"))}.");

    int ArrayLength(TensorInfo tensor) => ArrayLength(tensor, tensor.Elements);

    int ArrayLength(TensorInfo tensor, long length) => length <= Array.MaxLength
        ? (int)length
        : throw new CheckpointException($"'{Name}': tensor '{tensor.Name}' of shape {tensor.ShapeText} is too large for one array; read it "
            + "in parts.");

    static void Convert(ReadOnlySpan<byte> bytes, TensorType type, Span<float> destination)
    {
        switch (type)
        {
            case TensorType.F64:
                for (var i = 0; i < destination.Length; i++)
                    destination[i] = (float)BinaryPrimitives.ReadDoubleLittleEndian(bytes[(8 * i)..]);
                break;
            case TensorType.F16:
                for (var i = 0; i < destination.Length; i++)
                    destination[i] = (float)BinaryPrimitives.ReadHalfLittleEndian(bytes[(2 * i)..]);
                break;
            case TensorType.BF16:
                for (var i = 0; i < destination.Length; i++)
                    destination[i] = BitConverter.UInt32BitsToSingle((uint)BinaryPrimitives.ReadUInt16LittleEndian(bytes[(2 * i)..]) << 16);
                break;
            default:
                for (var i = 0; i < destination.Length; i++)
                    destination[i] = BinaryPrimitives.ReadSingleLittleEndian(bytes[(4 * i)..]);
                break;
        }
    }

    static Int128 WholeNumber(ReadOnlySpan<byte> bytes, TensorType type) => type switch
    {
        TensorType.I64 => BinaryPrimitives.ReadInt64LittleEndian(bytes),
        TensorType.I32 => BinaryPrimitives.ReadInt32LittleEndian(bytes),
        TensorType.I16 => BinaryPrimitives.ReadInt16LittleEndian(bytes),
        TensorType.I8 => (sbyte)bytes[0],
        TensorType.U64 => BinaryPrimitives.ReadUInt64LittleEndian(bytes),
        TensorType.U32 => BinaryPrimitives.ReadUInt32LittleEndian(bytes),
        TensorType.U16 => BinaryPrimitives.ReadUInt16LittleEndian(bytes),
        _ => bytes[0],
    };
}
