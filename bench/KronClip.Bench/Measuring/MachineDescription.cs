using System.Globalization;
using System.Runtime.InteropServices;
using KronClip.Bench.Peers;
using KronClip.Compute;

namespace KronClip.Bench.Measuring;

/// <summary>What the figures were measured on.</summary>
static class MachineDescription
{
    /// <summary>Lines for the head of the report.</summary>
    public static IReadOnlyList<string> Lines(int threads)
    {
        var single = new Engine(Engine.Widest, 1);
        var several = new Engine(Engine.Widest, threads);
        double Peak(Engine engine) => Enumerable.Range(0, 60).Select(_ => MultiplyAddPeak.Measure(engine)).Skip(10).Order().ElementAt(25);
        var lines = new List<string>
        {
            $"Processor: {Processor()}, {Environment.ProcessorCount} cores visible; kernels {Engine.Widest}",
            string.Create(CultureInfo.InvariantCulture, $"Multiply-add peak: {2e-9 * Peak(single):0} GFLOP/s with one thread, {2e-9 * Peak(several):0} with {threads}"),
            string.Create(CultureInfo.InvariantCulture, $"Memory: {GC.GetGCMemoryInfo().TotalAvailableMemoryBytes / 1e9:0} GB; {RuntimeInformation.OSDescription.Split(' ')[0]}; {RuntimeInformation.FrameworkDescription}"),
        };
        if (PyTorchPeer.WhyNotAvailable is { } reason)
            lines.Add($"PyTorch: not available ({reason})");
        else
        {
            using var peer = new PyTorchPeer(threads);
            var hello = peer.Hello();
            lines.Add($"PyTorch {hello.Torch}, {hello.Blas}, {hello.Vector}{(hello.Fused ? ", fused attention" : "")}; ONNX Runtime {OnnxRuntimePeer.Version}");
        }
        return lines;
    }

    static string Processor()
    {
        const string model = "model name";
        if (!File.Exists("/proc/cpuinfo"))
            return RuntimeInformation.ProcessArchitecture.ToString();
        var lines = File.ReadLines("/proc/cpuinfo").TakeWhile(l => l.Length > 0).Select(l => l.Split(':', 2, StringSplitOptions.TrimEntries)).Where(l => l.Length == 2).ToDictionary(l => l[0], l => l[1]);
        return lines.TryGetValue(model, out var name)
            ? $"{name} (family {lines.GetValueOrDefault("cpu family")}, model {lines.GetValueOrDefault("model")})"
            : RuntimeInformation.ProcessArchitecture.ToString();
    }
}
