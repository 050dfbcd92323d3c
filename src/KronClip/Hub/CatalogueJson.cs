using System.Text.Json.Serialization;

namespace KronClip.Hub;

/// <summary>The contract of the catalogue's file.</summary>
[JsonSourceGenerationOptions(GenerationMode = JsonSourceGenerationMode.Metadata)]
[JsonSerializable(typeof(ModelCatalogue.Document))]
sealed partial class CatalogueJson : JsonSerializerContext;
