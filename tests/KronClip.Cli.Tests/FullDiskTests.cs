using KronClip.Testing;

namespace KronClip.Cli.Tests;

/// <summary>T3: the disk of the run folder takes no more.</summary>
public sealed class FullDiskTests(Sample sample) : IDisposable
{
    readonly TemporaryFolder folder = TestFiles.Temporary();

    public void Dispose() => folder.Dispose();

    CliRunner Cli => sample.Cli(folder.Path);

    /// <summary>Without a disk of its own: the system lets no file grow beyond 20 kB.</summary>
    [Fact]
    public void A_disk_that_takes_no_more_stops_the_run_and_leaves_its_checkpoints()
    {
        if (!OperatingSystem.IsLinux())
            Assert.Skip("needs file size limits that are reported, not fatal");
        var job = Training("full", checkpointSeconds: 0);
        Cli.Expect(0, Training("calm", checkpointSeconds: 1000));

        var stopped = Cli.Bash($"trap '' XFSZ; ulimit -f 20; DOTNET_EnableWriteXorExecute=0 exec $KRONCLIP {string.Join(' ', job)}");

        AssertStoppedAndResumes(stopped, job, "full");
    }

    /// <summary>On a small disk that is really full.</summary>
    [Fact]
    public void A_full_disk_stops_the_run_and_leaves_its_checkpoints()
    {
        var disk = Directory.CreateDirectory(folder.File("disk")).FullName;
        if (!OperatingSystem.IsLinux() || Cli.Bash($"mount -t tmpfs -o size=72k tmpfs '{disk}'").ExitCode != 0)
            Assert.Skip("needs the right to mount a small disk");
        try
        {
            var job = Training("disk/run", checkpointSeconds: 0);
            Cli.Expect(0, Training("calm", checkpointSeconds: 1000));
            var stopped = Cli.Run(job);

            Cli.Bash($"mount -o remount,size=1m '{disk}'");
            AssertStoppedAndResumes(stopped, job, "disk/run");
        }
        finally
        {
            Cli.Bash($"umount '{disk}'");
        }
    }

    void AssertStoppedAndResumes(CliResult stopped, string[] job, string run)
    {
        Assert.True(stopped.ExitCode == 1, stopped.ToString());
        Assert.Contains("could not be written", stopped.Error);
        Assert.DoesNotContain("bug", stopped.Error);
        Assert.NotEmpty(RunFiles.Checkpoints(folder.File(run)));

        Assert.Contains("Going on after epoch", Cli.Expect(0, job).Error);
        RunFiles.AssertSame(folder.File("calm"), folder.File(run));
    }

    /// <summary>Long enough for a log of more than 20 kB; a checkpoint of L-BFGS alone would be larger.</summary>
    string[] Training(string run, int checkpointSeconds)
    {
        _ = sample.Metrics;         // so that pictures and dictionary are in the cache
        return sample.Train("--run", run, "--out", "out.kronclip", "--epochs", "220", "--optimiser", "adamw", "--checkpoint-seconds", $"{checkpointSeconds}");
    }
}
