using System.Text.Json;
using System.Text.Json.Serialization;

namespace KronClip.Data;

/// <summary>The 15 benchmark data sets of prompt learning (Data/Benchmarks/definitions): data, not code.</summary>
public static class BenchmarkCatalogue
{
    const string Prefix = "KronClip.Data.Benchmarks.", Suffix = ".json";

    /// <summary>How definitions are read, and shown by the command line: strict, lower-case words for kinds.</summary>
    internal static readonly JsonSerializerOptions Json = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        RespectNullableAnnotations = true,
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        Converters = { BenchmarksJson.Words },
        Encoder = JsonText.Readable.Encoder,
        WriteIndented = true,
        TypeInfoResolver = BenchmarksJson.Default,
    };

    static readonly Lazy<IReadOnlyList<BenchmarkDefinition>> read = new(() =>
    {
        var assembly = typeof(BenchmarkCatalogue).Assembly;
        var names = assembly.GetManifestResourceNames().Where(name => name.StartsWith(Prefix, StringComparison.Ordinal) && name.EndsWith(Suffix, StringComparison.Ordinal));
        return [.. names.Select(name => Read(assembly.GetManifestResourceStream(name)!)).OrderBy(definition => definition.Order)];
    });

    /// <summary>All of them: the eleven, then ImageNet's shifts.</summary>
    public static IReadOnlyList<BenchmarkDefinition> All => read.Value;

    /// <summary>The data set of an id, a title or a name in published tables; case does not matter.</summary>
    /// <exception cref="OptionsException">There is none; the message has close names, or all of them.</exception>
    public static BenchmarkDefinition Find(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        var found = All.FirstOrDefault(d => Is(d.Id, name)) ?? All.FirstOrDefault(d => Is(d.Title, name)) ?? All.FirstOrDefault(d => Is(d.Published, name));
        if (found is not null)
            return found;
        var close = CloseNames.To(name, All.Select(d => d.Id).Concat(All.Select(d => d.Title))).Select(near => Find(near).Id).Distinct(StringComparer.Ordinal).ToArray();
        var hint = close.Length > 0 ? $"Did you mean {string.Join(" or ", close.Select(Printable.Quote))}?" : $"There are: {string.Join(", ", All.Select(d => d.Id))}.";
        throw new OptionsException($"There is no benchmark data set {Printable.Quote(name)}. {hint}");
    }

    /// <summary>All definitions as one JSON document.</summary>
    public static string ToJson() => Json.Document(All);

    static bool Is(string known, string name) => string.Equals(known, name, StringComparison.OrdinalIgnoreCase);

    static BenchmarkDefinition Read(Stream stream)
    {
        using (stream)
            return JsonSerializer.Deserialize(stream, Json.Of<BenchmarkDefinition>())!;
    }
}
