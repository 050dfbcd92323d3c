using System.Text.Json.Serialization;

namespace KronClip.Clip;

/// <summary>The settings of a model as <see cref="ClipConfig.Describe"/> writes them: the image tower with all that its own kind has.</summary>
sealed record ClipSettings(int EmbeddingWidth, TextConfig Text, object Vision);

/// <summary>Their contract; a new kind of image tower is a line here.</summary>
[JsonSourceGenerationOptions(GenerationMode = JsonSourceGenerationMode.Metadata)]
[JsonSerializable(typeof(ClipSettings))]
[JsonSerializable(typeof(VisionTransformerConfig))]
[JsonSerializable(typeof(ResNetConfig))]
sealed partial class ClipSettingsJson : JsonSerializerContext;
