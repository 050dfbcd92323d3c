using System.Buffers.Binary;

namespace KronClip.Cli.Tests;

/// <summary>Pictures that take a while to read: uncompressed, each of another colour.</summary>
static class LargePictures
{
    public static void Write(string folder, int classes, int perClass, int size)
    {
        var bytes = new byte[54 + (3 * size * size)];
        "BM"u8.CopyTo(bytes);
        BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(2), bytes.Length);
        BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(10), 54);
        BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(14), 40);
        BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(18), size);
        BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(22), size);
        BinaryPrimitives.WriteInt16LittleEndian(bytes.AsSpan(26), 1);
        BinaryPrimitives.WriteInt16LittleEndian(bytes.AsSpan(28), 24);
        for (var label = 0; label < classes; label++)
        {
            Directory.CreateDirectory(Path.Combine(folder, $"class{label}"));
            for (var i = 0; i < perClass; i++)
            {
                bytes.AsSpan(54).Fill((byte)((label * perClass) + i));
                File.WriteAllBytes(Path.Combine(folder, $"class{label}", $"{i}.bmp"), bytes);
            }
        }
    }
}
