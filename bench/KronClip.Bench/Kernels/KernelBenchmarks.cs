using BenchmarkDotNet.Attributes;
using BenchmarkDotNet.Running;
using KronClip.Bench.Models;
using KronClip.Compute;

namespace KronClip.Bench.Kernels;

/// <summary>Single operations of the engine at the shapes of 50 classes (203 rows of width 512), one thread, by BenchmarkDotNet.</summary>
public class KernelBenchmarks
{
    const int Rows = 203, Width = 512, Heads = 8, Prefix = 5, Classes = 49;

    readonly Engine engine = new(Engine.Widest, 1);
    readonly SequenceLayout layout = new(Prefix, [.. Enumerable.Range(0, Classes).Select(_ => 4), 2], causal: true);
    readonly Matrix x = StepCase.Normal(Rows, Width, "x", 1), y = new(Rows, Width), wide = StepCase.Normal(Rows, 4 * Width, "wide", 1), wideResult = new(Rows, 4 * Width);
    readonly Matrix qkv = StepCase.Normal(Rows, 3 * Width, "qkv", 1), dQkv = new(Rows, 3 * Width), sums = new(Rows, Heads);
    readonly float[] gain = StepCase.Normal(1, Width, "gain", 1).Data, mean = new float[Rows], deviation = new float[Rows];
    PackedWeights up = null!, down = null!;

    /// <summary>Runs what the command line asks for.</summary>
    public static void Run(string[] args) => BenchmarkSwitcher.FromTypes([typeof(KernelBenchmarks)]).Run(args.Length == 0 ? ["--filter", "*"] : args);

    /// <summary>Packs the weights.</summary>
    [GlobalSetup]
    public void Pack()
    {
        up = PackedWeights.FromProjection(engine, StepCase.Normal(Width, 4 * Width, "up", 0.05f).Data, Width, 4 * Width);
        down = PackedWeights.FromProjection(engine, StepCase.Normal(4 * Width, Width, "down", 0.05f).Data, 4 * Width, Width);
        LayerNorm.Forward(engine, x, gain, gain, 1e-5f, y, mean, deviation);
        Attention.Forward(engine, qkv, layout, Heads, y, sums);
    }

    /// <summary>[203×512]·[512×2048].</summary>
    [Benchmark]
    public void ProductUp() => Product.Forward(engine, x, up, wideResult);

    /// <summary>[203×2048]·[2048×512].</summary>
    [Benchmark]
    public void ProductDown() => Product.Forward(engine, wide, down, y);

    /// <summary>Layer norm, forward.</summary>
    [Benchmark]
    public void LayerNormForward() => LayerNorm.Forward(engine, x, gain, gain, 1e-5f, y, mean, deviation);

    /// <summary>Layer norm, backward.</summary>
    [Benchmark]
    public void LayerNormBackward() => LayerNorm.BackwardToInput(engine, x, x, mean, deviation, gain, y);

    /// <summary>QuickGELU of the hidden layer.</summary>
    [Benchmark]
    public void QuickGelu() => Activations.Forward(engine, Activation.QuickGelu, wide, wideResult);

    /// <summary>Attention over prefix and suffixes, forward.</summary>
    [Benchmark]
    public void AttentionForward() => Attention.Forward(engine, qkv, layout, Heads, y, sums);

    /// <summary>Attention, backward.</summary>
    [Benchmark]
    public void AttentionBackward() => Attention.BackwardToInput(engine, x, qkv, sums, layout, Heads, dQkv);
}
