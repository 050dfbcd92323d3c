using System.Text.Json;
using System.Text.Json.Serialization;

namespace KronClip;

/// <summary>
/// Enumerations in JSON as words, such as "most-right". Each is listed, for the code that converts it is made when the library is compiled; one that was forgotten is an
/// error, and never a number in a file.
/// </summary>
/// <param name="takesNumbers">Whether a number is read as well.</param>
sealed class EnumWords(bool takesNumbers) : JsonConverterFactory
{
    readonly Dictionary<Type, JsonConverterFactory> listed = [];

    /// <summary>Lists an enumeration.</summary>
    public EnumWords And<T>() where T : struct, Enum
    {
        listed.Add(typeof(T), new JsonStringEnumConverter<T>(JsonNamingPolicy.KebabCaseLower, takesNumbers));
        return this;
    }

    public override bool CanConvert(Type typeToConvert) => typeToConvert.IsEnum;

    public override JsonConverter? CreateConverter(Type typeToConvert, JsonSerializerOptions options) => listed.TryGetValue(typeToConvert, out var words)
        ? words.CreateConverter(typeToConvert, options)
        : throw new InvalidOperationException($"{typeToConvert.Name} is not among the enumerations that are written as words; list it beside the contracts that use it.");
}
