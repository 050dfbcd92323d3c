using KronClip.Testing;

namespace KronClip.Cli.Tests;

/// <summary>Runs that are killed, stopped, starved of disk or started twice.</summary>
public sealed class InterruptionTests(Sample sample) : IDisposable
{
    readonly TemporaryFolder folder = TestFiles.Temporary();

    public void Dispose() => folder.Dispose();

    CliRunner Cli => sample.Cli(folder.Path);

    [Theory]
    [InlineData(2, 200)]
    public void Kill_at_a_random_moment_and_run_again(int kills, int epochs) => KillAndRunAgain(kills, epochs);

    [Theory]
    [InlineData(20, 1200)]
    [Trait("Speed", "slow")]
    public void Kill_at_many_random_moments_and_run_again(int kills, int epochs) => KillAndRunAgain(kills, epochs);

    /// <summary>T2: bit-identical to a run that nobody disturbed.</summary>
    void KillAndRunAgain(int kills, int epochs)
    {
        string[] Job(string run) => Training(run, epochs, checkpointSeconds: 0);
        Cli.Expect(0, Job("calm"));
        var random = new Random(7);         // moments, not results, depend on it

        for (var kill = 0; kill < kills; kill++)
        {
            var running = Cli.Start(Job("killed"));
            running.Until(() => File.Exists(folder.File("killed", "log.jsonl")));
            Thread.Sleep(random.Next(150));
            running.Kill();
        }
        var last = Cli.Expect(0, Job("killed"));

        Assert.DoesNotContain("warning", last.Error);
        RunFiles.AssertSame(folder.File("calm"), folder.File("killed"));
        Assert.DoesNotContain(Directory.EnumerateFiles(folder.File("killed")), file => file.EndsWith(".tmp", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(RunningCli.Interrupt, 130)]
    [InlineData(RunningCli.Terminate, 143)]
    public void A_signal_saves_the_state_and_the_same_command_goes_on(int signal, int exitCode)
    {
        const int epochs = 600;
        string[] Job(string run) => Training(run, epochs, checkpointSeconds: 1000);     // so that only the signal can have saved anything
        var running = Cli.Start(Job("stopped"));
        running.Until(() => new FileInfo(folder.File("stopped", "log.jsonl")) is { Exists: true, Length: > 2000 });
        running.Signal(signal);
        var stopped = running.Wait();

        Assert.True(stopped.ExitCode == exitCode, stopped.ToString());
        Assert.Empty(stopped.Output);
        Assert.Single(RunFiles.Checkpoints(folder.File("stopped")));
        Assert.False(File.Exists(folder.File("stopped", "metrics.json")));

        var resumed = Cli.Expect(0, Job("stopped"));
        Cli.Expect(0, Job("calm"));
        Assert.Contains("Going on after epoch", resumed.Error);
        RunFiles.AssertSame(folder.File("calm"), folder.File("stopped"));
    }

    [Fact]
    public void A_second_signal_ends_at_once()
    {
        var running = Cli.Start(Training("run", 100_000, checkpointSeconds: 1000));
        running.Until(() => new FileInfo(folder.File("run", "log.jsonl")) is { Exists: true, Length: > 0 });
        running.Signal(RunningCli.Interrupt);
        running.Signal(RunningCli.Interrupt);

        Assert.Contains(running.Wait().ExitCode, new[] { 130, 128 + RunningCli.Interrupt });
    }

    [Fact]
    public void Interrupting_the_encoding_keeps_what_is_encoded()
    {
        var pictures = folder.File("pictures");
        LargePictures.Write(pictures, classes: 2, perClass: 80, size: 1200);
        var own = new CliRunner(folder.Path, folder.File("cache"));
        string[] job = ["train", pictures, "--model", sample.Model, "--epochs", "1", "--run", "run", "--threads", "1"];
        var running = own.Start(job);
        running.Until(() => Directory.Exists(folder.File("cache", "features")));
        running.Signal(RunningCli.Interrupt);

        Assert.Equal(130, running.Wait().ExitCode);
        Assert.False(Directory.Exists(folder.File("run")));
        var again = own.Expect(0, job);
        Assert.DoesNotContain(" 0 from the cache", again.Error);
        Assert.DoesNotContain(" 0 encoded", again.Error);
    }

    [Fact]
    public void Two_processes_do_not_share_a_run_folder()
    {
        var first = Cli.Start(Training("run", 100_000, checkpointSeconds: 0));
        first.Until(() => RunFiles.Checkpoints(folder.File("run")).Length > 0);

        var second = Cli.Expect(1, Training("run", 100_000, checkpointSeconds: 0));

        Assert.Contains("is in use by process", second.Error);
        Assert.False(first.HasExited);
        first.Kill();
    }

    /// <summary>T3 without a disk of its own: the system lets no file grow beyond 20 kB.</summary>
    [Fact]
    public void A_disk_that_takes_no_more_stops_the_run_and_leaves_its_checkpoints()
    {
        if (!OperatingSystem.IsLinux())
            Assert.Skip("needs file size limits that are reported, not fatal");
        var job = Training("full", 300, checkpointSeconds: 0);
        Cli.Expect(0, Training("calm", 300, checkpointSeconds: 0));

        var stopped = Cli.Bash($"trap '' XFSZ; ulimit -f 20; DOTNET_EnableWriteXorExecute=0 exec $KRONCLIP {string.Join(' ', job)}");

        AssertStoppedAndResumes(stopped, job, "full");
    }

    /// <summary>T3 on a real full disk.</summary>
    [Fact]
    public void A_full_disk_stops_the_run_and_leaves_its_checkpoints()
    {
        var disk = Directory.CreateDirectory(folder.File("disk")).FullName;
        if (!OperatingSystem.IsLinux() || Cli.Bash($"mount -t tmpfs -o size=72k tmpfs '{disk}'").ExitCode != 0)
            Assert.Skip("needs the right to mount a small disk");
        try
        {
            var job = Training("disk/run", 300, checkpointSeconds: 0);
            Cli.Expect(0, Training("calm", 300, checkpointSeconds: 0));
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

    string[] Training(string run, int epochs, int checkpointSeconds)
    {
        _ = sample.Metrics;         // so that pictures and dictionary are in the cache
        return sample.Train("--run", run, "--out", "out.kronclip", "--epochs", $"{epochs}", "--checkpoint-seconds", $"{checkpointSeconds}");
    }
}
