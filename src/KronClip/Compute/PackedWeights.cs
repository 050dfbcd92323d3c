using KronClip.Compute.Kernels;

namespace KronClip.Compute;

/// <summary>
/// A frozen weight matrix W [Inputs × Outputs], copied once into the order in which an engine's product kernel reads it, outside the managed heap.
/// The order belongs to the engine's kernel path: use it with engines of that path. Thread-safe; freed by <see cref="Dispose"/> or, at the
/// latest, by the garbage collector. The transposed form doubles the memory and is made only when a backward pass first asks for it.
/// </summary>
public sealed unsafe class PackedWeights : IDisposable
{
    readonly AlignedMemory panels;
    readonly Lock transposing = new();
    AlignedMemory? transposedPanels;
    bool disposed;

    PackedWeights(Engine engine, MatrixView weight)
    {
        (Path, Inputs, Outputs) = (engine.Path, weight.Rows, weight.Columns);
        var kernel = engine.ProductKernel;
        panels = new AlignedMemory(Packing.PanelFloats(kernel, Inputs, Outputs));
        var packing = new PackPanels { Kernel = kernel, Source = weight, Target = panels.Pointer };
        engine.ForEach(Packing.Panels(kernel, Outputs), ref packing);
    }

    /// <summary>Rows of W: length of a row of x in y = x W.</summary>
    public int Inputs { get; }

    /// <summary>Columns of W: length of a row of y in y = x W.</summary>
    public int Outputs { get; }

    /// <summary>The kernel path for which the weights are packed.</summary>
    public KernelPath Path { get; }

    /// <summary>Packs <paramref name="weight"/> [outputs × inputs], the layout of torch.nn.Linear, so that y = x weightᵀ.</summary>
    /// <exception cref="ArgumentException">The length is not outputs × inputs.</exception>
    public static PackedWeights FromLinear(Engine engine, ReadOnlySpan<float> weight, int outputs, int inputs)
    {
        RequireLength(engine, weight, inputs, outputs);
        fixed (float* data = weight)
            return new PackedWeights(engine, new MatrixView(data, outputs, inputs, inputs).Transposed);
    }

    /// <summary>Packs <paramref name="weight"/> [inputs × outputs], the layout of CLIP's projections, so that y = x weight.</summary>
    /// <exception cref="ArgumentException">The length is not inputs × outputs.</exception>
    public static PackedWeights FromProjection(Engine engine, ReadOnlySpan<float> weight, int inputs, int outputs)
    {
        RequireLength(engine, weight, inputs, outputs);
        fixed (float* data = weight)
            return new PackedWeights(engine, new MatrixView(data, inputs, outputs, outputs));
    }

    /// <summary>Frees the memory, after any product that is under way; later use is an <see cref="ObjectDisposedException"/>.</summary>
    public void Dispose()
    {
        lock (transposing)
        {
            disposed = true;
            panels.Dispose();
            transposedPanels?.Dispose();
        }
    }

    /// <summary>The panels of W, or of Wᵀ.</summary>
    /// <exception cref="ArgumentException">The engine runs another kernel path.</exception>
    /// <exception cref="ObjectDisposedException">The weights were freed.</exception>
    internal AlignedMemory Panels(Engine engine, bool transposed)
    {
        if (engine.Path != Path)
        {
            throw new ArgumentException(
                $"The weights are packed for {Path} kernels and the engine runs {engine.Path}; pack them with the same engine.", nameof(engine));
        }
        ObjectDisposedException.ThrowIf(disposed, this);
        return transposed ? TransposedPanels(engine) : panels;
    }

    AlignedMemory TransposedPanels(Engine engine)
    {
        lock (transposing)
        {
            ObjectDisposedException.ThrowIf(disposed, this);
            return transposedPanels ??= Transpose(engine.ProductKernel);
        }
    }

    /// <summary>Packs Wᵀ [Outputs × Inputs] from the panels of W: panel s holds W's columns s · width and following as [Inputs × width].</summary>
    AlignedMemory Transpose(ProductKernel kernel)
    {
        var width = kernel.PanelColumns;
        var target = new AlignedMemory(Packing.PanelFloats(kernel, Outputs, Inputs));
        for (var s = 0; s < Packing.Panels(kernel, Outputs); s++)
        {
            var source = new MatrixView(panels.Pointer + (nint)s * Inputs * width, Inputs, Math.Min(width, Outputs - s * width), width).Transposed;
            for (var p = 0; p < Packing.Panels(kernel, Inputs); p++)
                Packing.Panel(kernel, source, p, target.Pointer + ((nint)p * Outputs + s * width) * width);
        }
        return target;
    }

    static void RequireLength(Engine engine, ReadOnlySpan<float> weight, int inputs, int outputs)
    {
        ArgumentNullException.ThrowIfNull(engine);
        ArgumentOutOfRangeException.ThrowIfNegative(inputs);
        ArgumentOutOfRangeException.ThrowIfNegative(outputs);
        if (weight.Length != (long)inputs * outputs)
        {
            throw new ArgumentException(
                $"A weight of {inputs} inputs and {outputs} outputs has {(long)inputs * outputs} numbers, not {weight.Length}.", nameof(weight));
        }
    }
}
