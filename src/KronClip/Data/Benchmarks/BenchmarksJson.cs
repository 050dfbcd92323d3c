using System.Text.Json.Serialization;

namespace KronClip.Data;

/// <summary>The contracts of the benchmark definitions and of what is said of a folder, under <see cref="BenchmarkCatalogue.Json"/>.</summary>
[JsonSourceGenerationOptions(GenerationMode = JsonSourceGenerationMode.Metadata)]
[JsonSerializable(typeof(IReadOnlyList<BenchmarkDefinition>))]
[JsonSerializable(typeof(BenchmarkCheck))]
sealed partial class BenchmarksJson : JsonSerializerContext
{
    /// <summary>The enumerations in them.</summary>
    public static EnumWords Words => new EnumWords(takesNumbers: false)
        .And<BenchmarkRole>()
        .And<BenchmarkLayout>();
}
