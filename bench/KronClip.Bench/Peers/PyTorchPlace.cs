using System.ComponentModel;
using System.Diagnostics;

namespace KronClip.Bench.Peers;

/// <summary>Where the Python with PyTorch is, looked for once.</summary>
static class PyTorchPlace
{
    /// <summary>The environment variable that names another Python than the first of python3 and /usr/bin/python3 that has PyTorch.</summary>
    public const string Variable = "KRONCLIP_BENCH_PYTHON";

    static readonly Lazy<(string? Python, string WhyNone)> Found = new(Find);

    /// <summary>The Python, or null.</summary>
    public static string? Python => Found.Value.Python;

    /// <summary>Why <see cref="Python"/> is null, else empty.</summary>
    public static string WhyNone => Found.Value.WhyNone;

    /// <summary>The peer's program, copied beside this one.</summary>
    public static string Script => Path.Combine(AppContext.BaseDirectory, "peers", "published_step.py");

    static (string?, string) Find()
    {
        if (!File.Exists(Script))
            return (null, $"'{Script}' is missing");
        string[] candidates = Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } given ? [given] : ["python3", "/usr/bin/python3"];
        var reasons = new List<string>();
        foreach (var python in candidates)
        {
            if (Complaint(python) is not { } complaint)
                return (python, "");
            reasons.Add($"{python}: {complaint}");
        }
        return (null, string.Join("; ", reasons));
    }

    /// <summary>What is wrong with a Python; null where it has what the peer needs.</summary>
    static string? Complaint(string python)
    {
        try
        {
            using var process = Process.Start(new ProcessStartInfo(python, ["-B", "-c", "import numpy, torch"]) { RedirectStandardError = true })!;
            var error = process.StandardError.ReadToEnd().Trim();
            process.WaitForExit();
            return process.ExitCode == 0 ? null : error.Split('\n')[^1];
        }
        catch (Win32Exception e)
        {
            return e.Message;
        }
    }
}
