using System.Numerics;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace KronClip.Evaluation;

/// <summary>Which pictures of a list were recognised, one bit each. In JSON: <c>{"pictures": n, "bits": "base64"}</c>, the first picture in the lowest bit of the first byte. Immutable.</summary>
[JsonConverter(typeof(HitsConverter))]
public sealed class Hits : IEquatable<Hits>
{
    readonly byte[] bits;

    Hits(byte[] bits, int pictures) => (this.bits, Pictures) = (bits, pictures);

    /// <summary>How many pictures there are; 1 or more.</summary>
    public int Pictures { get; }

    /// <summary>How many were recognised.</summary>
    public int Count => bits.Sum(b => BitOperations.PopCount(b));

    /// <summary>Whether a picture was recognised.</summary>
    public bool this[int picture] => picture >= 0 && picture < Pictures ? (bits[picture >> 3] >> (picture & 7) & 1) == 1 : throw new ArgumentOutOfRangeException(nameof(picture));

    /// <summary>Takes the answers one by one.</summary>
    /// <exception cref="ArgumentException">There are no pictures.</exception>
    public static Hits Of(IReadOnlyList<bool> right)
    {
        ArgumentNullException.ThrowIfNull(right);
        if (right.Count == 0)
            throw new ArgumentException("There are no pictures; leave an empty measurement out.", nameof(right));
        var bits = new byte[(right.Count + 7) / 8];
        foreach (var (i, hit) in right.Index())
            bits[i >> 3] |= (byte)((hit ? 1 : 0) << (i & 7));
        return new Hits(bits, right.Count);
    }

    /// <summary>Reads what <see cref="Bits"/> wrote.</summary>
    /// <exception cref="JsonException">The bits are not those of so many pictures.</exception>
    public static Hits Parse(string base64, int pictures)
    {
        ArgumentNullException.ThrowIfNull(base64);
        var bits = new byte[base64.Length];
        if (pictures < 1 || !Convert.TryFromBase64String(base64, bits, out var length) || length != (pictures + 7L) / 8 || (pictures & 7) != 0 && bits[length - 1] >> (pictures & 7) != 0)
            throw new JsonException($"The hits are not those of {pictures} pictures.");
        return new Hits(bits[..length], pictures);
    }

    /// <summary>The bits as base64.</summary>
    public string Bits => Convert.ToBase64String(bits);

    /// <inheritdoc/>
    public bool Equals(Hits? other) => other is not null && Pictures == other.Pictures && bits.AsSpan().SequenceEqual(other.bits);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as Hits);

    /// <inheritdoc/>
    public override int GetHashCode()
    {
        var hash = new HashCode();
        hash.Add(Pictures);
        hash.AddBytes(bits);
        return hash.ToHashCode();
    }
}

/// <summary>JSON form of <see cref="Hits"/>.</summary>
sealed class HitsConverter : JsonConverter<Hits>
{
    public override Hits Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        using var document = JsonDocument.ParseValue(ref reader);
        return document.RootElement is { ValueKind: JsonValueKind.Object } root
            && root.TryGetProperty("pictures", out var pictures) && pictures.ValueKind == JsonValueKind.Number && pictures.TryGetInt32(out var count)
            && root.TryGetProperty("bits", out var bits) && bits.ValueKind == JsonValueKind.String
            ? Hits.Parse(bits.GetString()!, count)
            : throw new JsonException("Hits are {\"pictures\": n, \"bits\": \"base64\"}.");
    }

    public override void Write(Utf8JsonWriter writer, Hits value, JsonSerializerOptions options)
    {
        writer.WriteStartObject();
        writer.WriteNumber("pictures", value.Pictures);
        writer.WriteString("bits", value.Bits);
        writer.WriteEndObject();
    }
}
