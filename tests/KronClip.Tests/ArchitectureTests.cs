using System.Text.RegularExpressions;
using KronClip.Testing;

namespace KronClip.Tests;

/// <summary>Rules of the house that the compiler does not keep (docs/architecture.md).</summary>
public partial class ArchitectureTests
{
    /// <summary>Which rooms a room may use. The arrows run one way; Checkpoints and Clip share the description of an architecture.</summary>
    static readonly Dictionary<string, string[]> Allowed = new(StringComparer.Ordinal)
    {
        ["Errors"] = [],
        ["Storage"] = [],
        ["Compute"] = [],
        ["Images"] = ["Compute"],
        ["Data"] = ["Compute", "Storage"],
        ["Checkpoints"] = ["Clip", "Compute", "Storage"],
        ["Clip"] = ["Checkpoints", "Compute", "Images"],
        ["Classifiers"] = ["Checkpoints", "Compute", "Storage"],
        ["Methods"] = ["Checkpoints", "Classifiers", "Clip", "Compute", "Data", "Storage"],
        ["Training"] = ["Checkpoints", "Classifiers", "Compute", "Methods", "Storage"],
        ["Evaluation"] = [],
        ["Jobs"] = ["Checkpoints", "Classifiers", "Clip", "Compute", "Data", "Evaluation", "Images", "Methods", "Storage", "Training"],
    };

    public static TheoryData<string> Rooms => new(Allowed.Keys);

    [Theory]
    [MemberData(nameof(Rooms))]
    public void ARoomUsesOnlyTheRoomsBelowIt(string room)
    {
        foreach (var file in Sources(Path.Combine("src", "KronClip", room)))
        {
            var used = UsingLine().Matches(File.ReadAllText(file)).Select(m => m.Groups[1].Value).Where(name => Allowed.ContainsKey(name) && name != room);
            Assert.All(used, name => Assert.True(Allowed[room].Contains(name), $"{file} uses KronClip.{name}, which {room} must not know"));
        }
    }

    [Fact]
    public void EveryFolderIsARoom() =>
        Assert.Equal(Allowed.Keys.Order(), Directory.GetDirectories(Path.Combine(TestFiles.RepositoryRoot, "src", "KronClip"))
            .Select(d => Path.GetFileName(d)!).Where(d => d is not ("bin" or "obj")).Order());

    [Fact]
    public void FilesAreShortFinishedAndWellNamed()
    {
        foreach (var file in Sources("src").Concat(Sources("tests")).Concat(Sources("tools")))
        {
            var lines = File.ReadAllLines(file);
            Assert.True(lines.Length <= 350, $"{file} has {lines.Length} lines");
            Assert.False(BadName().IsMatch(Path.GetFileName(file)), file);
            Assert.All(lines, line => Assert.False(Unfinished().IsMatch(line), $"{file}: {line}"));
        }
    }

    /// <summary>Every file that README and docs name is there, and so is every page they link to.</summary>
    [Fact]
    public void TheDocumentationPointsAtWhatExists()
    {
        var root = TestFiles.RepositoryRoot;
        foreach (var page in Directory.GetFiles(Path.Combine(root, "docs"), "*.md").Append(Path.Combine(root, "README.md")))
        {
            var text = File.ReadAllText(page);
            var named = NamedFile().Matches(text).Select(m => Path.Combine(root, m.Value));
            var linked = Link().Matches(text).Select(m => Path.Combine(Path.GetDirectoryName(page)!, m.Groups[1].Value));
            Assert.All(named.Concat(linked), path => Assert.True(Path.Exists(path), $"{page} points at {path}"));
        }
    }

    static IEnumerable<string> Sources(string folder) => Directory.EnumerateFiles(Path.Combine(TestFiles.RepositoryRoot, folder), "*.cs", SearchOption.AllDirectories)
        .Where(file => !GeneratedFolder().IsMatch(file));

    [GeneratedRegex(@"^using KronClip\.(\w+)", RegexOptions.Multiline)]
    private static partial Regex UsingLine();

    [GeneratedRegex(@"[/\\](bin|obj)[/\\]")]
    private static partial Regex GeneratedFolder();

    [GeneratedRegex("Utils|Helper|Manager")]
    private static partial Regex BadName();

    [GeneratedRegex("NotImplemented" + "Exception|TO" + "DO|FIX" + "ME|HA" + "CK")]
    private static partial Regex Unfinished();

    [GeneratedRegex(@"\b(src|tests|tools)/[\w./]+\.(cs|csproj|json|jsonl)\b")]
    private static partial Regex NamedFile();

    [GeneratedRegex(@"\]\((?!https?:)([^)#]+)(?:#[^)]*)?\)")]
    private static partial Regex Link();
}
