using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Text;

namespace KronClip.Cli.Tests;

/// <summary>What a finished process said.</summary>
sealed record CliResult(int ExitCode, string Output, string Error)
{
    /// <summary>For assertions: everything, so that a failing test tells why.</summary>
    public override string ToString() => $"exit {ExitCode}\n--- output\n{Output}\n--- error\n{Error}";
}

/// <summary>Runs the real `kronclip` as a child process: nothing on standard input, an environment of its own, a time limit.</summary>
sealed class CliRunner(string workingFolder, string cache)
{
    /// <summary>Ends what hangs. It is no measure of speed: a busy machine may take many times as long as a quiet one.</summary>
    internal static readonly TimeSpan Limit = TimeSpan.FromMinutes(10);

    /// <summary>Variables for every run, over those of this process.</summary>
    public Dictionary<string, string?> Environment { get; init; } = [];

    public string WorkingFolder => workingFolder;

    /// <summary>The runtime's host, which is also right where no `dotnet` is on the path.</summary>
    public static string Host { get; } = Path.GetFullPath(Path.Combine(
        RuntimeEnvironment.GetRuntimeDirectory(), "..", "..", "..", OperatingSystem.IsWindows() ? "dotnet.exe" : "dotnet"));

    public static string Program { get; } = Path.Combine(AppContext.BaseDirectory, "KronClip.Cli.dll");

    /// <summary>Runs to the end.</summary>
    public CliResult Run(params string[] arguments) => Start(arguments).Wait(Limit);

    /// <summary>Runs, expects an exit code, and gives what was said.</summary>
    public CliResult Expect(int exitCode, params string[] arguments)
    {
        var result = Run(arguments);
        Assert.True(result.ExitCode == exitCode, $"kronclip {string.Join(' ', arguments)}: exit {exitCode} expected\n{result}");
        return result;
    }

    public RunningCli Start(params string[] arguments) => Launch(Host, [Program, .. arguments]);

    /// <summary>Runs another program of this solution to the end.</summary>
    public CliResult RunProgram(string program, params string[] arguments) => Launch(Host, [Path.Combine(AppContext.BaseDirectory, program), .. arguments]).Wait(Limit);

    /// <summary>Runs a line of bash in which $KRONCLIP stands for the command.</summary>
    public CliResult Bash(string script)
    {
        if (OperatingSystem.IsWindows())
            Assert.Skip("needs bash");
        return Launch("bash", ["-c", $"KRONCLIP='{Host} {Program}'\n{script}"]).Wait(Limit);
    }

    /// <summary>
    /// A shell starts a command in the background with Ctrl-C ignored, and every child inherits that; then the command rightly ignores it too. Tests that send
    /// the signal need it back.
    /// </summary>
    static bool InterruptIsIgnored { get; } = OperatingSystem.IsLinux() && File.ReadLines("/proc/self/status")
        .Any(line => line.StartsWith("SigIgn:", StringComparison.Ordinal) && (Convert.ToUInt64(line[7..].Trim(), 16) & 0b10) != 0);

    RunningCli Launch(string file, IReadOnlyList<string> arguments)
    {
        if (InterruptIsIgnored)
            (file, arguments) = ("env", ["--default-signal=INT", file, .. arguments]);
        var start = new ProcessStartInfo(file, arguments)
        {
            WorkingDirectory = workingFolder,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            StandardOutputEncoding = new UTF8Encoding(false),
            StandardErrorEncoding = new UTF8Encoding(false),
        };
        foreach (var name in start.Environment.Keys.Where(name => name.StartsWith("KRONCLIP_", StringComparison.Ordinal) || name is "NO_COLOR" or "LC_ALL" or "LANG").ToArray())
            start.Environment.Remove(name);
        start.Environment["KRONCLIP_CACHE"] = cache;
        foreach (var (name, value) in Environment)
            start.Environment[name] = value;
        var process = Process.Start(start)!;
        process.StandardInput.Close();
        return new RunningCli(process);
    }
}

/// <summary>A process under way.</summary>
sealed partial class RunningCli
{
    readonly Process process;
    readonly Task<string> output, error;

    public RunningCli(Process process)
    {
        this.process = process;
        output = process.StandardOutput.ReadToEndAsync();
        error = process.StandardError.ReadToEndAsync();
    }

    public bool HasExited => process.HasExited;

    /// <summary>Bytes of memory in use now, managed or not; 0 once it has ended.</summary>
    public long Memory
    {
        get
        {
            process.Refresh();
            return process.HasExited ? 0 : process.WorkingSet64;
        }
    }

    public CliResult Wait(TimeSpan? limit = null)
    {
        using (process)
        {
            if (!process.WaitForExit(limit ?? CliRunner.Limit))
            {
                process.Kill(entireProcessTree: true);
                Assert.Fail($"The process did not end in time.\n{output.Result}\n{error.Result}");
            }
            process.WaitForExit();
            return new CliResult(process.ExitCode, output.Result, error.Result);
        }
    }

    /// <summary>Waits until something is true of the world, or the process has ended.</summary>
    public void Until(Func<bool> holds)
    {
        var clock = Stopwatch.StartNew();
        while (!holds() && !process.HasExited)
        {
            Assert.True(clock.Elapsed < CliRunner.Limit, "What was waited for did not happen.");
            Thread.Sleep(5);
        }
    }

    /// <summary>As `kill -9` does.</summary>
    public CliResult Kill()
    {
        try
        {
            process.Kill();
        }
        catch (InvalidOperationException)
        {
            // It has ended by itself.
        }
        return Wait();
    }

    public const int Interrupt = 2, Terminate = 15;

    public void Signal(int number)
    {
        if (OperatingSystem.IsWindows())
            Assert.Skip("needs POSIX signals");
        Assert.Equal(0, SendSignal(process.Id, number));
    }

    [DllImport("libc", EntryPoint = "kill", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int SendSignal(int process, int signal);
}
