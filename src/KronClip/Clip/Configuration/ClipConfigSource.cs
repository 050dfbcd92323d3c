using System.Globalization;
using System.Text.Json;
using KronClip.Compute;

namespace KronClip.Clip;

/// <summary>A configuration and what a person should know about how it was found.</summary>
sealed record ClipConfigReading(ClipConfig Config, IReadOnlyList<string> Warnings);

/// <summary>
/// One object of a configuration file, with the words for messages: which file, and where in it. A second object may lie over it
/// (Hugging Face's old *_config_dict over *_config); its keys win.
/// </summary>
sealed class ClipConfigSource(string file, string place, JsonElement? lower, JsonElement? upper = null)
{
    /// <summary>Larger sizes are in no model; refusing them keeps a damaged file from asking for terabytes.</summary>
    const int LargestSize = 1 << 22;

    /// <summary>Likewise for pixels per side.</summary>
    const int LargestSide = 1 << 14;

    /// <summary>Likewise for the number of blocks; each one is a dozen tensors to look for.</summary>
    const int MostLayers = 1000;

    /// <summary>Reads a whole file as one JSON object.</summary>
    /// <exception cref="CheckpointException">The file is unreadable or not a JSON object.</exception>
    public static ClipConfigSource Load(string file)
    {
        if (!System.IO.File.Exists(file))
            throw new CheckpointException($"'{file}' is missing; the model's configuration is needed beside its weights. Download it from "
                + "where the weights come from.");
        try
        {
            using var document = JsonDocument.Parse(System.IO.File.ReadAllBytes(file));
            return document.RootElement.ValueKind == JsonValueKind.Object
                ? new ClipConfigSource(file, "", document.RootElement.Clone())
                : throw new CheckpointException($"'{file}' is not a JSON object; a model's configuration is needed here. Download it again.");
        }
        catch (Exception error) when (error is JsonException or IOException or UnauthorizedAccessException)
        {
            throw new CheckpointException($"'{file}' cannot be read as JSON: {error.Message} Download it again.", error);
        }
    }

    /// <summary>The file's path.</summary>
    public string File => file;

    /// <summary>All keys.</summary>
    public IEnumerable<string> Keys =>
        new[] { lower, upper }.OfType<JsonElement>().SelectMany(e => e.EnumerateObject().Select(p => p.Name)).Distinct(StringComparer.Ordinal);

    /// <summary>The value of <paramref name="key"/>; null where it is absent or null.</summary>
    public JsonElement? Find(string key)
    {
        foreach (var element in new[] { upper, lower })
            if (element is { } present && present.TryGetProperty(key, out var value) && value.ValueKind is not JsonValueKind.Null)
                return value;
        return null;
    }

    /// <summary>The object under <paramref name="key"/>, with the one under <paramref name="upperKey"/> over it; null where both are
    /// absent.</summary>
    public ClipConfigSource? Section(string key, string? upperKey = null)
    {
        var (below, above) = (ObjectAt(key), upperKey is null ? null : ObjectAt(upperKey));
        return below is null && above is null ? null : new ClipConfigSource(file, place + key + ".", below, above);
    }

    /// <summary>How many blocks a tower has.</summary>
    public int Layers(string key, int otherwise) => Size(key, otherwise, MostLayers);

    /// <summary>A size: a whole number of at least 1.</summary>
    public int Size(string key, int otherwise, int largest = LargestSize)
    {
        if (Find(key) is not { } value)
            return otherwise;
        return value.ValueKind == JsonValueKind.Number && value.TryGetInt32(out var size) && size >= 1 && size <= largest
            ? size
            : throw Refuse(key, value, string.Create(CultureInfo.InvariantCulture, $"a whole number from 1 to {largest} is needed"));
    }

    /// <summary>A size given as one number or as two equal ones (height and width).</summary>
    public int SquareSize(string key, int otherwise)
    {
        if (Find(key) is not { ValueKind: JsonValueKind.Array } pair)
            return Size(key, otherwise, LargestSide);
        return pair.GetArrayLength() == 2 && pair[0].ValueKind == JsonValueKind.Number && pair[0].TryGetInt32(out var height)
            && pair[1].ValueKind == JsonValueKind.Number && pair[1].TryGetInt32(out var width) && height == width && height is >= 1 and <= LargestSide
            ? height
            : throw Refuse(key, pair, "KronClip reads square sizes only");
    }

    /// <summary>A positive number.</summary>
    public double Positive(string key, double otherwise)
    {
        if (Find(key) is not { } value)
            return otherwise;
        return value.ValueKind == JsonValueKind.Number && value.TryGetDouble(out var number) && number > 0 && double.IsFinite(number)
            ? number
            : throw Refuse(key, value, "a positive number is needed");
    }

    /// <summary>True or false.</summary>
    public bool Flag(string key, bool otherwise) => Find(key) switch
    {
        null => otherwise,
        { ValueKind: JsonValueKind.True } => true,
        { ValueKind: JsonValueKind.False } => false,
        { } value => throw Refuse(key, value, "true or false is needed"),
    };

    /// <summary>A string; null where it is absent.</summary>
    public string? Text(string key) => Find(key) switch
    {
        null => null,
        { ValueKind: JsonValueKind.String } value => value.GetString(),
        { } value => throw Refuse(key, value, "a string is needed"),
    };

    /// <summary>A token's id; null where it is absent, negative or beyond the vocabulary.</summary>
    public int? Token(string key, int vocabularySize) =>
        Find(key) is { ValueKind: JsonValueKind.Number } value && value.TryGetInt32(out var id) && id >= 0 && id < vocabularySize ? id : null;

    /// <summary>Checks that <paramref name="width"/> divides into <paramref name="heads"/> heads.</summary>
    public void RequireDivisible(int width, int heads)
    {
        if (width % heads != 0)
            throw new CheckpointException(string.Create(CultureInfo.InvariantCulture,
                $"'{file}': {place.TrimEnd('.')} has width {width}, which does not divide into {heads} heads; the file is damaged or "
                    + $"describes another kind of model."));
    }

    /// <summary>The error that <paramref name="key"/> holds something unusable.</summary>
    public CheckpointException Refuse(string key, JsonElement value, string need)
    {
        var text = value.GetRawText();
        return new($"'{file}': {place}{key} is {(text.Length > 60 ? text[..60] + "…" : text)}; {need}.");
    }

    /// <summary>The error that the model is of a kind that KronClip does not run.</summary>
    public CheckpointException Unsupported(string what) =>
        new($"'{file}' describes {what}, which KronClip does not run; it runs CLIP models with a ViT or ModifiedResNet image tower and "
            + "CLIP's own text tower.");

    /// <summary>QuickGELU or GELU from Hugging Face's name.</summary>
    public Activation Activation(string key) => Text(key) switch
    {
        null or "quick_gelu" => Compute.Activation.QuickGelu,
        "gelu" => Compute.Activation.Gelu,
        var other => throw Unsupported($"a tower with the activation '{other}' ({place}{key})"),
    };

    JsonElement? ObjectAt(string key) => Find(key) switch
    {
        null => null,
        { ValueKind: JsonValueKind.Object } value => value,
        { } value => throw Refuse(key, value, "an object is needed"),
    };
}
