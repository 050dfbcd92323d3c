using System.Reflection;

namespace KronClip.Methods;

/// <summary>
/// All methods, found by their static Definition property: command line, JSON, docs and tests read this one list, and a new method is one new file.
/// </summary>
public static class MethodCatalogue
{
    static readonly Lazy<IReadOnlyList<MethodDefinition>> Found = new(() =>
        typeof(MethodCatalogue).Assembly.GetTypes()
            .Select(type => type.GetProperty("Definition", BindingFlags.Public | BindingFlags.Static))
            .Where(property => property is not null && typeof(MethodDefinition).IsAssignableFrom(property.PropertyType))
            .Select(property => (MethodDefinition)property!.GetValue(null)!)
            .OrderBy(definition => definition.Name, StringComparer.Ordinal)
            .ToArray());

    /// <summary>Every method, by name.</summary>
    public static IReadOnlyList<MethodDefinition> All => Found.Value;

    /// <summary>The method called <paramref name="name"/>.</summary>
    /// <exception cref="OptionsException">There is none; the message lists those there are.</exception>
    public static MethodDefinition Find(string name) =>
        All.FirstOrDefault(m => string.Equals(m.Name, name, StringComparison.OrdinalIgnoreCase))
        ?? throw new OptionsException($"There is no method '{name}'. There are: {string.Join(", ", All.Select(m => m.Name))}.");
}
