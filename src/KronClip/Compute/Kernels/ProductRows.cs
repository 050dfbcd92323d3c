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

    /// <summary>Whether a part of the inner dimension can be packed by itself.</summary>
    public readonly bool InParts => Prologue != RowPrologue.LayerNorm;

    /// <summary>
    /// Packs columns <paramref name="column"/> … of rows <paramref name="first"/> … to [columns × tileRows]; rows of the tile beyond <paramref name="count"/> are zeros.
    /// </summary>
    public readonly void Pack(Engine engine, int first, int count, int column, int columns, int tileRows, float* target)
    {
        if (Prologue == RowPrologue.None)
        {
            Packing.Rows(new MatrixView((nint)Values.At(first, column), count, columns, Values.RowStride, Values.ColumnStride), tileRows, target);
            return;
        }
        using var scratch = new Scratch((nint)count * columns);
        for (var r = 0; r < count; r++)
        {
            var row = first + r;
            var x = Values.At(row, column);
            var y = scratch.Pointer + (nint)r * columns;
            switch (Prologue)
            {
                case RowPrologue.LayerNorm:
                    engine.RowKernels.LayerNorm(x, Gain, Bias, Epsilon, y, columns, out var mean, out var reciprocalDeviation);
                    if (Mean != null)
                        (Mean[row], ReciprocalDeviation[row]) = (mean, reciprocalDeviation);
                    break;
                case RowPrologue.Activation:
                    engine.RowKernels.Activate(Activation, x, y, columns);
                    break;
                default:
                    engine.RowKernels.ActivateBackward(Activation, PreActivation + (nint)row * Values.Columns + column, x, y, columns);
                    break;
            }
        }
        Packing.Rows(new MatrixView(scratch.Pointer, count, columns, columns), tileRows, target);
    }
}
