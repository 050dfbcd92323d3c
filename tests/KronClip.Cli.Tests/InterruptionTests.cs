using KronClip.Testing;

namespace KronClip.Cli.Tests;

/// <summary>Runs that are killed, stopped or started twice.</summary>
public sealed class InterruptionTests(Sample sample) : IDisposable
{
    readonly TemporaryFolder folder = TestFiles.Temporary();

    public void Dispose() => folder.Dispose();

    CliRunner Cli => sample.Cli(folder.Path);

    [Theory]
    [InlineData(2, 150)]
    public void Kill_at_a_random_moment_and_run_again(int kills, int epochs) => KillAndRunAgain(kills, epochs);

    [Theory]
    [InlineData(20, 1200)]
    [Trait("Speed", "slow")]
    public void Kill_at_many_random_moments_and_run_again(int kills, int epochs) => KillAndRunAgain(kills, epochs);

    /// <summary>T2: bit-identical to a run that nobody disturbed.</summary>
    void KillAndRunAgain(int kills, int epochs)
    {
        string[] Job(string run) => Training(run, epochs, checkpointSeconds: 0);
        Cli.Expect(0, Training("calm", epochs, checkpointSeconds: 1000));
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

    [Fact]
    public void A_signal_saves_the_state_and_the_same_command_goes_on()
    {
        string[] Job(string run) => Training(run, 400, checkpointSeconds: 1000);     // so that only a signal can have saved anything
        Cli.Expect(0, Job("calm"));

        StopAfter(lines: 10, Job("stopped"), RunningCli.Interrupt, 130);
        var resumed = StopAfter(lines: 60, Job("stopped"), RunningCli.Terminate, 143);
        var finished = Cli.Expect(0, Job("stopped"));

        Assert.Contains("Going on after epoch", resumed.Error);
        Assert.Contains("Going on after epoch", finished.Error);
        RunFiles.AssertSame(folder.File("calm"), folder.File("stopped"));
    }

    CliResult StopAfter(int lines, string[] job, int signal, int exitCode)
    {
        var log = folder.File("stopped", "log.jsonl");
        var running = Cli.Start(job);
        running.Until(() => new FileInfo(log) is { Exists: true } file && file.Length > 100 * lines);
        running.Signal(signal);
        var stopped = running.Wait();

        Assert.True(stopped.ExitCode == exitCode, stopped.ToString());
        Assert.Empty(stopped.Output);
        Assert.NotEmpty(RunFiles.Checkpoints(folder.File("stopped")));
        Assert.False(File.Exists(folder.File("stopped", "metrics.json")));
        return stopped;
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
        LargePictures.Write(pictures, classes: 2, perClass: 160, size: 400);
        var own = new CliRunner(folder.Path, folder.File("cache"));
        string[] job = ["train", pictures, "--model", sample.Model, "--epochs", "1", "--run", "run", "--threads", "1"];
        var running = own.Start(job);
        running.Until(() => Directory.Exists(folder.File("cache", "features")));
        running.Signal(RunningCli.Interrupt);

        Assert.Equal(130, running.Wait().ExitCode);
        Assert.False(Directory.Exists(folder.File("run")));
        var again = own.Expect(0, [.. job[..^1], "2"]);
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

    string[] Training(string run, int epochs, int checkpointSeconds)
    {
        _ = sample.Metrics;         // so that pictures and dictionary are in the cache
        return sample.Train("--run", run, "--out", "out.kronclip", "--epochs", $"{epochs}", "--checkpoint-seconds", $"{checkpointSeconds}");
    }
}
