using System.Text.RegularExpressions;
using KronClip.Testing;

namespace KronClip.Tests.Documentation;

/// <summary>docs/faults.md promises a test for each fault: every fault is there, and so is every test it names.</summary>
public partial class FaultListTests
{
    static readonly string[] Lines = File.ReadAllLines(Path.Combine(TestFiles.RepositoryRoot, "docs", "faults.md"));

    public static TheoryData<string> Faults =>
    [
        .. Enumerable.Range(1, 17).Select(n => $"S{n}"),
        .. Enumerable.Range(1, 23).Except([22]).Select(n => $"I{n}"),
        .. Enumerable.Range(1, 5).Select(n => $"D{n}"),
        .. Enumerable.Range(1, 15).Select(n => $"T{n}"),
        .. Enumerable.Range(1, 14).Select(n => $"H{n}"),
        .. Enumerable.Range(1, 8).Select(n => $"X{n}"),
        .. Enumerable.Range(1, 13).Select(n => $"V{n}"),
    ];

    [Theory]
    [MemberData(nameof(Faults))]
    public void EveryFaultHasTestsThatExist(string fault)
    {
        var row = Assert.Single(Lines, line => line.StartsWith($"| **{fault}** ", StringComparison.Ordinal));
        var tests = TestName().Matches(row);
        Assert.NotEmpty(tests);
        foreach (Match test in tests)
            Assert.Matches($@"public (async )?(void|Task) {test.Groups["method"]}\(", Source(test.Groups["class"].Value));
    }

    static string Source(string testClass)
    {
        var tests = Path.Combine(TestFiles.RepositoryRoot, "tests");
        return File.ReadAllText(Assert.Single(Directory.EnumerateFiles(tests, testClass + ".cs", SearchOption.AllDirectories)));
    }

    [GeneratedRegex(@"`(?<class>\w+Tests)\.(?<method>\w+)`")]
    private static partial Regex TestName();
}
