using System.Runtime.Intrinsics;

namespace KronClip.Compute.Kernels;

/// <summary>Copies the factors of a product into the order in which the kernel reads them.</summary>
static unsafe class Packing
{
    const int InterleavedSteps = 16;        // floats of a cache line

    /// <summary>Panels that <paramref name="columns"/> columns take.</summary>
    public static int Panels(ProductKernel kernel, int columns) => (columns + kernel.PanelColumns - 1) / kernel.PanelColumns;

    /// <summary>Floats that a packed [inner × columns] factor takes.</summary>
    public static nint PanelFloats(ProductKernel kernel, int inner, int columns) => (nint)Panels(kernel, columns) * kernel.PanelColumns * inner;

    /// <summary>
    /// Packs one panel of the right-hand factor: columns <paramref name="panel"/> · PanelColumns and following of <paramref name="b"/>
    /// [inner × columns] go to <paramref name="target"/> [inner × PanelColumns]; columns beyond the last are zeros.
    /// </summary>
    public static void Panel(ProductKernel kernel, MatrixView b, int panel, float* target)
    {
        var width = kernel.PanelColumns;
        var first = panel * width;
        Interleave(new MatrixView((nint)b.At(0, first), b.Rows, Math.Min(width, b.Columns - first), b.RowStride, b.ColumnStride), width, target);
    }

    /// <summary>Packs rows of the left-hand factor: <paramref name="a"/> [rows × inner] to [inner × rows].</summary>
    public static void Rows(MatrixView a, float* target) => Interleave(a.Transposed, a.Rows, target);

    /// <summary>source [inner × count] to target [inner × width], count ≤ width, filled up with zeros.</summary>
    static void Interleave(MatrixView source, int width, float* target)
    {
        var (inner, count) = (source.Rows, source.Columns);
        if (source.ColumnStride == 1)
        {
            for (var k = 0; k < inner; k++)
            {
                var row = new Span<float>(target + (nint)k * width, width);
                new ReadOnlySpan<float>(source.At(k, 0), count).CopyTo(row);
                row[count..].Clear();
            }
            return;
        }
        // Sums of surplus columns are thrown away; zeros only keep denormal leftovers, which slow some processors, out of them.
        if (count < width)
            new Span<float>(target, inner * width).Clear();
        if (source.RowStride == 1 && count >= 4 && Vector128.IsHardwareAccelerated)
        {
            // A few inner steps of all columns at a time: then each line of the target is written at one go, and each line of a source read at one go.
            for (var k = 0; k < inner; k += InterleavedSteps)
            {
                var steps = Math.Min(InterleavedSteps, inner - k);
                for (var c = 0; c < count; c += 4)
                {
                    var first = Math.Min(c, count - 4);         // the last four may overlap the four before; they write the same numbers again
                    InterleaveFour(source.At(k, first), source.ColumnStride, steps, width, target + (nint)k * width + first);
                }
            }
            return;
        }
        for (var c = 0; c < count; c++)
        {
            for (var k = 0; k < inner; k++)
                target[(nint)k * width + c] = *source.At(k, c);
        }
    }

    /// <summary>Four columns, each contiguous in the source: blocks of 4 × 4 are transposed in registers.</summary>
    static void InterleaveFour(float* source, nint stride, int inner, int width, float* target)
    {
        float* s0 = source, s1 = source + stride, s2 = source + 2 * stride, s3 = source + 3 * stride;
        var k = 0;
        for (; k + 4 <= inner; k += 4)
        {
            Vector128<float> a = Vector128.Load(s0 + k), b = Vector128.Load(s1 + k), c = Vector128.Load(s2 + k), d = Vector128.Load(s3 + k);
            Vector128<double> abLow = Interleaving.Lower(a, b).AsDouble(), abHigh = Interleaving.Upper(a, b).AsDouble();      // a0 b0 a1 b1, a2 b2 a3 b3
            Vector128<double> cdLow = Interleaving.Lower(c, d).AsDouble(), cdHigh = Interleaving.Upper(c, d).AsDouble();
            Interleaving.Lower(abLow, cdLow).AsSingle().Store(target);
            Interleaving.Upper(abLow, cdLow).AsSingle().Store(target + width);
            Interleaving.Lower(abHigh, cdHigh).AsSingle().Store(target + 2 * width);
            Interleaving.Upper(abHigh, cdHigh).AsSingle().Store(target + 3 * width);
            target += 4 * width;
        }
        for (; k < inner; k++, target += width)
        {
            target[0] = s0[k];
            target[1] = s1[k];
            target[2] = s2[k];
            target[3] = s3[k];
        }
    }
}
