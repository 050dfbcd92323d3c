using System.CommandLine;
using System.CommandLine.Invocation;
using System.CommandLine.Parsing;

namespace KronClip.Cli.Options;

/// <summary>What is wrong with a command line. The parser takes an unknown option for one more picture where a verb takes many; here it is an error.</summary>
static class UsageErrors
{
    /// <summary>One sentence each; none where the command can run, or where only help or the version is asked for.</summary>
    public static IReadOnlyList<string> Of(ParseResult parsed)
    {
        if (parsed.Action is CommandLineAction { ClearsParseErrors: true })
            return [];
        var verbs = parsed.Errors.Count > 0 && parsed.CommandResult.Command.Subcommands.Count > 0;
        if (verbs && parsed.UnmatchedTokens is [[not '-', ..], ..])
            return [Verb(parsed)];                                         // its options are those of no verb
        // What follows "--" is never an option.
        var plain = parsed.Tokens.TakeWhile(token => token.Type != TokenType.DoubleDash).ToHashSet(ReferenceEqualityComparer.Instance);
        string[] misread = [.. UnknownOptions(parsed, plain), .. OptionsWithoutValue(parsed, plain)];
        if (misread.Length > 0)
            return misread;
        if (verbs)
            return [Verb(parsed)];
        return [.. Missing(parsed), .. parsed.Errors.Where(e => !IsMissingArgument(e)).Select(error => error.Message).Distinct(StringComparer.Ordinal)];
    }

    static bool IsMissingArgument(ParseError error) => error.SymbolResult is ArgumentResult { Tokens.Count: 0, Argument.Arity.MinimumNumberOfValues: > 0 };

    /// <summary>Arguments that are not there, in the order in which they are given.</summary>
    static IEnumerable<string> Missing(ParseResult parsed) =>
        from argument in parsed.CommandResult.Command.Arguments
        where parsed.Errors.Any(error => IsMissingArgument(error) && ((ArgumentResult)error.SymbolResult!).Argument == argument)
        select $"<{argument.Name}> is missing: {argument.Description}";

    /// <summary>Words before "--" that look like an option and were taken for an argument, or for nothing.</summary>
    static IEnumerable<string> UnknownOptions(ParseResult parsed, HashSet<object?> plain)
    {
        var taken = parsed.CommandResult.Children.OfType<ArgumentResult>().SelectMany(result => result.Tokens);
        var left = parsed.Tokens.Where(token => parsed.UnmatchedTokens.Contains(token.Value));
        return taken.Concat(left)
            .Where(token => plain.Contains(token) && token.Value is ['-', _, ..])
            .Select(token => $"There is no option '{token.Value.Split('=')[0]}'.")
            .Distinct(StringComparer.Ordinal);
    }

    /// <summary>Options that took the next option for their value. A negative number has one dash, so two count.</summary>
    static IEnumerable<string> OptionsWithoutValue(ParseResult parsed, HashSet<object?> plain) =>
        from result in parsed.CommandResult.Children.OfType<OptionResult>()
        from token in result.Tokens
        where plain.Contains(token) && token.Value.StartsWith("--", StringComparison.Ordinal)
        select $"Option '{result.Option.Name}' has no value before '{token.Value}'.";

    static string Verb(ParseResult parsed)
    {
        var verbs = string.Join(", ", parsed.CommandResult.Command.Subcommands.Select(c => c.Name));
        return parsed.UnmatchedTokens is [var word, ..] ? $"There is no verb '{word}'. There are: {verbs}." : $"Say what to do. The verbs are: {verbs}.";
    }
}
