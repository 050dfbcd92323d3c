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
        var unknown = UnknownOptions(parsed).Select(name => $"There is no option '{name}'.").ToArray();
        if (unknown.Length > 0)
            return unknown;
        if (parsed.Errors.Count > 0 && parsed.CommandResult.Command.Subcommands.Count > 0)
            return [Verb(parsed)];
        return [.. parsed.Errors.Select(error => error.Message).Distinct(StringComparer.Ordinal)];
    }

    /// <summary>Words before "--" that look like an option and were not taken for one.</summary>
    static IEnumerable<string> UnknownOptions(ParseResult parsed)
    {
        var plain = parsed.Tokens.TakeWhile(token => token.Type != TokenType.DoubleDash).ToHashSet(ReferenceEqualityComparer.Instance);
        return Results(parsed.CommandResult)
            .SelectMany(result => result.Tokens.Where(token => plain.Contains(token) && LooksLikeOption(token.Value, ofOption: result is OptionResult)))
            .Concat(parsed.Tokens.Where(token => plain.Contains(token) && parsed.UnmatchedTokens.Contains(token.Value) && LooksLikeOption(token.Value, ofOption: false)))
            .Select(token => token.Value.Split('=')[0])
            .Where(name => !Known(parsed.CommandResult).Contains(name))       // known, but where a value should be: the parser's own error says so
            .Distinct(StringComparer.Ordinal);
    }

    static IEnumerable<string> Known(CommandResult command) => command.Command.Options.SelectMany(option => option.Aliases.Append(option.Name));

    static IEnumerable<SymbolResult> Results(CommandResult command) => command.Children.Where(child => child is ArgumentResult or OptionResult);

    /// <summary>An option's value may be a negative number, so there only two dashes count.</summary>
    static bool LooksLikeOption(string word, bool ofOption) =>
        word.StartsWith("--", StringComparison.Ordinal) || (!ofOption && word.Length > 1 && word[0] == '-');

    static string Verb(ParseResult parsed)
    {
        var verbs = string.Join(", ", parsed.CommandResult.Command.Subcommands.Select(c => c.Name));
        return parsed.UnmatchedTokens is [var word, ..] ? $"There is no verb '{word}'. There are: {verbs}." : $"Say what to do. The verbs are: {verbs}.";
    }
}
