using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using KronClip.Checkpoints;

namespace KronClip.Classifiers;

/// <summary>
/// A safetensors file with one JSON document in its metadata, sealed by a hash: the document begins with "contentHash", the SHA-256 over
/// the whole file with the hash's own 64 digits taken as zeros. Any flipped bit, wherever it is, breaks the seal. The file remains readable
/// for every safetensors reader.
/// </summary>
static class SealedSafeTensors
{
    const int LengthBytes = 8;

    /// <summary>What stands in the place of the hash while it is computed; writers of documents put it there.</summary>
    public static readonly string Blank = new('0', 2 * SHA256.HashSizeInBytes);

    /// <summary>The bytes of a sealed file and its hash. The same tensors and document always give the same bytes.</summary>
    /// <param name="key">The only metadata key.</param>
    /// <param name="document">A JSON object whose first field is "contentHash" with the value <see cref="Blank"/>.</param>
    /// <param name="tensors">The tensors, in any order.</param>
    public static (byte[] Bytes, string Hash) Seal(string key, string document, IEnumerable<NamedTensor> tensors)
    {
        var data = tensors.Select(t => TensorData.FromFloats(t.Name, [.. t.Shape], t.Values));
        var bytes = SafeTensorsWriter.ToBytes(data, new Dictionary<string, string> { [key] = document });
        if (!TryFindHash(bytes, key, out var place) || Encoding.ASCII.GetString(bytes, place, Blank.Length) != Blank)
            throw new InvalidOperationException($"The document '{key}' does not begin with a blank content hash.");
        var hash = Convert.ToHexStringLower(SHA256.HashData(bytes));
        Encoding.ASCII.GetBytes(hash, bytes.AsSpan(place));
        return (bytes, hash);
    }

    /// <summary>
    /// Opens the outer format: a trustworthy safetensors file with a document under <paramref name="key"/>. The seal is not checked yet.
    /// </summary>
    /// <exception cref="CheckpointException">It is not a safetensors file.</exception>
    /// <exception cref="JsonException">It has no such document, or that is not a JSON object.</exception>
    public static (SafeTensorsFile File, JsonElement Document) Open(byte[] bytes, string key, string name)
    {
        var file = SafeTensorsFile.Parse(bytes, name);
        if (!file.Metadata.TryGetValue(key, out var json))
            throw new JsonException($"Its metadata have no entry '{key}'.");
        var document = JsonElement.Parse(json);
        return document.ValueKind == JsonValueKind.Object ? (file, document) : throw new JsonException($"Its '{key}' document is not a JSON object.");
    }

    /// <summary>
    /// The hash over the content, or null where the file is not laid out as <see cref="Seal"/> does it; and the hash that the file records.
    /// </summary>
    public static (string? Actual, string? Recorded) Hashes(byte[] bytes, string key)
    {
        if (!TryFindHash(bytes, key, out var place))
            return (null, null);
        using var sha = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        sha.AppendData(bytes.AsSpan(0, place));
        sha.AppendData(Encoding.ASCII.GetBytes(Blank));
        sha.AppendData(bytes.AsSpan(place + Blank.Length));
        return (Convert.ToHexStringLower(sha.GetHashAndReset()), Encoding.ASCII.GetString(bytes, place, Blank.Length));
    }

    /// <summary>All tensors; they must be F32.</summary>
    /// <exception cref="CheckpointException">A tensor has another type or too large a shape.</exception>
    public static IEnumerable<NamedTensor> Tensors(SafeTensorsFile file)
    {
        foreach (var tensor in file.Tensors.Values)
        {
            if (tensor.Type != TensorType.F32 || tensor.Shape.Any(size => size > int.MaxValue))
                throw new CheckpointException(
                    $"Tensor '{tensor.Name}' of type {tensor.Type} and shape {tensor.ShapeText} is not one that KronClip writes here.");
            yield return new NamedTensor(tensor.Name, Array.ConvertAll(tensor.Shape.ToArray(), size => (int)size), file.ReadFloats(tensor.Name));
        }
    }

    /// <summary>The writer puts metadata first, so the hash has one fixed place behind the header's beginning.</summary>
    static bool TryFindHash(ReadOnlySpan<byte> bytes, string key, out int place)
    {
        // {"__metadata__":{"key":"{\"contentHash\":\"
        var beginning = Encoding.UTF8.GetBytes("{\"__metadata__\":{\"" + key + "\":\"{\\\"contentHash\\\":\\\"");
        place = LengthBytes + beginning.Length;
        return bytes.Length >= place + Blank.Length && bytes[LengthBytes..].StartsWith(beginning);
    }
}
