using System.Runtime.InteropServices;
using System.Text;
using CsCheck;
using KronClip.Classifiers;
using KronClip.Compute;
using KronClip.Methods;
using KronClip.Testing;
using KronClip.Training;

namespace KronClip.Tests.Training;

public class RunCheckpointTests
{
    [Fact]
    public void ARunKilledAnywhereEndsLikeOneThatWasNot()
    {
        using var temporary = TestFiles.Temporary();
        var (values, log) = Uninterrupted(temporary.File("whole"), 11);
        Gen.Int[0, 10].Array[1, 4].Sample(kills =>
        {
            using var place = TestFiles.Temporary();
            foreach (var kill in kills.Order().Append(11))
            {
                // A kill leaves lines after the checkpoint, half a line, and a file begun under its temporary name.
                using var folder = RunFolder.CreateOrOpen(place.File("run"));
                folder.Begin(SmallRun.Options);
                var run = new SmallRun();
                run.Train(folder, kill);
                if (kill == 11)
                {
                    Assert.Equal(values, run.Values);
                    folder.Dispose();
                    Assert.Equal(log, File.ReadAllText(place.File("run", "log.jsonl")));
                    return;
                }
                folder.Dispose();
                File.AppendAllText(place.File("run", "log.jsonl"), "{\"step\":9");
                File.WriteAllText(place.File("run", ".checkpoint-9.safetensors.0123456789abcdef0123456789abcdef.tmp"), "half");
            }
        }, iter: 15);
    }

    [Fact]
    public void TheLastTwoCheckpointsAreKept()
    {
        using var temporary = TestFiles.Temporary();
        Uninterrupted(temporary.Path, 11);
        Assert.Equal(["checkpoint-6.safetensors", "checkpoint-9.safetensors"], CheckpointNames(temporary.Path));
    }

    [Fact]
    public void ADamagedCheckpointIsPassedOverForTheOneBefore()
    {
        using var temporary = TestFiles.Temporary();
        var (values, log) = Uninterrupted(temporary.Path, 11);
        var last = temporary.File("checkpoint-9.safetensors");
        var bytes = File.ReadAllBytes(last);
        bytes[^1] ^= 1;
        File.WriteAllBytes(last, bytes);

        List<string> notices = [];
        var run = new SmallRun();
        using (var folder = RunFolder.Open(temporary.Path, notices.Add))
        {
            folder.Begin(SmallRun.Options);
            Assert.Equal(6, folder.LatestCheckpoint()!.Step);
            notices.Clear();
            run.Train(folder, 11);
        }
        Assert.Contains(last, Assert.Single(notices), StringComparison.Ordinal);
        Assert.Equal(values, run.Values);
        Assert.Equal(log, File.ReadAllText(temporary.File("log.jsonl")));
        Assert.Equal(["checkpoint-6.safetensors", "checkpoint-9.safetensors"], CheckpointNames(temporary.Path));
    }

    [Fact]
    public void WithNoWholeCheckpointTheRunStartsAgainAndSaysSo()
    {
        using var temporary = TestFiles.Temporary();
        var (values, log) = Uninterrupted(temporary.Path, 11);
        foreach (var name in CheckpointNames(temporary.Path))
            File.WriteAllBytes(temporary.File(name), []);
        List<string> notices = [];
        var run = new SmallRun();
        using (var folder = RunFolder.Open(temporary.Path, notices.Add))
        {
            folder.Begin(SmallRun.Options);
            run.Train(folder, 11);
        }
        Assert.Equal(3, notices.Count);
        Assert.Contains("starts again from the beginning", notices[2], StringComparison.Ordinal);
        Assert.Equal(values, run.Values);
        Assert.Equal(log, File.ReadAllText(temporary.File("log.jsonl")));
    }

    [Fact]
    public void EveryFlippedBitOfACheckpointIsSeen()
    {
        using var temporary = TestFiles.Temporary();
        var path = temporary.File("checkpoint-0.safetensors");
        var whole = RunCheckpointFile.ToBytes(new SmallRun().Capture());
        File.WriteAllBytes(path, whole);
        Assert.NotNull(RunCheckpointFile.Read(path, out _));
        for (var i = 0; i < whole.Length; i++)
        {
            var bytes = (byte[])whole.Clone();
            bytes[i] ^= (byte)(1 << (i % 8));
            File.WriteAllBytes(path, bytes);
            Assert.Null(RunCheckpointFile.Read(path, out var damage));
            Assert.NotEmpty(damage);
        }
    }

    [Fact]
    public void AFullDiskLeavesTheCheckpointBefore()
    {
        using var temporary = TestFiles.Temporary();
        using var folder = RunFolder.Create(temporary.Path);
        folder.Begin(SmallRun.Options);
        var run = new SmallRun();
        run.Train(folder, 3);
        folder.Output = stream => new FullDisk(stream, capacity: 100);
        var error = Assert.Throws<StorageException>(() => run.Train(folder, 6));
        Assert.Contains("checkpoint-6.safetensors", error.Message, StringComparison.Ordinal);
        Assert.Equal(["checkpoint-3.safetensors"], CheckpointNames(temporary.Path));
        Assert.Empty(Directory.GetFiles(temporary.Path, "*.tmp"));

        folder.Output = stream => stream;
        new SmallRun().Train(folder, 6);
        Assert.Equal(6, folder.LatestCheckpoint()!.Step);
    }

    [Fact]
    public void AClockThatJumpsBackChangesNothing()
    {
        using var temporary = TestFiles.Temporary();
        Uninterrupted(temporary.Path, 11);
        File.SetLastWriteTimeUtc(temporary.File("checkpoint-9.safetensors"), new DateTime(1999, 1, 1, 0, 0, 0, DateTimeKind.Utc));
        using var folder = RunFolder.Open(temporary.Path);
        folder.Begin(SmallRun.Options);
        Assert.Equal(9, folder.Resume()!.Step);
    }

    [Fact]
    public void CheckpointsOfStepsThatTheRunHasLeftAreRemoved()
    {
        using var temporary = TestFiles.Temporary();
        Uninterrupted(temporary.Path, 11);
        File.WriteAllBytes(temporary.File("checkpoint-9.safetensors"), [1, 2, 3]);
        using var folder = RunFolder.Open(temporary.Path);
        folder.Begin(SmallRun.Options);
        new SmallRun().Train(folder, 8, every: 4);
        Assert.Equal(["checkpoint-6.safetensors", "checkpoint-8.safetensors"], CheckpointNames(temporary.Path));
    }

    [Fact]
    public void ACheckpointOfOtherOptionsIsRefused()
    {
        using var temporary = TestFiles.Temporary();
        Uninterrupted(temporary.Path, 3);
        File.Delete(temporary.File("options.json"));
        File.WriteAllText(temporary.File("options.json"), """{"seed":2}""");
        using var folder = RunFolder.Open(temporary.Path);
        folder.Begin(new() { ["seed"] = 2 });
        Assert.Throws<TrainingException>(() => folder.Resume());
    }

    [Fact]
    public void ANewerCheckpointIsRefusedAndNotPassedOver()
    {
        using var temporary = TestFiles.Temporary();
        var path = temporary.File("checkpoint-1.safetensors");
        var document = $$"""{"contentHash":"{{SealedSafeTensors.Blank}}","formatVersion":2}""";
        File.WriteAllBytes(path, SealedSafeTensors.Seal("kronclip.checkpoint", document, []).Bytes);
        var error = Assert.Throws<TrainingException>(() => RunCheckpointFile.Read(path, out _));
        Assert.Contains("format version 2", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void EverythingIsReadBackBitForBit()
    {
        using var temporary = TestFiles.Temporary();
        var written = new RunCheckpoint
        {
            Step = long.MaxValue,
            Epoch = 7,
            Tensors = [new("parameter.é\"", [3, 1], [float.NaN, -0f, float.Epsilon]), new("extra", [0], [])],
            Generators = new Dictionary<string, ulong[]> { ["views"] = [0, ulong.MaxValue, 1, 2], ["batches"] = new SeededRandom(-1, "b").State },
            State = System.Text.Json.JsonElement.Parse("""{"order":[2,0,1]}"""),
            LogLength = 12,
            OptionsHash = "ab",
        };
        var path = temporary.File(RunCheckpointFile.Name(written.Step));
        File.WriteAllBytes(path, RunCheckpointFile.ToBytes(written));
        var read = RunCheckpointFile.Read(path, out _)!;
        Assert.Equal((written.Step, 7, 12L, "ab"), (read.Step, read.Epoch, read.LogLength, read.OptionsHash));
        Assert.Equal(written.Generators["views"], read.Generators["views"]);
        Assert.Equal(written.Generator("batches").NextBits(), read.Generator("batches").NextBits());
        Assert.Equal("[2,0,1]", read.State.GetProperty("order").GetRawText());
        var tensor = read.Tensors.Single(t => t.Shape.Count == 2);
        Assert.Equal("parameter.é\"", tensor.Name);
        Assert.Equal(MemoryMarshal.AsBytes(written.Tensors[0].Values), MemoryMarshal.AsBytes(tensor.Values));
        Assert.Equal(RunCheckpointFile.ToBytes(written), RunCheckpointFile.ToBytes(read));
        Assert.Throws<TrainingException>(() => read.Generator("absent"));
    }

    [Fact]
    public void OtherParametersAreRefusedBeforeAnythingChanges()
    {
        var checkpoint = new SmallRun().Capture();
        var (optimiser, parameter) = (Optimiser.Create(OptimiserOptions.AdamW), new Parameter("W", 3, 2));
        parameter.Values[0] = 5;
        var error = Assert.Throws<TrainingException>(() => checkpoint.RestoreTo([parameter], optimiser));
        Assert.Contains("'W' [2 × 3]", error.Message, StringComparison.Ordinal);
        Assert.Contains("'W' [3 × 2]", error.Message, StringComparison.Ordinal);
        Assert.Throws<TrainingException>(() => checkpoint.RestoreTo([new("W", 2, 3), new("A", 1)], optimiser));
        Assert.Throws<TrainingException>(() => checkpoint.RestoreTo([], optimiser));
        Assert.Equal(5, parameter.Values[0]);
    }

    [Theory]
    [InlineData("checkpoint-12.safetensors", 12L)]
    [InlineData("checkpoint-0.safetensors", 0L)]
    [InlineData("checkpoint-012.safetensors", null)]
    [InlineData("checkpoint--1.safetensors", null)]
    [InlineData("checkpoint-1.safetensors.tmp", null)]
    [InlineData("checkpoint-.safetensors", null)]
    [InlineData("checkpoint-99999999999999999999.safetensors", null)]
    public void OnlyAWholeNameIsACheckpoint(string name, long? step) => Assert.Equal(step, RunCheckpointFile.Step(name));

    static (float[] Values, string Log) Uninterrupted(string path, int steps)
    {
        var run = new SmallRun();
        using (var folder = RunFolder.Create(path))
        {
            folder.Begin(SmallRun.Options);
            run.Train(folder, steps);
        }
        return (run.Values, File.ReadAllText(Path.Combine(path, "log.jsonl"), Encoding.UTF8));
    }

    static string[] CheckpointNames(string path) =>
        [.. Directory.GetFiles(path, "checkpoint-*").Select(file => Path.GetFileName(file)).Order(StringComparer.Ordinal)];
}
