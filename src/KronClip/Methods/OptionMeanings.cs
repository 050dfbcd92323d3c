using System.ComponentModel;
using System.Diagnostics.CodeAnalysis;
using System.Reflection;
using System.Text.Json;

namespace KronClip.Methods;

/// <summary>What the options of a method say to a person: the <see cref="DescriptionAttribute"/> of each property, and the values of an enumeration.</summary>
static class OptionMeanings
{
    /// <summary>By option name, in the order in which options are written; an option without a description has none here.</summary>
    public static IReadOnlyDictionary<string, string> Of<[DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicProperties)] TOptions>() => typeof(TOptions).GetProperties(BindingFlags.Public | BindingFlags.Instance)
        .Select(property => (Name: JsonNamingPolicy.CamelCase.ConvertName(property.Name), Meaning: Meaning(property)))
        .Where(option => option.Meaning is not null)
        .ToDictionary(option => option.Name, option => option.Meaning!, StringComparer.Ordinal);

    static string? Meaning(PropertyInfo property) =>
        property.GetCustomAttribute<DescriptionAttribute>()?.Description is not { } text ? null
        : property.PropertyType.IsEnum ? $"{text}: {string.Join(", ", Enum.GetNames(property.PropertyType).Select(JsonNamingPolicy.KebabCaseLower.ConvertName))}"
        : text;
}
