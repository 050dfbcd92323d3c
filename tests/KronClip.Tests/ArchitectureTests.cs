using System.Text.RegularExpressions;
using KronClip.Testing;

namespace KronClip.Tests;

/// <summary>Rules of the house that the compiler does not keep (docs/architecture.md).</summary>
public partial class ArchitectureTests
{
    /// <summary>
    /// Which rooms a room may use. The arrows run one way: the description of an architecture is a room of its own within Clip, below Checkpoints,
    /// which read weights for the rest of Clip.
    /// </summary>
    static readonly Dictionary<string, string[]> Allowed = new(StringComparer.Ordinal)
    {
        ["Errors"] = [],
        ["Storage"] = [],
        ["Compute"] = [],
        ["Hub"] = ["Storage"],
        ["Images"] = [],
        ["Data"] = ["Compute", "Images", "Storage"],
        ["Workshop"] = ["Compute", "Images", "Storage"],
        [Configuration] = ["Compute"],
        ["Checkpoints"] = [Configuration, "Storage"],
        ["Clip"] = ["Checkpoints", Configuration, "Compute", "Images"],
        ["Classifiers"] = ["Checkpoints", "Compute", "Storage"],
        ["Methods"] = ["Checkpoints", "Classifiers", "Clip", "Compute", "Storage"],
        ["Training"] = ["Checkpoints", "Classifiers", "Compute", "Methods", "Storage"],
        ["Evaluation"] = ["Compute"],
        ["Deployment"] = ["Checkpoints", "Classifiers", "Clip", "Compute", "Images"],
        ["Jobs"] = ["Checkpoints", "Classifiers", "Clip", "Compute", "Data", "Deployment", "Evaluation", "Hub", "Images", "Methods", "Storage", "Training", "Workshop"],
    };

    const string Configuration = "Clip/Configuration";

    public static TheoryData<string> Rooms => new(Allowed.Keys);

    [Theory]
    [MemberData(nameof(Rooms))]
    public void ARoomUsesOnlyTheRoomsBelowIt(string room)
    {
        foreach (var file in SourcesOf(room))
        {
            var code = WithoutComments(file);
            var named = QualifiedType().Matches(code).Select(m => (Room: m.Groups[1].Value, Type: m.Groups[2].Value))
                .Where(n => Allowed.ContainsKey(n.Room) && TypesOf(n.Room).Contains(n.Type)).Select(n => n.Room);
            var used = UsingLine().Matches(code).Select(m => m.Groups[1].Value).Where(Allowed.ContainsKey).Concat(named);
            Assert.All(used, name => Assert.True(
                name == room.Split('/')[0] || Allowed[room].Contains(name) || (name == "Clip" && Allowed[room].Contains(Configuration)),
                $"{file} uses KronClip.{name}, which {room} must not know"));
        }
    }

    /// <summary>Clip and its configuration share a namespace, so here the names of the types tell.</summary>
    [Theory]
    [InlineData("Checkpoints")]
    [InlineData(Configuration)]
    public void WhatLiesBelowTheTowersKnowsOnlyTheirConfiguration(string room)
    {
        var above = TypesOf("Clip");
        Assert.Contains("ClipModel", above);
        Assert.Contains("Tokenizer", above);
        foreach (var file in SourcesOf(room))
            Assert.DoesNotContain(Word().Matches(WithoutComments(file)), word => above.Contains(word.Value) && word.Value != "Transformer");   // also a method's name
    }

    [Fact]
    public void EveryFolderIsARoom() =>
        Assert.Equal(Allowed.Keys.Where(room => room != Configuration).Order(), Directory.GetDirectories(Path.Combine(TestFiles.RepositoryRoot, "src", "KronClip"))
            .Select(d => Path.GetFileName(d)!).Where(d => d is not ("bin" or "obj")).Order());

    [Fact]
    public void FilesAreShortFinishedAndWellNamed()
    {
        foreach (var file in Sources("src").Concat(Sources("tests")).Concat(Sources("tools")).Concat(Sources("bench")).Concat(Sources("samples")))
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
        foreach (var page in Directory.GetFiles(Path.Combine(root, "docs"), "*.md").Append(Path.Combine(root, "README.md")).Append(Path.Combine(root, "README.ja.md")))
        {
            var text = File.ReadAllText(page);
            var named = NamedFile().Matches(text).Select(m => Path.Combine(root, m.Value));
            var linked = Link().Matches(text).Select(m => Path.Combine(Path.GetDirectoryName(page)!, m.Groups[1].Value));
            Assert.All(named.Concat(linked), path => Assert.True(Path.Exists(path), $"{page} points at {path}"));
        }
    }

    static IEnumerable<string> SourcesOf(string room)
    {
        var configuration = Path.Combine("src", "KronClip", "Clip", "Configuration") + Path.DirectorySeparatorChar;
        return Sources(Path.Combine("src", "KronClip", room.Replace('/', Path.DirectorySeparatorChar)))
            .Where(file => room == Configuration || !file.Contains(configuration, StringComparison.Ordinal));
    }

    static HashSet<string> TypesOf(string room) =>
        SourcesOf(room).SelectMany(file => DeclaredType().Matches(File.ReadAllText(file))).Select(m => m.Groups[1].Value).ToHashSet(StringComparer.Ordinal);

    /// <summary>The code of a file; texts count as code, for an interpolated one may name a type.</summary>
    static string WithoutComments(string file) => Comment().Replace(File.ReadAllText(file), "");

    static IEnumerable<string> Sources(string folder) => Directory.EnumerateFiles(Path.Combine(TestFiles.RepositoryRoot, folder), "*.cs", SearchOption.AllDirectories)
        .Where(file => !GeneratedFolder().IsMatch(file));

    [GeneratedRegex(@"^using (?:static |\w+ = )?KronClip\.(\w+)", RegexOptions.Multiline)]
    private static partial Regex UsingLine();

    /// <summary>A room and a type of it, where the code names a type without a using line; or any member access that looks like it.</summary>
    [GeneratedRegex(@"\b([A-Z]\w+)\.([A-Z]\w+)")]
    private static partial Regex QualifiedType();

    [GeneratedRegex(@"\b(?:class|record|struct|interface|enum)\s+(?:struct\s+)?([A-Z]\w+)")]
    private static partial Regex DeclaredType();

    [GeneratedRegex(@"\b[A-Z]\w+\b")]
    private static partial Regex Word();

    [GeneratedRegex(@"//[^\n]*")]
    private static partial Regex Comment();

    [GeneratedRegex(@"[/\\](bin|obj)[/\\]")]
    private static partial Regex GeneratedFolder();

    [GeneratedRegex("Utils|Helper|Manager")]
    private static partial Regex BadName();

    [GeneratedRegex("NotImplemented" + "Exception|TO" + "DO|FIX" + "ME|HA" + "CK")]
    private static partial Regex Unfinished();

    [GeneratedRegex(@"\b(src|tests|tools|bench|samples)/[\w./]+\.(cs|csproj|json|jsonl)\b")]
    private static partial Regex NamedFile();

    [GeneratedRegex(@"\]\((?!https?:)([^)#]+)(?:#[^)]*)?\)")]
    private static partial Regex Link();
}
