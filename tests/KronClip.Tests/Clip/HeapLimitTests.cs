using System.Diagnostics;
using System.Globalization;

namespace KronClip.Tests.Clip;

/// <summary>T6: running out of memory. The test proper runs in a process of its own, for a heap's limit is set when a process begins.</summary>
public class HeapLimitTests
{
    /// <summary>Bytes of the limited heap: less than 12,000 classes of the tiny model keep, more than one chunk of them needs.</summary>
    public const long Limit = 220L << 20;

    [Fact]
    public async Task AStepGoesOnInALimitedHeap()
    {
        var start = new ProcessStartInfo(Environment.ProcessPath!) { RedirectStandardOutput = true, RedirectStandardError = true };
        start.ArgumentList.Add("--filter-method");
        start.ArgumentList.Add($"{typeof(TextPassTests).FullName}.{nameof(TextPassTests.AStepGoesOnWithTheMemoryThereIs)}");
        start.Environment["DOTNET_GCHeapHardLimit"] = Limit.ToString("x", CultureInfo.InvariantCulture);
        using var child = Process.Start(start)!;
        var errors = child.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        var said = await child.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        await child.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.True(child.ExitCode == 0 && said.Contains("succeeded: 1", StringComparison.Ordinal), $"exit code {child.ExitCode}: {said} {await errors}");
    }
}
