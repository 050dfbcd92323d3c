using System.CommandLine;
using System.Globalization;
using System.Text.Json;

namespace KronClip.Cli.Options;

/// <summary>Options that are several values with commas between them.</summary>
static class ValueLists
{
    /// <summary>"16,64"; null where it is not given.</summary>
    public static Option<IReadOnlyList<int>?> Numbers(string name, string example, string description) =>
        Of(name, example, description, $"whole numbers from 1 such as {example}", Number);

    /// <summary>Values of an enum by their names as JSON writes them: "k-means,random-rows".</summary>
    public static Option<IReadOnlyList<T>?> Words<T>(string name, string description) where T : struct, Enum
    {
        var names = Enum.GetValues<T>().ToDictionary(value => JsonNamingPolicy.KebabCaseLower.ConvertName(value.ToString()), StringComparer.OrdinalIgnoreCase);
        return Of<T>(name, string.Join(',', names.Keys), description, $"one or more of {string.Join(", ", names.Keys)}, with commas between", text => names.TryGetValue(text, out var value) ? value : null);
    }

    /// <summary>Kronecker factors, "16x32+32x16,8x8+8x8+8x8": + joins the factors of one setting.</summary>
    public static Option<IReadOnlyList<IReadOnlyList<int[]>>?> Shapes(string name, string description) => new(name)
    {
        Description = description,
        HelpName = "16x32+32x16",
        CustomParser = result =>
        {
            var text = result.Tokens.Single().Value;
            var read = text.Split(',').Select(setting => setting.Split('+').Select(Shape).ToArray()).ToArray();
            if (read.All(shapes => shapes.All(s => s is not null)))
                return [.. read.Select(shapes => (IReadOnlyList<int[]>)[.. shapes.Select(s => s!)])];
            result.AddError($"{name} is '{text}'; give shapes such as 16x32+32x16,8x8+8x8+8x8.");
            return null;
        },
    };

    static Option<IReadOnlyList<T>?> Of<T>(string name, string example, string description, string kind, Func<string, T?> read) where T : struct => new(name)
    {
        Description = description,
        HelpName = example,
        CustomParser = result =>
        {
            var text = result.Tokens.Single().Value;
            var values = text.Split(',').Select(read).ToArray();
            if (values.All(v => v is not null))
                return [.. values.Select(v => v!.Value)];
            result.AddError($"{name} is '{text}'; give {kind}.");
            return null;
        },
    };

    static int[]? Shape(string text) => text.Split('x').Select(Number).ToArray() is [int k, int d] ? new[] { k, d } : null;

    static int? Number(string text) => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number > 0 ? number : null;
}
