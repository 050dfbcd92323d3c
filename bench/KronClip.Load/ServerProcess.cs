using System.Diagnostics;
using System.Globalization;

namespace KronClip.Load;

/// <summary>`kronclip serve` as a process of its own on a free port of this machine.</summary>
sealed class ServerProcess : IDisposable
{
    readonly Process process;

    ServerProcess(Process process, Uri address) => (this.process, Address) = (process, address);

    public Uri Address { get; }

    /// <summary>Memory in use, MiB.</summary>
    public long Memory
    {
        get
        {
            process.Refresh();
            return process.WorkingSet64 >> 20;
        }
    }

    /// <summary>Processor seconds so far.</summary>
    public double ProcessorSeconds
    {
        get
        {
            process.Refresh();
            return process.TotalProcessorTime.TotalSeconds;
        }
    }

    public static async Task<ServerProcess> Start(string classifier, int threads)
    {
        var process = Process.Start(CommandLine.Of("serve", classifier, "--port", "0", "--threads", threads.ToString(CultureInfo.InvariantCulture)))!;
        try
        {
            const string listening = "Listening on ";
            var line = await process.StandardOutput.ReadLineAsync().ConfigureAwait(false);
            if (line?.StartsWith(listening, StringComparison.Ordinal) != true)
                throw new InvalidOperationException("kronclip serve does not start; what it says stands above.");
            var server = new ServerProcess(process, new Uri(line[listening.Length..]));
            using var client = new HttpClient { BaseAddress = server.Address };
            for (var tries = 0; ; tries++)
            {
                using var answer = await client.GetAsync("/health/ready").ConfigureAwait(false);
                if (answer.IsSuccessStatusCode)
                    return server;
                if (tries == 1200)
                    throw new InvalidOperationException("kronclip serve does not become ready.");
                await Task.Delay(100).ConfigureAwait(false);
            }
        }
        catch
        {
            process.Kill();
            throw;
        }
    }

    public void Dispose()
    {
        process.Kill();
        process.WaitForExit();
        process.Dispose();
    }
}
