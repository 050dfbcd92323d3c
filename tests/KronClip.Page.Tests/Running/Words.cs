using System.Text.Json;
using System.Text.RegularExpressions;
using KronClip.Server;

namespace KronClip.Page.Tests.Running;

/// <summary>The words of the page in one language, as the page itself has them.</summary>
sealed partial class Words
{
    readonly Dictionary<string, string> texts;

    Words(string language) => texts = JsonSerializer.Deserialize<Dictionary<string, string>>(PageFiles.Load()[$"texts.{language}.json"].Bytes.Span)!;

    public static Words English { get; } = new("en");

    public static Words Japanese { get; } = new("ja");

    public IReadOnlyDictionary<string, string> All => texts;

    /// <summary>A text with its places filled.</summary>
    public string this[string key, params (string Place, string Value)[] values] => values.Aggregate(texts[key], (text, v) => text.Replace($"{{{v.Place}}}", v.Value, StringComparison.Ordinal));

    /// <summary>The places of a text.</summary>
    public static IEnumerable<string> Places(string text) => Place().Matches(text).Select(m => m.Value).Distinct().Order(StringComparer.Ordinal);

    [GeneratedRegex(@"\{\w+\}")]
    private static partial Regex Place();
}
