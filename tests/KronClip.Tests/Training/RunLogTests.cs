using System.Globalization;
using System.Text.Json.Nodes;
using KronClip.Testing;
using KronClip.Training;

namespace KronClip.Tests.Training;

public class RunLogTests
{
    [Fact]
    public void LinesAreReadableAtOnceAndTheSameInEveryCulture()
    {
        using var temporary = TestFiles.Temporary();
        var before = CultureInfo.CurrentCulture;
        try
        {
            CultureInfo.CurrentCulture = CultureInfo.GetCultureInfo("tr-TR");
            using var log = RunLog.Open(temporary.File("log.jsonl"));
            log.Append(new JsonObject { ["loss"] = 0.5, ["class"] = "ねじ" });
            Assert.Equal("{\"loss\":0.5,\"class\":\"ねじ\"}\n", File.ReadAllText(temporary.File("log.jsonl")));
            Assert.Equal(new FileInfo(temporary.File("log.jsonl")).Length, log.Length);
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }

    [Fact]
    public void ANumberThatIsNotFiniteLeavesNoTrace()
    {
        using var temporary = TestFiles.Temporary();
        using var log = RunLog.Open(temporary.File("log.jsonl"));
        Assert.Throws<ArgumentException>(() => log.Append(new JsonObject { ["loss"] = double.NaN }));
        Assert.Equal(0, log.Length);
    }

    [Fact]
    public void ALineThatDoesNotFitTheDiskIsTakenBack()
    {
        using var disk = new MemoryStream();
        using var log = new RunLog(new FullDisk(disk, capacity: 30), "log.jsonl");
        log.Append(new JsonObject { ["step"] = 1 });
        var error = Assert.Throws<StorageException>(() => log.Append(new JsonObject { ["note"] = "this line is longer than the disk" }));
        Assert.Contains("log.jsonl", error.Message, StringComparison.Ordinal);
        Assert.Equal("{\"step\":1}\n"u8.ToArray(), disk.ToArray());
        log.Append(new JsonObject { ["step"] = 2 });
        Assert.Equal("{\"step\":1}\n{\"step\":2}\n"u8.ToArray(), disk.ToArray());
    }

    [Fact]
    public void TheFullDeviceIsReportedLikeAnyFullDisk()
    {
        if (!File.Exists("/dev/full"))
            Assert.Skip("needs /dev/full");
        using var log = new RunLog(new FileStream("/dev/full", FileMode.Open, FileAccess.Write, FileShare.ReadWrite, bufferSize: 0), "/dev/full");
        Assert.Throws<StorageException>(() => log.Append(new JsonObject { ["step"] = 1 }));
    }

    [Fact]
    public void ALogChangedByHandIsNotResumed()
    {
        using var temporary = TestFiles.Temporary();
        using var log = RunLog.Open(temporary.File("log.jsonl"));
        log.Append(new JsonObject { ["step"] = 1 });
        Assert.Throws<TrainingException>(() => log.Truncate(log.Length + 1));
        Assert.Throws<TrainingException>(() => log.Truncate(log.Length - 1));
        log.Truncate(log.Length);
        log.Truncate(0);
        Assert.Equal(0, new FileInfo(temporary.File("log.jsonl")).Length);
    }
}
