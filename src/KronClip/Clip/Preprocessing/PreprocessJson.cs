using System.Text.Json;

namespace KronClip.Clip;

/// <summary>Typed look-ups in a preprocessing configuration; every error names the file and the key.</summary>
readonly struct PreprocessJson
{
    readonly JsonElement root;
    readonly string path;

    public PreprocessJson(JsonElement root, string path)
    {
        (this.root, this.path) = (root, path);
        if (root.ValueKind != JsonValueKind.Object)
            throw new CheckpointException($"'{path}' does not hold a JSON object with a model's preprocessing.");
    }

    /// <summary>Whether the key is there and not null.</summary>
    public bool Has(string key) => root.TryGetProperty(key, out var value) && value.ValueKind != JsonValueKind.Null;

    public bool Flag(string key, bool absent) => !Has(key) ? absent : root.GetProperty(key).ValueKind switch
    {
        JsonValueKind.True => true,
        JsonValueKind.False => false,
        _ => throw Refused(key, "must be true or false"),
    };

    public double Number(string key, double absent) => !Has(key) ? absent
        : root.GetProperty(key) is { ValueKind: JsonValueKind.Number } value ? value.GetDouble() : throw Refused(key, "must be a number");

    public string Word(string key, string absent) => !Has(key) ? absent
        : root.GetProperty(key) is { ValueKind: JsonValueKind.String } value ? value.GetString()! : throw Refused(key, "must be a word in quotes");

    public T Choice<T>(string key, T absent) where T : struct, Enum
    {
        var word = Word(key, absent.ToString());
        return Enum.GetNames<T>().Contains(word, StringComparer.Ordinal) ? Enum.Parse<T>(word)
            : throw Refused(key, $"'{word}' must be one of {string.Join(", ", Enum.GetNames<T>())}");
    }

    public IReadOnlyList<float> Triple(string key, IReadOnlyList<float> absent)
    {
        if (!Has(key))
            return absent;
        var value = root.GetProperty(key);
        if (value.ValueKind != JsonValueKind.Array || value.GetArrayLength() != 3 || value.EnumerateArray().Any(n => n.ValueKind != JsonValueKind.Number))
            throw Refused(key, "must be a list of three numbers, for red, green and blue");
        return [.. value.EnumerateArray().Select(n => n.GetSingle())];
    }

    /// <summary>A size as one number, {"shortest_edge"}, or {"height", "width"}, which squashes.</summary>
    public (int Size, bool Squash) Size(string key)
    {
        var value = root.GetProperty(key);
        return value.ValueKind == JsonValueKind.Object && value.TryGetProperty("shortest_edge", out var edge) ? (Pixels(key, edge), false)
            : (Square(key), value.ValueKind != JsonValueKind.Number);
    }

    /// <summary>The side of a square as one number, [n], [n, n] or {"height": n, "width": n}.</summary>
    public int Square(string key)
    {
        var value = root.GetProperty(key);
        if (value.ValueKind == JsonValueKind.Object && value.TryGetProperty("height", out var height) && value.TryGetProperty("width", out var width))
            return Same(key, Pixels(key, height), Pixels(key, width));
        if (value.ValueKind == JsonValueKind.Array && value.GetArrayLength() is 1 or 2)
            return Same(key, Pixels(key, value[0]), Pixels(key, value[value.GetArrayLength() - 1]));
        return Pixels(key, value);
    }

    /// <summary>The error for a value that cannot be used.</summary>
    public CheckpointException Refused(string key, string why) =>
        new($"'{path}': the preprocessing's \"{key}\" cannot be used: {why}. Correct the file, or give the preprocessing yourself.");

    /// <summary>The options if they are valid; else an error that names the file.</summary>
    public PreprocessOptions Checked(PreprocessOptions options)
    {
        try
        {
            return options.Validate();
        }
        catch (OptionsException e)
        {
            throw new CheckpointException($"'{path}': {e.Message}", e);
        }
    }

    int Same(string key, int height, int width) => height == width ? height
        : throw Refused(key, FormattableString.Invariant($"{height}×{width} is not square, and only square input is done here"));

    int Pixels(string key, JsonElement value) => value.ValueKind == JsonValueKind.Number && value.TryGetInt32(out var pixels) ? pixels
        : throw Refused(key, "must be a whole number of pixels, or {\"shortest_edge\": n}, or {\"height\": n, \"width\": n}");
}
