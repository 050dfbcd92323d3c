using System.Buffers.Binary;
using System.IO.Compression;
using SkiaSharp;

namespace KronClip.Tests.Images;

/// <summary>Makes small picture files of every format in memory, whole or with a chosen fault.</summary>
static class SamplePictures
{
    /// <summary>A 32×24 progressive JPEG (Pillow, quality 80).</summary>
    public static byte[] ProgressiveJpeg => Convert.FromBase64String(
        "/9j/4AAQSkZJRgABAQAAAQABAAD/2wBDAAYEBQYFBAYGBQYHBwYIChAKCgkJChQODwwQFxQYGBcUFhYaHSUfGhsjHBYWICwgIyYnKSopGR8tMC0oMCUoKSj/2wBDAQcHBwoIChMKChMoGhYaKCgoKCgoKCgoKCgoKCgoKCgoKCgoKCgo" +
        "KCgoKCgoKCgoKCgoKCgoKCgoKCgoKCgoKCj/wgARCAAYACADASIAAhEBAxEB/8QAFwABAQEBAAAAAAAAAAAAAAAABAAFB//EABgBAAIDAAAAAAAAAAAAAAAAAAMGAgUH/9oADAMBAAIQAxAAAAHn79N8B5j9N5mIehVfnT30Zi//" +
        "xAAWEAADAAAAAAAAAAAAAAAAAAAAAgP/2gAIAQEAAQUCSQkhJCSEkJISQkhJCSEkJI//xAAXEQEBAQEAAAAAAAAAAAAAAAAEAAID/9oACAEDAQE/ATMjLjdNRumr/8QAFhEBAQEAAAAAAAAAAAAAAAAAAQAC/9oACAECAQE/ATcb" +
        "hhv/xAAUEAEAAAAAAAAAAAAAAAAAAAAw/9oACAEBAAY/Ak//xAAVEAEBAAAAAAAAAAAAAAAAAAAAYf/aAAgBAQABPyGKKKKKKKKKKKL/2gAMAwEAAgADAAAAEEdIQP/EABYRAQEBAAAAAAAAAAAAAAAAACEAMf/aAAgBAwEBPxDJ" +
        "s2Mxm//EABYRAQEBAAAAAAAAAAAAAAAAAAABEP/aAAgBAgEBPxDPuu//xAAVEAEBAAAAAAAAAAAAAAAAAAAAMf/aAAgBAQABPxCZMmTJkyZMmTJkz//Z");

    /// <summary>A 9×7 interlaced GIF of two frames and four colours, of which blue (2) is transparent (Pillow).</summary>
    public static byte[] AnimatedGif => Convert.FromBase64String(
        "R0lGODlhCQAHAIEAAP8AAAD/AAAA/woUHiH5BAEAAAIALAAAAAAJAAcAAAgfAAEIBBCgYAABAwkaRDjQ4MGEDhkKjAhxYUQBGAcEBAAh+QQBAAACACwAAAAACQAHAIH/AAAA/wAAAP8KFB4IHwADCAwgoKCAAQMJGkQ40ODBhA4ZCowI" +
        "cWHEARgBBAQAOw==");

    /// <summary>A 6×5 lossless WebP of two frames, the first all 200, the second all 50 (Pillow).</summary>
    public static byte[] AnimatedWebP => Convert.FromBase64String(
        "UklGRogAAABXRUJQVlA4WAoAAAACAAAABQAABAAAQU5JTQYAAAAAAAAAAABBTk1GKgAAAAAAAAAAAAUAAAQAAAAAAAJWUDhMEQAAAC8FAAEAB1DkIhe5/4GI6H8AAEFOTUYqAAAAAAAAAAAABQAABAAAAAAAAFZQOEwRAAAALwUAAQAH" +
        "UJnKVKb/gYjofwAA");

    /// <summary>A smooth picture in which every pixel differs from its neighbours, in one of Skia's formats.</summary>
    public static byte[] Encoded(SKEncodedImageFormat format, int width, int height, SKColorSpace? colors = null)
    {
        using var bitmap = new SKBitmap(new SKImageInfo(width, height, SKColorType.Rgba8888, SKAlphaType.Opaque, colors));
        var pixels = new byte[width * height * 4];
        for (var i = 0; i < width * height; i++)
            (pixels[4 * i], pixels[4 * i + 1], pixels[4 * i + 2], pixels[4 * i + 3]) = ((byte)(i % width * 5), (byte)(i / width * 7), (byte)(i * 3), 255);
        System.Runtime.InteropServices.Marshal.Copy(pixels, 0, bitmap.GetPixels(), pixels.Length);
        using var data = bitmap.Encode(format, 90);
        return data.ToArray();
    }

    /// <summary>An opaque lossless WebP of 20×10 pixels.</summary>
    public static byte[] LosslessWebP
    {
        get
        {
            using var bitmap = SKBitmap.Decode(Encoded(SKEncodedImageFormat.Png, 20, 10));
            using var pixels = bitmap.PeekPixels();
            using var data = pixels.Encode(new SKWebpEncoderOptions(SKWebpEncoderCompression.Lossless, 50));
            return data!.ToArray();
        }
    }

    /// <summary>A PNG of given raw rows; <paramref name="chunks"/> come before the pixels.</summary>
    public static byte[] Png(int width, int height, int depth, int color, byte[] rows, bool interlaced = false, params (string Kind, byte[] Body)[] chunks)
    {
        using var compressed = new MemoryStream();
        using (var zlib = new ZLibStream(compressed, CompressionLevel.Optimal, leaveOpen: true))
            zlib.Write(rows);
        var file = new List<byte>([0x89, (byte)'P', (byte)'N', (byte)'G', 13, 10, 26, 10]);
        var header = new byte[13];
        BinaryPrimitives.WriteInt32BigEndian(header, width);
        BinaryPrimitives.WriteInt32BigEndian(header.AsSpan(4), height);
        (header[8], header[9], header[12]) = ((byte)depth, (byte)color, interlaced ? (byte)1 : (byte)0);
        foreach (var (kind, body) in (IEnumerable<(string, byte[])>)[("IHDR", header), .. chunks, ("IDAT", compressed.ToArray()), ("IEND", [])])
            AddChunk(file, kind, body);
        return [.. file];
    }

    /// <summary>An 8-bit PNG of 1 (grey), 2 (grey, alpha), 3 (RGB) or 4 (RGBA) channels, rows unfiltered.</summary>
    public static byte[] Png(int width, int height, int channels, byte[] samples, params (string Kind, byte[] Body)[] chunks) =>
        Png(width, height, 8, channels switch { 1 => 0, 2 => 4, 3 => 2, _ => 6 }, Rows(samples, width * channels), false, chunks);

    /// <summary>Puts a zero filter byte before each row.</summary>
    public static byte[] Rows(byte[] samples, int rowBytes) => [.. samples.Chunk(rowBytes).SelectMany(row => row.Prepend((byte)0))];

    /// <summary>An EXIF block that holds nothing but an orientation.</summary>
    public static byte[] Exif(int orientation, bool little = true) => little
        ? [.. "II*\0"u8, 8, 0, 0, 0, 1, 0, 0x12, 0x01, 3, 0, 1, 0, 0, 0, (byte)orientation, 0, 0, 0, 0, 0, 0, 0]
        : [.. "MM\0*"u8, 0, 0, 0, 8, 0, 1, 0x01, 0x12, 0, 3, 0, 0, 0, 1, 0, (byte)orientation, 0, 0, 0, 0, 0, 0];

    /// <summary>A JPEG with one more segment after its first two bytes.</summary>
    public static byte[] WithSegment(byte[] jpeg, byte marker, ReadOnlySpan<byte> body) =>
        [.. jpeg.AsSpan(0, 2), 0xFF, marker, (byte)((body.Length + 2) >> 8), (byte)(body.Length + 2), .. body, .. jpeg.AsSpan(2)];

    /// <summary>A JPEG without the segments of one kind.</summary>
    public static byte[] WithoutSegments(byte[] jpeg, byte marker)
    {
        List<byte> kept = [.. jpeg.AsSpan(0, 2)];
        for (var at = 2; ;)
        {
            if (jpeg[at + 1] == 0xDA)
                return [.. kept, .. jpeg.AsSpan(at)];
            var length = 2 + BinaryPrimitives.ReadUInt16BigEndian(jpeg.AsSpan(at + 2));
            if (jpeg[at + 1] != marker)
                kept.AddRange(jpeg.AsSpan(at, length));
            at += length;
        }
    }

    static void AddChunk(List<byte> file, string kind, byte[] body)
    {
        byte[] kindAndBody = [.. System.Text.Encoding.ASCII.GetBytes(kind), .. body];
        file.AddRange([(byte)(body.Length >> 24), (byte)(body.Length >> 16), (byte)(body.Length >> 8), (byte)body.Length, .. kindAndBody]);
        var crc = uint.MaxValue;
        foreach (var b in kindAndBody)
        {
            crc ^= b;
            for (var bit = 0; bit < 8; bit++)
                crc = (crc & 1) != 0 ? crc >> 1 ^ 0xEDB88320 : crc >> 1;
        }
        crc = ~crc;
        file.AddRange([(byte)(crc >> 24), (byte)(crc >> 16), (byte)(crc >> 8), (byte)crc]);
    }
}
