using System.Runtime.Intrinsics.X86;

namespace KronClip.Compute.Kernels;

/// <summary>What is done to the rows of a product's left factor while they are packed.</summary>
enum RowPrologue
{
    /// <summary>Nothing.</summary>
    None,

    /// <summary>Layer norm of each row.</summary>
    LayerNorm,

    /// <summary>act(row).</summary>
    Activation,

    /// <summary>act′(other) · row, the way back through an activation.</summary>
    ActivationSlope,
}

/// <summary>
/// The left factor of a product [rows × inner], and what it goes through on its way into the packed form: in this way neither a normalised nor an
/// activated matrix is ever written to memory.
/// </summary>
unsafe struct ProductRows
{
    const int Line = 16;                    // floats of a cache line

    /// <summary>The stored rows.</summary>
    public MatrixView Values;

    /// <summary>What happens to them.</summary>
    public RowPrologue Prologue;

    /// <summary>Layer norm: gain and bias, [inner].</summary>
    public float* Gain, Bias;

    /// <summary>Layer norm: added to the variance.</summary>
    public float Epsilon;

    /// <summary>Layer norm: receive each row's mean and 1/√(variance + epsilon), [rows]; or null.</summary>
    public float* Mean, ReciprocalDeviation;

    /// <summary>The activation.</summary>
    public Activation Activation;

    /// <summary>Slope: what went into the activation, [rows × inner], contiguous.</summary>
    public float* PreActivation;

    /// <summary>Rows as they are.</summary>
    public static implicit operator ProductRows(MatrixView values) => new() { Values = values };

    /// <summary>Packs <paramref name="count"/> rows, from <paramref name="first"/> on, to [inner × count].</summary>
    public readonly void Pack(Engine engine, int first, int count, float* target)
    {
        var inner = Values.Columns;
        if (Prologue == RowPrologue.None)
        {
            Packing.Rows(new MatrixView((nint)Values.At(first, 0), count, inner, Values.RowStride, Values.ColumnStride), target);
            return;
        }
        var stride = (nint)inner + Line;                                // rows a power of two apart would all want the same places in the cache
        using var scratch = new Scratch(count * stride);
        for (var r = 0; r < count; r++)
        {
            var row = first + r;
            var x = Values.At(row, 0);
            var y = scratch.Pointer + r * stride;
            FetchRow(row + engine.ProductKernel.LargestTileRows);
            switch (Prologue)
            {
                case RowPrologue.LayerNorm:
                    engine.RowKernels.LayerNorm(x, Gain, Bias, Epsilon, y, inner, out var mean, out var reciprocalDeviation);
                    if (Mean != null)
                        (Mean[row], ReciprocalDeviation[row]) = (mean, reciprocalDeviation);
                    break;
                case RowPrologue.Activation:
                    engine.RowKernels.Activate(Activation, x, y, inner);
                    break;
                default:
                    engine.RowKernels.ActivateBackward(Activation, PreActivation + (nint)row * inner, x, y, inner);
                    break;
            }
        }
        Packing.Rows(new MatrixView(scratch.Pointer, count, inner, stride), target);
    }

    /// <summary>Fetches a row that will be asked for with the next tile.</summary>
    readonly void FetchRow(int row)
    {
        if (!Sse.IsSupported || row >= Values.Rows)
            return;
        for (var c = 0; c < Values.Columns; c += Line)
        {
            Sse.Prefetch1(Values.At(row, c));
            if (Prologue == RowPrologue.ActivationSlope)
                Sse.Prefetch1(PreActivation + (nint)row * Values.Columns + c);
        }
    }
}
