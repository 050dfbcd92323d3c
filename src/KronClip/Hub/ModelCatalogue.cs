using System.Text.Json;

namespace KronClip.Hub;

/// <summary>The well-known checkpoints (Hub/catalogue.json): data, not code.</summary>
static class ModelCatalogue
{
    const string Resource = "KronClip.Hub.catalogue.json";

    static readonly JsonSerializerOptions Json = new() { PropertyNamingPolicy = JsonNamingPolicy.CamelCase, RespectNullableAnnotations = true, TypeInfoResolver = CatalogueJson.Default };

    static readonly Lazy<Document> Read = new(() =>
    {
        using var stream = typeof(ModelCatalogue).Assembly.GetManifestResourceStream(Resource)!;
        return JsonSerializer.Deserialize(stream, Json.Of<Document>())!;
    });

    /// <summary>All entries, OpenAI's first.</summary>
    public static IReadOnlyList<CatalogueEntry> Entries => Read.Value.Models;

    /// <summary>What must be known of all of them.</summary>
    public static string Note => Read.Value.Note;

    /// <summary>The entry of a short name, or of the last part of its repository's name; null where there is none.</summary>
    public static CatalogueEntry? Find(string name) => Entries.FirstOrDefault(entry => Is(entry.Name, name)) ?? Entries.FirstOrDefault(entry => Is(entry.Repo.Split('/')[1], name));

    static bool Is(string known, string name) => string.Equals(known, name, StringComparison.OrdinalIgnoreCase);

    internal sealed record Document
    {
        public required string Note { get; init; }

        public required IReadOnlyList<CatalogueEntry> Models { get; init; }
    }
}
