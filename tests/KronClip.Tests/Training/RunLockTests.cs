using System.Diagnostics;
using KronClip.Testing;
using KronClip.Training;

namespace KronClip.Tests.Training;

public class RunLockTests
{
    [Fact]
    public void TwoOwnersOfOneFolderAreRefusedWithTheProcessNamed()
    {
        using var temporary = TestFiles.Temporary();
        using (RunFolder.Create(temporary.Path))
        {
            var error = Assert.Throws<TrainingException>(() => RunFolder.CreateOrOpen(temporary.Path));
            Assert.Contains($"in use by process {Environment.ProcessId} on {Environment.MachineName}", error.Message, StringComparison.Ordinal);
        }
        RunFolder.CreateOrOpen(temporary.Path).Dispose();
    }

    [Fact]
    public void TheLockOfAnotherProcessHoldsUntilItIsKilled()
    {
        if (!OperatingSystem.IsLinux() || !File.Exists("/usr/bin/flock"))
            Assert.Skip("needs Linux with the flock command");
        using var temporary = TestFiles.Temporary();
        File.WriteAllText(temporary.File("owner.json"), """{"process":4711,"machine":"mill"}""");
        string[] arguments = ["--exclusive", "--no-fork", temporary.File("run.lock"), "/bin/sh", "-c", "echo held; exec sleep 60"];
        using var other = Process.Start(new ProcessStartInfo("/usr/bin/flock", arguments)
        {
            RedirectStandardOutput = true,
        })!;
        try
        {
            Assert.Equal("held", other.StandardOutput.ReadLine());
            var error = Assert.Throws<TrainingException>(() => RunFolder.CreateOrOpen(temporary.Path));
            Assert.Contains("in use by process 4711 on mill", error.Message, StringComparison.Ordinal);
        }
        finally
        {
            other.Kill();
            other.WaitForExit();
        }
        List<string> notices = [];
        RunFolder.CreateOrOpen(temporary.Path, notices.Add).Dispose();
        Assert.Contains("process 4711 on mill ended without closing", Assert.Single(notices), StringComparison.Ordinal);
    }

    [Fact]
    public void WhoLostTheFolderDoesNotSave()
    {
        using var temporary = TestFiles.Temporary();
        using var folder = RunFolder.Create(temporary.Path);
        folder.Begin(SmallRun.Options);
        File.WriteAllText(temporary.File("owner.json"), """{"process":4711,"machine":"mill","token":"another"}""");
        var error = Assert.Throws<TrainingException>(() => folder.Save(new SmallRun().Capture()));
        Assert.Contains("taken over by process 4711 on mill", error.Message, StringComparison.Ordinal);
        folder.Dispose();
        Assert.True(File.Exists(temporary.File("owner.json")));
    }

    [Theory]
    [InlineData("")]
    [InlineData("[]")]
    [InlineData("{\"process\":")]
    public void AnUnreadableOwnerIsStaleLikeAnyOther(string content)
    {
        using var temporary = TestFiles.Temporary();
        File.WriteAllText(temporary.File("owner.json"), content);
        RunFolder.Create(temporary.Path).Dispose();
        Assert.False(File.Exists(temporary.File("owner.json")));
    }
}
