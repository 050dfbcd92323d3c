using KronClip.Testing;

namespace KronClip.Cli.Tests;

/// <summary>T11: training needs no more memory at its thousandth step than at its three hundredth.</summary>
public sealed class MemoryTests(Sample sample) : IDisposable
{
    const int From = 300, To = 1300;
    const long MostGrowth = 24L << 20;

    readonly TemporaryFolder folder = TestFiles.Temporary();

    public void Dispose() => folder.Dispose();

    [Fact]
    [Trait("Speed", "slow")]
    public void A_thousand_steps_need_no_more_memory()
    {
        // A small youngest generation, so that the collector's own habits do not look like growth.
        var cli = sample.Cli(folder.Path, new() { ["DOTNET_GCgen0size"] = "400000" });
        var running = cli.Start(sample.Train("--run", "run", "--epochs", "1400", "--checkpoint-seconds", "0"));
        running.Until(() => Steps() >= From);
        var early = running.Memory;
        running.Until(() => Steps() >= To);
        var late = running.Memory;

        Assert.True(early > 0 && late > 0, "the run ended before it could be measured");
        Assert.Equal(0, running.Wait().ExitCode);
        Assert.True(late - early <= MostGrowth, $"{early >> 20} MB at step {From}, {late >> 20} MB at step {To}");
    }

    int Steps()
    {
        var log = folder.File("run", "log.jsonl");
        if (!File.Exists(log))
            return 0;
        using var reader = new StreamReader(new FileStream(log, FileMode.Open, FileAccess.Read, FileShare.ReadWrite));
        return reader.ReadToEnd().Count(c => c == '\n');
    }
}
