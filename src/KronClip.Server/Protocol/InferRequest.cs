using System.Text.Json;
using KronClip.Images;

namespace KronClip.Server;

/// <summary>An inference request of the Open Inference Protocol is wrong; the message goes into its "error".</summary>
sealed class InferException(string message) : Exception(message);

/// <summary>
/// What an inference request asks for: one input, "image", either encoded pictures (BYTES [n], base64 texts) or samples (UINT8 [n, height, width, 3]).
/// </summary>
/// <param name="Id">Id of the caller; null where there is none.</param>
/// <param name="Pictures">The pictures, decoded when they are called for.</param>
/// <param name="Outputs">Names of the wanted outputs; empty for all.</param>
sealed record InferRequest(string? Id, IReadOnlyList<Func<Picture>> Pictures, IReadOnlyList<string> Outputs)
{
    /// <summary>Name of the one input.</summary>
    public const string Input = "image";

    /// <summary>What was sent of each picture, for the log: the file's bytes, or the samples.</summary>
    public IReadOnlyList<(ReadOnlyMemory<byte> Bytes, bool IsFile)> Sent { get; init; } = [];

    /// <exception cref="InferException">Something does not fit; the message says what.</exception>
    public static InferRequest Read(JsonElement root, ServerOptions options, Orientation orientation)
    {
        if (root.ValueKind != JsonValueKind.Object || !root.TryGetProperty("inputs", out var inputs) || inputs.ValueKind != JsonValueKind.Array || inputs.GetArrayLength() != 1)
            throw new InferException($"the request needs exactly one input, '{Input}'");
        var input = inputs[0];
        var name = Text(input, "name");
        if (name != Input)
            throw new InferException($"the input is called '{name}'; it must be '{Input}'");
        var shape = Shape(input);
        if (!input.TryGetProperty("data", out var data) || data.ValueKind != JsonValueKind.Array)
            throw new InferException("the input has no \"data\"");
        var (sent, pictures) = Text(input, "datatype") switch
        {
            "BYTES" => Encoded(shape, data, options, orientation),
            "UINT8" => Samples(shape, data, options),
            var other => throw new InferException($"the datatype is '{other}'; it must be BYTES or UINT8"),
        };
        string[] outputs = root.TryGetProperty("outputs", out var wanted) && wanted.ValueKind == JsonValueKind.Array ? [.. wanted.EnumerateArray().Select(o => Text(o, "name"))] : [];
        return new InferRequest(root.TryGetProperty("id", out var id) && id.ValueKind == JsonValueKind.String ? id.GetString() : null, pictures, outputs) { Sent = sent };
    }

    static ((ReadOnlyMemory<byte>, bool)[], Func<Picture>[]) Encoded(long[] shape, JsonElement data, ServerOptions options, Orientation orientation)
    {
        if (shape is not [var count] || count != data.GetArrayLength())
            throw new InferException($"encoded pictures have the shape [n], with n the length of \"data\" ({data.GetArrayLength()}); the shape is [{string.Join(", ", shape)}]");
        RequireCount(count, options);
        byte[][] files = [.. data.EnumerateArray().Select((text, i) => text.ValueKind == JsonValueKind.String && text.TryGetBytesFromBase64(out var bytes)
            ? bytes
            : throw new InferException($"element {i} of \"data\" is no base64"))];
        return ([.. files.Select(f => ((ReadOnlyMemory<byte>)f, true))], [.. files.Select((f, i) => UploadedPictures.Decoded(new UploadedPicture(null, f), i, options, orientation))]);
    }

    static ((ReadOnlyMemory<byte>, bool)[], Func<Picture>[]) Samples(long[] shape, JsonElement data, ServerOptions options)
    {
        if (shape is not [var count, var height, var width, 3])
            throw new InferException($"samples have the shape [n, height, width, 3]; the shape is [{string.Join(", ", shape)}]");
        RequireCount(count, options);
        if (height * width > options.MostPixels || height > int.MaxValue || width > int.MaxValue || count * height * width * 3 > options.MostBytes)
            throw new InferException($"{count} pictures of {width}×{height} pixels are more than this server takes");
        var each = checked((int)(height * width * 3));
        var samples = new byte[checked((int)(count * each))];
        var filled = 0;
        Fill(data, samples, ref filled);
        if (filled != samples.Length)
            throw new InferException($"the shape asks for {samples.Length} samples, and \"data\" has {filled}");
        return ([.. Enumerable.Range(0, (int)count).Select(i => ((ReadOnlyMemory<byte>)samples.AsMemory(i * each, each), false))],
            [.. Enumerable.Range(0, (int)count).Select(i => (Func<Picture>)(() => new Picture((int)width, (int)height, PixelMode.Rgb, samples[(i * each)..((i + 1) * each)])))]);
    }

    /// <summary>Flat or nested, in row-major order.</summary>
    static void Fill(JsonElement data, byte[] samples, ref int filled)
    {
        foreach (var element in data.EnumerateArray())
        {
            if (element.ValueKind == JsonValueKind.Array)
            {
                Fill(element, samples, ref filled);
                continue;
            }
            if (filled == samples.Length)
                throw new InferException($"the shape asks for {samples.Length} samples, and \"data\" has more");
            samples[filled++] = element.ValueKind == JsonValueKind.Number && element.TryGetByte(out var sample) ? sample : throw new InferException("a sample is no whole number from 0 to 255");
        }
    }

    static long[] Shape(JsonElement input)
    {
        if (!input.TryGetProperty("shape", out var shape) || shape.ValueKind != JsonValueKind.Array || shape.GetArrayLength() > 8)
            throw new InferException("the input has no \"shape\"");
        return [.. shape.EnumerateArray().Select(d => d.ValueKind == JsonValueKind.Number && d.TryGetInt64(out var size) && size is >= 1 and <= 1_000_000_000
            ? size
            : throw new InferException("a dimension of the shape is no whole number from 1 to 1000000000"))];
    }

    static void RequireCount(long count, ServerOptions options)
    {
        if (count > options.MostPictures)
            throw new InferException($"the request holds {count} pictures; at most {options.MostPictures} are taken at once");
    }

    static string Text(JsonElement element, string name) => element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String
        ? value.GetString()!
        : throw new InferException($"the text \"{name}\" is missing");
}
