using CsCheck;
using KronClip.Checkpoints;

namespace KronClip.Tests.Checkpoints;

public class SafeTensorsWriterTests
{
    static readonly Gen<TensorData> Tensor =
        Gen.Select(Gen.String[Gen.Char.AlphaNumeric, 1, 12], Gen.Enum<TensorType>(), Gen.Long[0, 4].Array[0, 3], Gen.Byte)
            .Select((name, type, shape, fill) =>
            {
                var bytes = new byte[shape.Aggregate((long)SizeOf(type), (product, size) => product * size)];
                Array.Fill(bytes, fill);
                return new TensorData(name, type, shape, bytes);
            });

    [Fact]
    public void WhatWasWrittenIsReadBackAndTheOrderOfInputDoesNotMatter() =>
        Gen.Select(Tensor.Array[0, 8], Gen.Dictionary(Gen.String[0, 8], Gen.String[0, 8])[0, 3]).Sample((drawn, metadata) =>
        {
            var tensors = drawn.DistinctBy(t => t.Name).ToList();
            var strings = metadata.Where(e => IsText(e.Key) && IsText(e.Value)).ToDictionary();
            var bytes = SafeTensorsWriter.ToBytes(tensors, strings);
            Assert.Equal(bytes, SafeTensorsWriter.ToBytes(Enumerable.Reverse(tensors), strings));
            using var file = SafeTensorsFile.Parse(bytes, "memory");
            Assert.Equal(strings.OrderBy(e => e.Key, StringComparer.Ordinal), file.Metadata);
            Assert.Equal(tensors.Count, file.Tensors.Count);
            foreach (var tensor in tensors)
            {
                Assert.Equal(tensor.Type, file.Tensors[tensor.Name].Type);
                Assert.Equal(tensor.Shape, file.Tensors[tensor.Name].Shape);
                Assert.Equal(tensor.Data.ToArray(), file.ReadBytes(tensor.Name));
            }
        }, iter: 300);

    [Fact]
    public void TheHeaderIsPaddedAndEveryTensorIsAligned()
    {
        var bytes = SafeTensorsWriter.ToBytes([new("a", TensorType.U8, [3], new byte[3]), TensorData.FromFloats("b", [1], [1])]);
        Assert.Equal(0, BitConverter.ToInt64(bytes) % 8);
        using var file = SafeTensorsFile.Parse(bytes, "memory");
        Assert.Equal(0, file.Tensors["b"].Begin);
        Assert.Equal(["b", "a"], file.Tensors.Keys);
    }

    [Fact]
    public void WhatCannotBeWrittenIsRefused()
    {
        var tensor = TensorData.FromFloats("a", [1], [1]);
        Assert.Throws<ArgumentException>(() => SafeTensorsWriter.ToBytes([tensor, tensor]));
        Assert.Throws<ArgumentException>(() => SafeTensorsWriter.ToBytes([tensor with { Name = "__metadata__" }]));
        Assert.Throws<ArgumentException>(() => SafeTensorsWriter.ToBytes([tensor with { Shape = [2] }]));
        Assert.Throws<ArgumentException>(() => SafeTensorsWriter.ToBytes([tensor with { Shape = [-1, -1] }]));
    }

    /// <summary>Half a surrogate pair is no text: JSON writers replace it.</summary>
    static bool IsText(string s) => s.EnumerateRunes().All(r => r.Value != 0xFFFD);

    static int SizeOf(TensorType type) => type switch
    {
        TensorType.F64 or TensorType.I64 or TensorType.U64 => 8,
        TensorType.F32 or TensorType.I32 or TensorType.U32 => 4,
        TensorType.F16 or TensorType.BF16 or TensorType.I16 or TensorType.U16 => 2,
        _ => 1,
    };
}
