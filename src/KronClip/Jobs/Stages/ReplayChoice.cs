using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using KronClip.Compute;

namespace KronClip.Jobs;

/// <summary>How many training pictures of each earlier class are trained on again when others come. In JSON and on the command line "all", "none" or a number.</summary>
/// <param name="PerClass">The most of each class; null is all, 0 none.</param>
[JsonConverter(typeof(Converter))]
public sealed record ReplayChoice(int? PerClass)
{
    const string AllWord = "all", NoneWord = "none";

    /// <summary>Every picture that can be found.</summary>
    public static ReplayChoice All { get; } = new((int?)null);

    /// <summary>Nothing.</summary>
    public static ReplayChoice None { get; } = new(0);

    /// <summary>Reads "all", "none" or a number.</summary>
    /// <exception cref="OptionsException">It is something else.</exception>
    public static ReplayChoice Parse(string text) => text switch
    {
        AllWord => All,
        NoneWord => None,
        _ when int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) => new ReplayChoice(number),
        _ => throw new OptionsException($"replay is '{text}'; give all, none, or how many earlier pictures of each class are trained on again."),
    };

    /// <inheritdoc/>
    public override string ToString() => PerClass switch { null => AllWord, 0 => NoneWord, { } number => number.ToString(CultureInfo.InvariantCulture) };

    /// <summary>
    /// The pictures to train on again, class by class. Which ones depends on the seed, the class's folder and the pictures' contents alone; fewer are the first of more.
    /// </summary>
    internal IReadOnlyList<T> Select<T>(IEnumerable<T> pool, Func<T, string> folder, Func<T, string> hash, long seed)
    {
        if (PerClass == 0)
            return [];
        var chosen = new List<T>();
        foreach (var own in pool.GroupBy(folder, StringComparer.Ordinal))
        {
            T[] drawn = [.. own.OrderBy(hash, StringComparer.Ordinal)];
            if (PerClass is { } most && most < drawn.Length)
            {
                new SeededRandom(seed, $"replay/{own.Key}").Shuffle<T>(drawn);
                drawn = drawn[..most];
            }
            chosen.AddRange(drawn);
        }
        return chosen;
    }

    internal sealed class Converter : JsonConverter<ReplayChoice>
    {
        public override ReplayChoice Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => Parse(reader.GetString() ?? "");

        public override void Write(Utf8JsonWriter writer, ReplayChoice value, JsonSerializerOptions options) => writer.WriteStringValue(value.ToString());
    }
}
