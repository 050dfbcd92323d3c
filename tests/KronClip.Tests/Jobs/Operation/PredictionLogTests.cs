using System.Text;
using CsCheck;
using KronClip.Jobs;
using KronClip.Testing;

namespace KronClip.Tests.Jobs.Operation;

/// <summary>The log reads back what was written, and survives whatever else is in it.</summary>
public sealed class PredictionLogTests : IDisposable
{
    readonly TemporaryFolder folder = TestFiles.Temporary();

    public void Dispose() => folder.Dispose();

    static readonly Gen<LoggedPrediction> Line =
        from milliseconds in Gen.Long[0, 4_000_000_000_000]
        from name in Gen.String[Gen.Char.AlphaNumeric, 1, 20]
        from hash in Gen.Byte.Array[32]
        from scores in Gen.Select(Gen.String[Gen.Char.AlphaNumeric, 1, 9], Gen.Int[0, 10_000]).Array[1, 3]
        from unknown in Gen.Int[0, 2]
        from sketch in Gen.SByte[-127, 127].Array[32]
        select new LoggedPrediction(DateTimeOffset.FromUnixTimeMilliseconds(milliseconds), name, "0123456789ab", Convert.ToHexStringLower(hash),
            [.. scores.Select(s => new LoggedScore(s.Item1, s.Item2 / 10_000.0))], unknown == 2 ? null : unknown == 1, sketch);

    static byte[] Bytes(LoggedPrediction line)
    {
        using var memory = new MemoryStream();
        line.Write(memory);
        return memory.ToArray();
    }

    static string Text(LoggedPrediction line) => Encoding.UTF8.GetString(Bytes(line));

    [Fact]
    public void WhatIsWrittenIsReadAgain() => Line.Sample(line =>
    {
        var bytes = Bytes(line);
        Assert.Equal((byte)'\n', bytes[^1]);
        Assert.DoesNotContain((byte)'\n', bytes[..^1]);
        var read = LoggedPrediction.Read(bytes.AsMemory()[..^1])!;
        Assert.Equal(Text(line), Text(read));
        Assert.Equal(line.Time, read.Time);
        Assert.Equal(line.Sketch, read.Sketch);
        Assert.Equal(line.Unknown, read.Unknown);
    });

    /// <summary>Every beginning of a line is no line: a writer that is killed leaves nothing that is taken for an answer.</summary>
    [Fact]
    public void ATruncatedLineIsNone() => Gen.Select(Line, Gen.Double[0, 1]).Sample((line, share) =>
    {
        var bytes = Bytes(line)[..^1];
        Assert.Null(LoggedPrediction.Read(bytes.AsMemory(0, (int)(share * (bytes.Length - 1)))));
    });

    [Theory]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("{\"time\":1}")]
    [InlineData("[[[[[[[[[[[[[[[[[[[[[[[[[")]
    [InlineData("{\"time\":\"2026-01-31T00:00:00.000Z\",\"classifier\":\"a\",\"version\":\"b\",\"sha256\":\"../../../etc/passwd\",\"top\":[],\"sketch\":\"\"}")]
    [InlineData("{\"classifier\":\"\\ud800\"}")]
    public void AHostileLineIsNone(string line) => Assert.Null(LoggedPrediction.Read(Encoding.UTF8.GetBytes(line)));

    [Fact]
    public void WhateverBytesThereAreNothingThrows() => Gen.Byte.Array[0, 300].Sample(bytes => Assert.Null(LoggedPrediction.Read(bytes)));

    [Fact]
    public void AHugeLineIsNone() => Assert.Null(LoggedPrediction.Read(new byte[1 << 20]));

    [Fact]
    public void FilesAreReadByDayAndWhatIsNoLineIsNoted()
    {
        LoggedPrediction[] lines = [.. Enumerable.Range(0, 4).Select(i => new LoggedPrediction(new DateTimeOffset(2026, 1, 31, i, 0, 0, TimeSpan.Zero), "parts", "0123456789ab", new string((char)('a' + i), 64),
            [new LoggedScore("bolt", 0.5)], null, new sbyte[32]))];
        File.WriteAllText(folder.File("predictions-2026-01-31.jsonl"), Text(lines[1]) + "half a li\n\n" + Text(lines[2])[..^30]);
        File.WriteAllText(folder.File("predictions-2026-01-30.jsonl"), Text(lines[0]));
        File.WriteAllText(folder.File("predictions-2026-02-30.jsonl"), Text(lines[3]));       // no such day
        File.WriteAllText(folder.File("notes.jsonl"), Text(lines[3]));
        var notes = new List<string>();
        Assert.Equal([lines[0].Sha256, lines[1].Sha256], PredictionLog.Read(folder.Path, null, notes.Add).Select(l => l.Sha256));
        Assert.Contains("2 lines are no prediction", Assert.Single(notes), StringComparison.Ordinal);
        Assert.Contains("line 2", notes[0], StringComparison.Ordinal);
        Assert.Equal([lines[1].Sha256], PredictionLog.Read(folder.Path, new DateOnly(2026, 1, 31)).Select(l => l.Sha256));
        Assert.True(PredictionLog.Is(folder.Path));
        Assert.False(PredictionLog.Is(folder.File("none")));
        Assert.Equal("predictions-2026-01-31.jsonl", PredictionLog.FileName(new DateOnly(2026, 1, 31)));
    }
}
