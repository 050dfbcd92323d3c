using System.Runtime.Intrinsics;
using KronClip.Compute.Kernels;

namespace KronClip.Compute;

/// <summary>
/// Where operations run: a kernel path and a number of threads. Immutable and thread-safe. The default takes the widest path of the processor
/// and all its cores; the environment variables KRONCLIP_KERNEL (scalar, 128, 256, 512),
/// KRONCLIP_THREADS and KRONCLIP_MEMORY (MiB) force another choice.
/// </summary>
public sealed class Engine
{
    static readonly Lazy<Engine> Shared = new(FromEnvironment);

    /// <summary>An engine on a given path; <paramref name="threads"/> 0 means all cores, <paramref name="memoryBudget"/> is in bytes.</summary>
    /// <exception cref="OptionsException">The processor lacks the path, or the thread count or the budget is negative.</exception>
    public Engine(KernelPath path, int threads = 0, long memoryBudget = UsualMemoryBudget)
    {
        if (!IsSupported(path))
            throw new OptionsException($"This processor has no {path} kernels; its widest path is {Widest}.");
        if (threads < 0)
            throw new OptionsException($"Thread count {threads} is negative; give 1 or more, or 0 for all cores.");
        if (memoryBudget < 0)
            throw new OptionsException($"A memory budget of {memoryBudget} bytes is negative; give 0 or more.");
        (Path, MemoryBudget) = (path, memoryBudget);
        Threads = threads == 0 ? Environment.ProcessorCount : threads;
        RowKernels = RowKernels.For(path);
        ProductKernel = ProductKernel.For(path);
    }

    /// <summary>1 GiB: with the weights of ViT-B/16's text tower, 1000 classes then take less than 1.5 GB in all.</summary>
    public const long UsualMemoryBudget = 1L << 30;

    /// <summary>The process-wide default.</summary>
    public static Engine Default => Shared.Value;

    /// <summary>The widest path that this processor runs in hardware.</summary>
    public static KernelPath Widest =>
        Vector512.IsHardwareAccelerated ? KernelPath.Vector512
        : Vector256.IsHardwareAccelerated ? KernelPath.Vector256
        : Vector128.IsHardwareAccelerated ? KernelPath.Vector128
        : KernelPath.Scalar;

    /// <summary>The kernels in use.</summary>
    public KernelPath Path { get; }

    /// <summary>
    /// Bytes that a training step may keep between its way there and its way back; what does not fit is computed twice. Weights, and the little room that one
    /// chunk of classes needs, are not counted.
    /// </summary>
    public long MemoryBudget { get; }

    /// <summary>The largest number of threads an operation uses.</summary>
    public int Threads { get; }

    /// <summary>Row by row operations of <see cref="Path"/>.</summary>
    internal RowKernels RowKernels { get; }

    /// <summary>Innermost product loop of <see cref="Path"/>.</summary>
    internal ProductKernel ProductKernel { get; }

    /// <summary>Whether the processor runs <paramref name="path"/> in hardware.</summary>
    public static bool IsSupported(KernelPath path) => path <= Widest;

    /// <summary>
    /// Runs <paramref name="body"/> for 0 … count-1, in parallel where the engine has threads. Each index must write its own part of the result only;
    /// then the outcome does not depend on the thread count. A free thread takes the next index, so uneven work is shared well. Calls may be nested:
    /// the calling thread works too and waits only for indices already begun. An exception of the body comes through as it was thrown.
    /// </summary>
    public void ForEach(int count, Action<int> body)
    {
        ArgumentNullException.ThrowIfNull(body);
        var work = new DelegateWork(body);
        ForEach(count, ref work);
    }

    /// <summary>The same without a delegate, so that nothing is allocated.</summary>
    internal unsafe void ForEach<TWork>(int count, ref TWork work) where TWork : struct, IIndexedWork
    {
#pragma warning disable CS8500 // the structure lies on the caller's stack, which neither moves nor ends before the loop does
        fixed (TWork* state = &work)
            WorkerGang.Run(count, Threads, &Call<TWork>, state);
#pragma warning restore CS8500
    }

#pragma warning disable CS8500
    static unsafe void Call<TWork>(void* state, int index) where TWork : struct, IIndexedWork => ((TWork*)state)->Run(index);
#pragma warning restore CS8500

    readonly struct DelegateWork(Action<int> body) : IIndexedWork
    {
        public void Run(int index) => body(index);
    }

    static Engine FromEnvironment()
    {
        var name = Environment.GetEnvironmentVariable("KRONCLIP_KERNEL");
        var path = name switch
        {
            null or "" => Widest,
            "scalar" => KernelPath.Scalar,
            "128" => KernelPath.Vector128,
            "256" => KernelPath.Vector256,
            "512" => KernelPath.Vector512,
            _ => throw new OptionsException($"KRONCLIP_KERNEL is '{name}'; use scalar, 128, 256 or 512."),
        };
        return new Engine(path, WholeNumber("KRONCLIP_THREADS", 0, "0 for all cores"), (long)WholeNumber("KRONCLIP_MEMORY", (int)(UsualMemoryBudget >> 20), "of MiB") << 20);
    }

    static int WholeNumber(string variable, int usual, string meaning)
    {
        var text = Environment.GetEnvironmentVariable(variable);
        if (string.IsNullOrEmpty(text))
            return usual;
        return int.TryParse(text, System.Globalization.CultureInfo.InvariantCulture, out var number) && number >= 0
            ? number
            : throw new OptionsException($"{variable} is '{text}'; give a whole number, {meaning}.");
    }
}
