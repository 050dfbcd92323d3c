using System.Text.Json.Nodes;
using CsCheck;
using KronClip.Jobs;
using KronClip.Testing;

namespace KronClip.Tests.Jobs.Operation;

/// <summary>The trail is a chain: whatever is changed in it shows, and where.</summary>
public sealed class AuditTrailTests : IDisposable
{
    readonly TemporaryFolder folder = TestFiles.Temporary();

    public void Dispose() => folder.Dispose();

    sealed class FixedClock : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => new(2026, 1, 31, 23, 59, 58, 7, TimeSpan.Zero);
    }

    AuditTrail Written(string name, int entries = 5)
    {
        var trail = new AuditTrail(folder.File(name), new FixedClock());
        for (var i = 0; i < entries; i++)
            trail.Append("this machine", "replaced", new JsonObject { ["number"] = i, ["ねじ"] = "\"quoted\", and\nbroken" });
        return trail;
    }

    [Fact]
    public void WhatIsAppendedIsReadInOrder()
    {
        var trail = Written("a.jsonl");
        var entries = trail.Read();
        Assert.Equal([0, 1, 2, 3, 4], entries.Select(e => (int)e.Details["number"]!));
        Assert.All(entries, e => Assert.Equal((new DateTimeOffset(2026, 1, 31, 23, 59, 58, 7, TimeSpan.Zero), "this machine", "replaced"), (e.Time, e.Who, e.What)));
        Assert.Equal("\"quoted\", and\nbroken", (string?)entries[0].Details["ねじ"]);
        Assert.True(trail.Verify() is { Whole: true, Lines: 5, FirstBroken: null });
        Assert.True(new AuditTrail(folder.File("none.jsonl")).Verify() is { Whole: true, Lines: 0 });
        Assert.Empty(new AuditTrail(folder.File("none.jsonl")).Read());
    }

    /// <summary>One byte of any line set to another: the line is named. Of the last line its own hash tells.</summary>
    [Fact]
    public void OneChangedByteNamesItsLine()
    {
        var trail = Written("b.jsonl");
        var bytes = File.ReadAllBytes(trail.Path);
        Gen.Select(Gen.Int[0, bytes.Length - 1], Gen.Byte).Where(t => bytes[t.Item1] != (byte)'\n' && t.Item2 != bytes[t.Item1] && t.Item2 != (byte)'\n').Sample(t =>
        {
            var changed = bytes.ToArray();
            changed[t.Item1] = t.Item2;
            File.WriteAllBytes(trail.Path, changed);
            var line = bytes.AsSpan(0, t.Item1).Count((byte)'\n') + 1;
            var check = trail.Verify();
            Assert.False(check.Whole);
            Assert.Equal(line, check.FirstBroken);
            Assert.Contains($"Line {line} ", check.Sentence, StringComparison.Ordinal);
        }, threads: 1, iter: 300);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(2)]
    public void AMissingLineAndAnInventedOneShow(int at)
    {
        var trail = Written("c.jsonl");
        var lines = File.ReadAllLines(trail.Path);
        File.WriteAllText(trail.Path, string.Concat(lines.Where((_, i) => i != at).Select(l => l + "\n")));
        Assert.Equal(at + 1, trail.Verify().FirstBroken);
        File.WriteAllText(trail.Path, string.Concat(lines.Take(at).Append(lines[^1]).Concat(lines.Skip(at)).Select(l => l + "\n")));
        Assert.Equal(at + 1, trail.Verify().FirstBroken);
        File.WriteAllText(trail.Path, string.Concat(lines.Take(at).Append("").Concat(lines.Skip(at)).Select(l => l + "\n")));
        Assert.Equal(at + 1, trail.Verify().FirstBroken);
    }

    /// <summary>A writer that is killed leaves half a line; the next one begins after it, and the chain holds.</summary>
    [Fact]
    public void HalfALineIsNoForgery()
    {
        var trail = Written("d.jsonl", 2);
        var whole = File.ReadAllBytes(trail.Path);
        File.WriteAllBytes(trail.Path, whole[..^20]);
        var check = trail.Verify();
        Assert.True(check.Whole);
        Assert.Contains("unfinished", check.Sentence, StringComparison.Ordinal);
        trail.Append("x", "y", []);
        Assert.True(trail.Verify() is { Whole: true, Lines: 3 });
        Assert.Equal(2, trail.Read().Count);
        File.WriteAllText(trail.Path, File.ReadAllText(trail.Path).Replace("\"number\":1", "\"number\":9", StringComparison.Ordinal));
        Assert.Equal(2, trail.Verify().FirstBroken);
    }

    /// <summary>The last hash, kept elsewhere, shows that the end was cut off; the file alone cannot.</summary>
    [Fact]
    public void TheHeadTellsOfAMissingEnd()
    {
        var trail = Written("e.jsonl");
        var head = trail.Verify().Head;
        File.WriteAllText(trail.Path, string.Concat(File.ReadAllLines(trail.Path).Take(4).Select(l => l + "\n")));
        Assert.True(trail.Verify().Whole);
        Assert.NotEqual(head, trail.Verify().Head);
    }

    [Fact]
    public void ManyWritersMakeOneChain()
    {
        Parallel.For(0, 40, i => new AuditTrail(folder.File("f.jsonl")).Append("writer", "did", new JsonObject { ["number"] = i }));
        var trail = new AuditTrail(folder.File("f.jsonl"));
        Assert.True(trail.Verify() is { Whole: true, Lines: 40 });
        Assert.Equal(Enumerable.Range(0, 40), trail.Read().Select(e => (int)e.Details["number"]!).Order());
    }

    [Fact]
    public void WhateverIsInTheFileNothingThrows() => Gen.Byte.Array[0, 200].Sample(bytes =>
    {
        File.WriteAllBytes(folder.File("g.jsonl"), bytes);
        var trail = new AuditTrail(folder.File("g.jsonl"));
        Assert.Empty(trail.Read());
        Assert.True(bytes.Length == 0 || !trail.Verify().Whole || bytes[^1] != (byte)'\n');
    }, threads: 1, iter: 300);

    [Fact]
    public void AFileThatCannotBeWrittenIsSaid()
    {
        Directory.CreateDirectory(folder.File("h.jsonl"));
        Assert.Contains("audit trail", Assert.Throws<StorageException>(() => new AuditTrail(folder.File("h.jsonl")).Append("a", "b", [])).Message, StringComparison.Ordinal);
    }
}
