using System.Text.Json;
using System.Text.Json.Serialization;

namespace KronClip.Samples.WebService;

/// <summary>A class and how sure the classifier is of it.</summary>
sealed record Label(string Name, double Confidence);

/// <summary>The likeliest classes of a picture, best first.</summary>
sealed record Answer(IReadOnlyList<Label> Labels);

/// <summary>How an answer is written, without reflection.</summary>
[JsonSourceGenerationOptions(JsonSerializerDefaults.Web)]
[JsonSerializable(typeof(Answer))]
sealed partial class AnswerJson : JsonSerializerContext;
