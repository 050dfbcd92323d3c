using System.Buffers.Binary;
using System.Text;
using CsCheck;
using KronClip.Checkpoints;
using KronClip.Testing;

namespace KronClip.Tests.Checkpoints;

/// <summary>Reading what is right, and surviving what is not (the fault list's S1 to S9, S16, S17).</summary>
public class SafeTensorsFileTests
{
    const string Good = """{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]},"b":{"dtype":"U8","shape":[2],"data_offsets":[8,10]}}""";

    public static TheoryData<string, ulong, string> Lengths => new()
    {
        { "{}", 0, "header length is 0" },
        { "{}", 1, "header length is 1" },
        { "{}", ulong.MaxValue, "18446744073709551615" },
        { "{}", 3, "only 2 follow" },
        { "{}", 100_000_001, "the format allows 100000000" },
        { "{}", 1UL << 63, "the format allows" },
    };

    [Theory]
    [MemberData(nameof(Lengths))]
    public void AnImpossibleHeaderLengthIsRefused(string header, ulong length, string reason)
    {
        var bytes = new byte[8 + header.Length];
        BinaryPrimitives.WriteUInt64LittleEndian(bytes, length);
        Encoding.UTF8.GetBytes(header, bytes.AsSpan(8));
        Assert.Contains(reason, Refusal(bytes));
    }

    [Theory]
    [InlineData("[]", "0x5B")]
    [InlineData(" {}", "0x20")]
    [InlineData("\uFEFF{}", "byte-order mark")]
    [InlineData("{}\n", "only spaces may follow")]
    [InlineData("{},}", "not valid JSON")]
    [InlineData("{\"a\":}", "not valid JSON")]
    [InlineData("{\"a\\ud800\":1}", "not valid JSON")]
    [InlineData("{}{}", "not valid JSON")]
    [InlineData("{\"a\":1}", "'a' is not an object")]
    [InlineData("{\"__metadata__\":[]}", "__metadata__ is not an object")]
    [InlineData("{\"__metadata__\":{\"k\":1}}", "'k' is not a string")]
    [InlineData("{\"__metadata__\":{\"k\":\"1\",\"k\":\"2\"}}", "'k' appears twice")]
    [InlineData("{\"__metadata__\":{},\"__metadata__\":{}}", "__metadata__ appears twice")]
    [InlineData("{\"a\":{\"shape\":[],\"data_offsets\":[0,1]}}", "lacks dtype")]
    [InlineData("{\"a\":{\"dtype\":\"U8\",\"data_offsets\":[0,1]}}", "lacks shape")]
    [InlineData("{\"a\":{\"dtype\":\"U8\",\"shape\":[]}}", "lacks data_offsets")]
    [InlineData("{\"a\":{\"dtype\":\"U8\",\"dtype\":\"U8\",\"shape\":[],\"data_offsets\":[0,1]}}", "'dtype' twice")]
    [InlineData("{\"a\":{\"dtype\":\"U8\",\"shape\":[],\"shape\":[],\"data_offsets\":[0,1]}}", "'shape' twice")]
    [InlineData("{\"a\":{\"dtype\":\"U8\",\"shape\":[],\"data_offsets\":[0,1],\"more\":1}}", "unknown entry 'more'")]
    [InlineData("{\"a\":{\"dtype\":1,\"shape\":[],\"data_offsets\":[0,1]}}", "not a string")]
    [InlineData("{\"a\":{\"dtype\":\"U8\",\"shape\":1,\"data_offsets\":[0,1]}}", "not an array")]
    [InlineData("{\"a\":{\"dtype\":\"U8\",\"shape\":[-1],\"data_offsets\":[0,1]}}", "whole numbers")]
    [InlineData("{\"a\":{\"dtype\":\"U8\",\"shape\":[1.5],\"data_offsets\":[0,1]}}", "whole numbers")]
    [InlineData("{\"a\":{\"dtype\":\"U8\",\"shape\":[9223372036854775808],\"data_offsets\":[0,1]}}", "whole numbers")]
    [InlineData("{\"a\":{\"dtype\":\"U8\",\"shape\":[],\"data_offsets\":[0]}}", "1 data_offsets")]
    public void AHeaderThatIsNotWhatTheFormatSaysIsRefused(string header, string reason) => Assert.Contains(reason, Refusal(File(header, 1)));

    [Fact]
    public void AHeaderThatIsNotUtf8IsRefused()
    {
        var bytes = File("{\"é\":1}", 0);
        bytes[11] = 0xFF;
        Assert.Contains("not valid UTF-8", Refusal(bytes));
    }

    [Fact]
    public void ATensorNamedTwiceIsRefused() => Assert.Contains("'a' appears twice",
        Refusal(File("""{"a":{"dtype":"U8","shape":[1],"data_offsets":[0,1]},"a":{"dtype":"U8","shape":[1],"data_offsets":[1,2]}}""", 2)));

    [Theory]
    [InlineData("F8_E4M3", "stored as F8_E4M3, which KronClip does not read")]
    [InlineData("F8_E5M2", "stored as F8_E5M2, which KronClip does not read")]
    [InlineData("C64", "stored as C64, which KronClip does not read")]
    [InlineData("float32", "unknown dtype 'float32'")]
    [InlineData("f32", "unknown dtype 'f32'")]
    [InlineData("Bool", "unknown dtype 'Bool'")]
    public void ATypeThatIsNotReadIsNamed(string type, string reason) => Assert.Contains(reason, Refusal(File(Entry(type, "[1]", 0, 1), 1)));

    [Theory]
    [InlineData("[4611686018427387904,4]")]
    [InlineData("[9223372036854775807,9223372036854775807,9223372036854775807]")]
    [InlineData("[9223372036854775807,9223372036854775807,0]")]
    public void AShapeOfMoreThan63BitsIsRefused(string shape) => Assert.Contains("more than 2^63", Refusal(File(Entry("F64", shape, 0, 1), 1)));

    [Theory]
    [InlineData("U8", "[4]", 4, 0, 4, "before it begins")]
    [InlineData("U8", "[5]", 0, 4, 4, "needs 5 bytes, but its offsets span 4")]
    [InlineData("F32", "[]", 0, 3, 3, "needs 4 bytes")]
    [InlineData("U8", "[4]", 0, 4, 3, "cut short")]
    [InlineData("U8", "[4]", 0, 4, 5, "1 bytes follow the last tensor")]
    [InlineData("U8", "[4]", 2, 6, 6, "hole of 2 bytes")]
    public void OffsetsThatDoNotFitAreRefused(string type, string shape, long begin, long end, int data, string reason) =>
        Assert.Contains(reason, Refusal(File(Entry(type, shape, begin, end), data)));

    [Fact]
    public void OverlappingTensorsAreRefused() => Assert.Contains("overlaps",
        Refusal(File("""{"a":{"dtype":"U8","shape":[4],"data_offsets":[0,4]},"b":{"dtype":"U8","shape":[4],"data_offsets":[2,6]}}""", 6)));

    [Fact]
    public void ScalarsZeroSizesAndAnEmptyFileAreRead()
    {
        using var file = SafeTensorsFile.Parse(File("""{"e":{"dtype":"F32","shape":[0,7],"data_offsets":[0,0]},"s":{"dtype":"F32","shape":[],"data_offsets":[0,4]}}  """, 4), "memory");
        Assert.Empty(file.ReadFloats("e"));
        Assert.Equal("[0, 7]", file.Tensors["e"].ShapeText);
        Assert.Equal(1, file.Tensors["s"].Elements);
        Assert.Equal([0f], file.ReadFloats("s"));
        using var empty = SafeTensorsFile.Parse(File("{}", 0), "memory");
        Assert.Empty(empty.Tensors);
    }

    [Fact]
    public void AFileCutShortAnywhereIsRefused()
    {
        var whole = System.IO.File.ReadAllBytes(TestFiles.Golden("ckcoop", "kmeans.safetensors"));
        SafeTensorsFile.Parse(whole, "whole").Dispose();
        for (var percent = 0; percent < 100; percent++)
            Refusal(whole[..(int)((long)whole.Length * percent / 100)]);
        Refusal(whole[..^1]);
    }

    [Theory]
    [InlineData("PK\u0003\u0004\u0000\u0000\u0008\u0008archive/data.pkl", "a zip archive, most likely a PyTorch .pt")]
    [InlineData("\u0080\u0002}q\u0000X\u0004\u0000\u0000\u0000name", "a Python pickle")]
    [InlineData("\u0080\u0002\u008a\nl\u00fc\u009cF\u00f9 j\u00a8P\u0019.", "a Python pickle")]
    [InlineData("\n <!DOCTYPE html><html><body>Sign in</body></html>", "a web page")]
    [InlineData("<html><head><title>404</title></head></html>", "a web page")]
    [InlineData("version https://git-lfs.github.com/spec/v1\noid sha256:4d7a\nsize 605157884\n", "a git-LFS pointer")]
    [InlineData("\u001f\u008b\u0008\u0000\u0000\u0000\u0000\u0000\u0000\u0003", "a gzip archive")]
    [InlineData("GGUF\u0003\u0000\u0000\u0000\u0000\u0000", "a GGUF file")]
    [InlineData("{\"error\":\"Repository not found\"}", "a JSON text")]
    public void AFileOfAnotherKindIsCalledByItsName(string content, string kind) => Assert.Contains(kind, Refusal(Encoding.Latin1.GetBytes(content)));

    [Theory]
    [InlineData("model.pt")]
    [InlineData("pytorch_model.BIN")]
    [InlineData("model.pth")]
    public void APickleIsNotEvenOpened(string name)
    {
        var message = Assert.Throws<CheckpointException>(() => SafeTensorsFile.Open(Path.Combine("nowhere", name))).Message;
        Assert.Contains("safetensors.torch", message);
    }

    [Fact]
    public void WhateverTheBytesOnlyCheckpointErrorsComeOut()
    {
        var whole = File(Good, 10);
        Gen.Select(Gen.Int[0, whole.Length - 1], Gen.Byte).Array[1, 6].Select(Gen.Int[0, whole.Length]).Sample((flips, length) =>
        {
            var bytes = whole.ToArray();
            foreach (var (place, value) in flips)
                bytes[place] = value;
            ReadAll(bytes[..length]);
            ReadAll(bytes);
        }, iter: 3000);
        Gen.Byte.Array[0, 300].Sample(ReadAll, iter: 1000);

        static void ReadAll(byte[] bytes)
        {
            try
            {
                using var file = SafeTensorsFile.Parse(bytes, "fuzz");
                foreach (var tensor in file.Tensors.Values)
                    _ = tensor.Type <= TensorType.BF16 ? file.ReadFloats(tensor.Name).Length : file.ReadInts(tensor.Name).Length;
            }
            catch (CheckpointException)
            {
                // The one kind of error that damaged bytes may cause.
            }
        }
    }

    [Fact]
    public void AFileChangedInPlaceWhileOpenIsNotUsed()
    {
        using var folder = TestFiles.Temporary();
        var path = folder.File("m.safetensors");
        SafeTensorsWriter.Write(path, [TensorData.FromFloats("a", [1024], new float[1024])]);
        System.IO.File.SetLastWriteTimeUtc(path, new DateTime(2024, 1, 1, 0, 0, 0, DateTimeKind.Utc));
        using var file = SafeTensorsFile.Open(path);
        Assert.Equal(1024, file.ReadFloats("a").Length);
        using (var writer = new FileStream(path, FileMode.Open, FileAccess.Write, FileShare.ReadWrite))
        {
            writer.Position = writer.Length - 4;
            writer.WriteByte(1);
        }
        Assert.Contains("changed while it was being read", Assert.Throws<CheckpointException>(() => file.ReadFloats("a")).Message);
        using (var writer = new FileStream(path, FileMode.Open, FileAccess.Write, FileShare.ReadWrite))
            writer.SetLength(100);
        Assert.Contains("changed while it was being read", Assert.Throws<CheckpointException>(() => file.ReadFloats("a")).Message);
    }

    [Fact]
    public void AFileReplacedByRenamingIsReadToTheEndAsItWas()
    {
        using var folder = TestFiles.Temporary();
        var path = folder.File("m.safetensors");
        SafeTensorsWriter.Write(path, [TensorData.FromFloats("a", [2], [1, 2])]);
        using var file = SafeTensorsFile.Open(path);
        SafeTensorsWriter.Write(path, [TensorData.FromFloats("a", [3], [7, 8, 9])]);
        Assert.Equal([1f, 2f], file.ReadFloats("a"));
    }

    [Fact]
    public void APathInAnyScriptInAReadOnlyFolderIsRead()
    {
        using var folder = TestFiles.Temporary();
        var inner = folder.File("模型 – Größe 🐱 'x'", new string('l', 120), new string('o', 120));      // more than 260 characters in all
        SafeTensorsWriter.Write(Path.Combine(inner, "модель.safetensors"), [TensorData.FromFloats("a", [2], [1, 2])]);
        if (!OperatingSystem.IsWindows())
            System.IO.File.SetUnixFileMode(inner, UnixFileMode.UserRead | UnixFileMode.UserExecute);
        try
        {
            using var file = SafeTensorsFile.Open(Path.Combine(inner, "модель.safetensors"));
            Assert.Equal([1f, 2f], file.ReadFloats("a"));
        }
        finally
        {
            if (!OperatingSystem.IsWindows())
                System.IO.File.SetUnixFileMode(inner, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }
    }

    [Fact]
    public void APathOfMoreThan260CharactersIsRead()
    {
        using var folder = TestFiles.Temporary();
        var path = folder.File([.. Enumerable.Repeat(new string('m', 90), 4), "model.safetensors"]);
        SafeTensorsWriter.Write(path, [TensorData.FromFloats("a", [2], [1, 2])]);
        using var file = SafeTensorsFile.Open(path);
        Assert.Equal([1f, 2f], file.ReadFloats("a"));
    }

    [Fact]
    public void MissingEmptyAndFolderPathsAreToldApart()
    {
        using var folder = TestFiles.Temporary();
        System.IO.File.WriteAllBytes(folder.File("empty.safetensors"), []);
        Assert.Contains("does not exist", Assert.Throws<CheckpointException>(() => SafeTensorsFile.Open(folder.File("no.safetensors"))).Message);
        Assert.Contains("it is empty", Assert.Throws<CheckpointException>(() => SafeTensorsFile.Open(folder.File("empty.safetensors"))).Message);
        Assert.Contains("cannot be read", Assert.Throws<CheckpointException>(() => SafeTensorsFile.Open(folder.Path)).Message);
    }

    [Fact]
    public void EveryTypeConvertsExactly()
    {
        float[] values = [0, -0f, 1, -2.5f, 65504, 6.103515625e-05f, 5.9604645e-08f];
        var half = values.SelectMany(v => { var b = new byte[2]; BinaryPrimitives.WriteHalfLittleEndian(b, (Half)v); return b; }).ToArray();
        var bfloat = values.SelectMany(v => BitConverter.GetBytes((ushort)(BitConverter.SingleToUInt32Bits(v) >> 16))).ToArray();
        var wide = values.SelectMany(v => BitConverter.GetBytes((double)v)).ToArray();
        using var file = SafeTensorsFile.Parse(SafeTensorsWriter.ToBytes(
        [
            TensorData.FromFloats("f32", [7], values), new("f16", TensorType.F16, [7], half),
            new("bf16", TensorType.BF16, [7], bfloat), new("f64", TensorType.F64, [7], wide),
            new("i64", TensorType.I64, [2], new byte[] { 255, 255, 255, 255, 255, 255, 255, 255, 1, 0, 0, 0, 0, 0, 0, 0 }),
            new("big", TensorType.U64, [1], new byte[] { 255, 255, 255, 255, 255, 255, 255, 255 }),
            new("i16", TensorType.I16, [1], new byte[] { 254, 255 }), new("i8", TensorType.I8, [1], new byte[] { 254 }),
            new("u16", TensorType.U16, [1], new byte[] { 254, 255 }), new("bool", TensorType.Bool, [2], new byte[] { 0, 1 }),
            TensorData.FromInts("i32", [1], [int.MinValue]),
        ]), "memory");
        foreach (var name in new[] { "f32", "f16", "f64" })
            Assert.Equal(values.Select(BitConverter.SingleToUInt32Bits), file.ReadFloats(name).Select(BitConverter.SingleToUInt32Bits));
        Assert.Equal(values.Select(v => BitConverter.SingleToUInt32Bits(v) & 0xFFFF0000), file.ReadFloats("bf16").Select(BitConverter.SingleToUInt32Bits));
        Assert.Equal([-1, 1], file.ReadInts("i64"));
        Assert.Equal([-2], file.ReadInts("i16"));
        Assert.Equal([-2], file.ReadInts("i8"));
        Assert.Equal([65534], file.ReadInts("u16"));
        Assert.Equal([0, 1], file.ReadInts("bool"));
        Assert.Equal([int.MinValue], file.ReadInts("i32"));
        Assert.Contains("does not fit 32 bits", Assert.Throws<CheckpointException>(() => file.ReadInts("big")).Message);
        Assert.Contains("floating-point ones are needed", Assert.Throws<CheckpointException>(() => file.ReadFloats("i8")).Message);
        Assert.Contains("no tensor 'x'", Assert.Throws<CheckpointException>(() => file.ReadFloats("x")).Message);
    }

    [Fact]
    public void APartOfATensorIsThatPartOfTheWhole()
    {
        var half = new byte[2 * 70_000];                        // more than one chunk of the converter
        for (var i = 0; i < 70_000; i++)
            BinaryPrimitives.WriteHalfLittleEndian(half.AsSpan(2 * i), (Half)(i % 2048));
        using var file = SafeTensorsFile.Parse(SafeTensorsWriter.ToBytes([new("h", TensorType.F16, [70_000], half)]), "memory");
        var whole = file.ReadFloats("h");
        Assert.Equal(2047f, whole[2047]);
        var part = new float[40_000];
        file.ReadFloats("h", 29_000, part);
        Assert.Equal(whole[29_000..69_000], part);
        Assert.Throws<ArgumentOutOfRangeException>(() => file.ReadFloats("h", 30_001, part));
        Assert.Throws<ArgumentOutOfRangeException>(() => file.ReadFloats("h", -1, part));
    }

    static string Entry(string type, string shape, long begin, long end) =>
        $$$"""{"a":{"dtype":"{{{type}}}","shape":{{{shape}}},"data_offsets":[{{{begin}}},{{{end}}}]}}""";

    static byte[] File(string header, int dataBytes)
    {
        var json = Encoding.UTF8.GetBytes(header);
        var bytes = new byte[8 + json.Length + dataBytes];
        BinaryPrimitives.WriteInt64LittleEndian(bytes, json.Length);
        json.CopyTo(bytes, 8);
        return bytes;
    }

    static string Refusal(byte[] bytes) => Assert.Throws<CheckpointException>(() => SafeTensorsFile.Parse(bytes, "given.safetensors")).Message;
}
