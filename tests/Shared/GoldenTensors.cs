using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Text.Json;

namespace KronClip.Testing;

/// <summary>A few lines that read golden .safetensors files, independent of the product's own reader (which is under test).</summary>
sealed class GoldenTensors
{
    readonly byte[] bytes;
    readonly int dataStart;
    readonly Dictionary<string, (string Type, int[] Shape, int Begin, int End)> entries = [];

    public GoldenTensors(params string[] pathBelowGolden)
    {
        bytes = File.ReadAllBytes(TestFiles.Golden(pathBelowGolden));
        var headerLength = (int)BinaryPrimitives.ReadUInt64LittleEndian(bytes);
        dataStart = 8 + headerLength;
        using var header = JsonDocument.Parse(bytes.AsMemory(8, headerLength));
        foreach (var entry in header.RootElement.EnumerateObject().Where(e => e.Name != "__metadata__"))
        {
            var offsets = entry.Value.GetProperty("data_offsets");
            entries[entry.Name] = (entry.Value.GetProperty("dtype").GetString()!,
                entry.Value.GetProperty("shape").EnumerateArray().Select(n => n.GetInt32()).ToArray(), offsets[0].GetInt32(), offsets[1].GetInt32());
        }
    }

    public IEnumerable<string> Names => entries.Keys;

    public int[] Shape(string name) => entries[name].Shape;

    public float[] Floats(string name) => entries[name].Type switch
    {
        "F32" => MemoryMarshal.Cast<byte, float>(Raw(name)).ToArray(),
        "F64" => MemoryMarshal.Cast<byte, double>(Raw(name)).ToArray().Select(x => (float)x).ToArray(),
        "F16" => MemoryMarshal.Cast<byte, Half>(Raw(name)).ToArray().Select(x => (float)x).ToArray(),
        var other => throw new InvalidOperationException(other),
    };

    public double[] Doubles(string name) => entries[name].Type == "F64"
        ? MemoryMarshal.Cast<byte, double>(Raw(name)).ToArray()
        : Floats(name).Select(x => (double)x).ToArray();

    public int[] Ints(string name) => MemoryMarshal.Cast<byte, int>(Raw(name)).ToArray();

    public byte[] Bytes(string name) => Raw(name).ToArray();

    ReadOnlySpan<byte> Raw(string name) => bytes.AsSpan(dataStart + entries[name].Begin, entries[name].End - entries[name].Begin);
}
