using System.CommandLine;
using System.Globalization;

namespace KronClip.Cli.Options;

/// <summary>Options that are one of a few words.</summary>
static class Choices
{
    /// <summary>A value of an enum, by its name in small letters; null where it is not given.</summary>
    public static Option<T?> Of<T>(string name, string description) where T : struct, Enum => new(name)
    {
        Description = description,
        HelpName = string.Join('|', Names<T>()),
        CustomParser = result =>
        {
            var text = result.Tokens.Single().Value;
            var match = Enum.GetValues<T>().Where(value => string.Equals(value.ToString(), text, StringComparison.OrdinalIgnoreCase)).ToArray();
            if (match.Length == 1)
                return match[0];
            result.AddError($"{name} is '{text}'; give {string.Join(" or ", Names<T>())}.");
            return null;
        },
    };

    /// <summary>A number of views; "fresh" is 0, as in the recipe.</summary>
    public static Option<int?> Views(string name, string description) => new(name)
    {
        Description = description,
        HelpName = "n|fresh",
        CustomParser = result =>
        {
            var text = result.Tokens.Single().Value;
            if (string.Equals(text, "fresh", StringComparison.OrdinalIgnoreCase))
                return 0;
            if (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var count) && count > 0)
                return count;
            result.AddError($"{name} is '{text}'; give a whole number from 1, or fresh.");
            return null;
        },
    };

    static IEnumerable<string> Names<T>() where T : struct, Enum => Enum.GetNames<T>().Select(n => n.ToLowerInvariant());
}
