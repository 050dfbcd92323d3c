using System.Text.Json.Serialization;

namespace KronClip.Classifiers;

/// <summary>The contracts of the settings that heads keep in a classifier's file.</summary>
[JsonSourceGenerationOptions(GenerationMode = JsonSourceGenerationMode.Metadata)]
[JsonSerializable(typeof(BlendedHead.PartsOfFile))]
[JsonSerializable(typeof(PromptPerImageHead.PromptOfFile))]
[JsonSerializable(typeof(Dictionary<string, double>))]
sealed partial class HeadSettingsJson : JsonSerializerContext;
