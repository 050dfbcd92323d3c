using System.Text.RegularExpressions;
using KronClip.Testing;

namespace KronClip.Tests.Documentation;

/// <summary>README.ja.md says in Japanese what README.md says: the same commands, to the letter, and the same pages.</summary>
public partial class ReadmeTests
{
    static string English => File.ReadAllText(Path.Combine(TestFiles.RepositoryRoot, "README.md"));

    static string Japanese => File.ReadAllText(Path.Combine(TestFiles.RepositoryRoot, "README.ja.md"));

    [Fact]
    public void EveryCommandOfTheEnglishPageStandsInTheJapaneseOne()
    {
        var commands = Commands(English);
        Assert.True(commands.Count > 10, string.Join("\n", commands));
        Assert.Equal([], commands.Except(Commands(Japanese)));
        Assert.Equal(VerbRow().Matches(English).Select(m => m.Groups[1].Value), VerbRow().Matches(Japanese).Select(m => m.Groups[1].Value));
    }

    [Fact]
    public void BothLinkToTheSamePagesAndToEachOther()
    {
        Assert.Equal([], Links(English).Except(Links(Japanese)).Except(["README.ja.md"]));
        Assert.Contains("README.ja.md", Links(English));
        Assert.Contains("README.md", Links(Japanese));
    }

    [Fact]
    public void TheCodeIsTheSame() => Assert.Equal(CSharp().Match(English).Value, CSharp().Match(Japanese).Value);

    /// <summary>The lines of code blocks that begin with a command, without the words behind it.</summary>
    static List<string> Commands(string page) => [.. CommandLine().Matches(page.ReplaceLineEndings("\n")).Select(m => m.Groups[1].Value.TrimEnd())];

    static IEnumerable<string> Links(string page) => Link().Matches(page).Select(m => m.Groups[1].Value).Where(l => !l.Contains('#', StringComparison.Ordinal)).Distinct();

    [GeneratedRegex("^(?:    )?((?:kronclip|dotnet) .*?)(?:   |$)", RegexOptions.Multiline)]
    private static partial Regex CommandLine();

    [GeneratedRegex(@"^\| `(kronclip [^`]*)` \|", RegexOptions.Multiline)]
    private static partial Regex VerbRow();

    [GeneratedRegex(@"\]\((?!https?:)([^)]+)\)")]
    private static partial Regex Link();

    [GeneratedRegex("```csharp.*?```", RegexOptions.Singleline)]
    private static partial Regex CSharp();
}
