using System.CommandLine;
using System.Globalization;
using System.Numerics;

namespace KronClip.Cli.Options;

/// <summary>Options that are numbers, read without culture, with a sentence where they are not.</summary>
static class Numbers
{
    /// <summary>A whole number, or null where it is not given.</summary>
    public static Option<T?> Whole<T>(string name, string unit, string description) where T : struct, IBinaryInteger<T> =>
        Make<T>(name, unit, description, NumberStyles.AllowLeadingSign, "a whole number");

    /// <summary>A number, or null where it is not given.</summary>
    public static Option<double?> Real(string name, string unit, string description) => Make<double>(name, unit, description, NumberStyles.Float, "a number");

    /// <summary>An option that may stand without its number; null without it. What follows it is always taken for the number, so a path cannot.</summary>
    public static Option<double?> Optional(string name, string unit, string description) => new(name)
    {
        Description = description,
        HelpName = unit,
        Arity = ArgumentArity.ZeroOrOne,
        CustomParser = result =>
        {
            if (result.Tokens.Count == 0)
                return null;
            var text = result.Tokens.Single().Value;
            if (double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var value))
                return value;
            result.AddError($"{name} is '{text}'; give a number, or write {name} last on the line to give none.");
            return null;
        },
    };

    static Option<T?> Make<T>(string name, string unit, string description, NumberStyles style, string kind) where T : struct, INumberBase<T> => new(name)
    {
        Description = description,
        HelpName = unit,
        CustomParser = result =>
        {
            var text = result.Tokens.Single().Value;
            if (T.TryParse(text, style, CultureInfo.InvariantCulture, out var value))
                return value;
            result.AddError($"{name} is '{text}'; give {kind}{Range<T>()}.");
            return null;
        },
    };

    static string Range<T>() => typeof(T) == typeof(long) ? $" from {long.MinValue} to {long.MaxValue}" : typeof(T) == typeof(int) ? $" up to {int.MaxValue}" : "";
}
