using System.Runtime.InteropServices;
using System.Text.Json;
using System.Text.Json.Nodes;
using KronClip.Compute;

namespace KronClip.Training;

/// <summary>Where a run computes: what a reader of its numbers must know to get them again. Immutable and thread-safe.</summary>
public sealed record RunEnvironment
{
    /// <summary>Version of this library.</summary>
    public required string LibraryVersion { get; init; }

    /// <summary>The .NET runtime, for example ".NET 10.0.1".</summary>
    public required string Runtime { get; init; }

    /// <summary>The operating system, as it names itself.</summary>
    public required string OperatingSystem { get; init; }

    /// <summary>The processor's name, or its architecture where it has none.</summary>
    public required string Processor { get; init; }

    /// <summary>The kernels in use; other ones give other roundings.</summary>
    public required KernelPath KernelPath { get; init; }

    /// <summary>The largest number of threads; it does not change results.</summary>
    public required int Threads { get; init; }

    /// <summary>The environment of this process, with <paramref name="engine"/> doing the computing.</summary>
    public static RunEnvironment Capture(Engine engine)
    {
        ArgumentNullException.ThrowIfNull(engine);
        return new RunEnvironment
        {
            LibraryVersion = Library.Version,
            Runtime = RuntimeInformation.FrameworkDescription,
            OperatingSystem = RuntimeInformation.OSDescription,
            Processor = ProcessorName() ?? RuntimeInformation.ProcessArchitecture.ToString(),
            KernelPath = engine.Path,
            Threads = engine.Threads,
        };
    }

    internal JsonElement ToJson() => CanonicalJson.From(new JsonObject
    {
        ["libraryVersion"] = LibraryVersion,
        ["runtime"] = Runtime,
        ["operatingSystem"] = OperatingSystem,
        ["processor"] = Processor,
        ["kernelPath"] = KernelPath.ToString(),
        ["threads"] = Threads,
    });

    static string? ProcessorName()
    {
        if (Environment.GetEnvironmentVariable("PROCESSOR_IDENTIFIER") is { Length: > 0 } windows)
            return windows;
        try
        {
            var line = File.ReadLines("/proc/cpuinfo").FirstOrDefault(line => line.StartsWith("model name", StringComparison.Ordinal));
            return line?.Split(':', 2)[^1].Trim();
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
