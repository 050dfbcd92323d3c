using System.Text.RegularExpressions;
using KronClip.Page.Tests.Running;
using KronClip.Server;

namespace KronClip.Page.Tests;

/// <summary>The two languages say the same things, and the page asks for no text that is not there.</summary>
public sealed partial class TextsTests
{
    static IEnumerable<string> Modules => PageFiles.Load().Where(f => f.Key.EndsWith(".js", StringComparison.Ordinal)).Select(f => System.Text.Encoding.UTF8.GetString(f.Value.Bytes.Span));

    static HashSet<string> Keys(Words words) => [.. words.All.Keys.Select(k => Plural().Replace(k, ""))];

    [Fact]
    public void EveryTextIsThereInBothLanguages() => Assert.Equal(Keys(Words.English).Order(StringComparer.Ordinal), Keys(Words.Japanese).Order(StringComparer.Ordinal));

    [Fact]
    public void NoTextIsEmptyAndPlacesAreTheSame()
    {
        foreach (var (key, text) in Words.Japanese.All)
        {
            Assert.NotEqual("", text.Trim());
            Assert.True(Words.Places(text).SequenceEqual(Words.Places(Words.English[key])), key);
        }
    }

    /// <summary>English counts in two kinds, Japanese in one; a text that counts has both in English.</summary>
    [Fact]
    public void EnglishHasBothKindsOfAPlural() => Assert.All(Words.English.All.Keys.Where(k => k.EndsWith(".one", StringComparison.Ordinal)), k => Assert.Contains(k[..^4] + ".other", Words.English.All.Keys));

    [Fact]
    public void EveryTextThatIsAskedForIsThere()
    {
        var keys = Keys(Words.English);
        var asked = Modules.SelectMany(m => Asked().Matches(m)).Select(m => m.Groups[1].Value).ToHashSet(StringComparer.Ordinal);
        Assert.True(asked.Count > 150, $"only {asked.Count} keys were found in the modules");
        Assert.All(asked, key => Assert.Contains(key, keys));
    }

    /// <summary>What comes from people is never read as markup, by any module, now or later.</summary>
    [Fact]
    public void NoModuleWritesMarkup() => Assert.All(Modules, m => Assert.DoesNotMatch(@"innerHTML|outerHTML|insertAdjacentHTML|document\.write|DOMParser|\beval\b|new Function|setHTML", m));

    [Fact]
    public void ModulesAreShort() => Assert.All(Modules, m => Assert.True(m.Split('\n').Length <= 200));

    [GeneratedRegex(@"\.(one|other)$")]
    private static partial Regex Plural();

    [GeneratedRegex(@"\bt\('([a-z]+(?:\.[A-Za-z0-9-]+)?)'")]
    private static partial Regex Asked();
}
