using System.Diagnostics;
using System.Runtime.InteropServices;

namespace KronClip.Load;

/// <summary>The real `kronclip`, which lies beside this program.</summary>
static class CommandLine
{
    static readonly string Host = Path.GetFullPath(Path.Combine(RuntimeEnvironment.GetRuntimeDirectory(), "..", "..", "..", OperatingSystem.IsWindows() ? "dotnet.exe" : "dotnet"));

    public static ProcessStartInfo Of(params string[] arguments) =>
        new(Host, [Path.Combine(AppContext.BaseDirectory, "KronClip.Cli.dll"), .. arguments]) { RedirectStandardOutput = true, RedirectStandardInput = true };

    /// <summary>Runs to the end; what it says to a person is shown.</summary>
    public static void Run(params string[] arguments)
    {
        using var process = Process.Start(Of(arguments))!;
        process.StandardInput.Close();
        process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        if (process.ExitCode != 0)
            throw new InvalidOperationException($"kronclip {string.Join(' ', arguments)} ended with {process.ExitCode}.");
    }
}
