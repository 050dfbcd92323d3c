using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.Arm;
using System.Runtime.Intrinsics.X86;

namespace KronClip.Compute.Kernels;

/// <summary>Copies the factors of a product into the order in which the kernel reads them.</summary>
static unsafe class Packing
{
    /// <summary>Panels that <paramref name="columns"/> columns take.</summary>
    public static int Panels(ProductKernel kernel, int columns) => (columns + kernel.PanelColumns - 1) / kernel.PanelColumns;

    /// <summary>Floats that a packed [inner × columns] factor takes.</summary>
    public static nint PanelFloats(ProductKernel kernel, int inner, int columns) => (nint)Panels(kernel, columns) * kernel.PanelColumns * inner;

    /// <summary>
    /// Packs one panel of the right-hand factor: columns <paramref name="panel"/> · PanelColumns and following of <paramref name="b"/> [inner × columns]
    /// go to <paramref name="target"/> [inner × PanelColumns]; columns beyond the last are zeros.
    /// </summary>
    public static void Panel(ProductKernel kernel, MatrixView b, int panel, float* target)
    {
        var width = kernel.PanelColumns;
        var first = panel * width;
        Interleave(new MatrixView((nint)b.At(0, first), b.Rows, Math.Min(width, b.Columns - first), b.RowStride, b.ColumnStride), width, target);
    }

    /// <summary>Packs rows of the left-hand factor: <paramref name="a"/> [valid rows × inner] to [inner × tileRows]; rows beyond the last are zeros.</summary>
    public static void Rows(MatrixView a, int tileRows, float* target) => Interleave(a.Transposed, tileRows, target);

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
        var c = 0;
        if (source.RowStride == 1 && Vector128.IsHardwareAccelerated)
        {
            for (; c + 4 <= count; c += 4)
                InterleaveFour(source.At(0, c), source.ColumnStride, inner, width, target + c);
        }
        for (; c < count; c++)
        {
            for (var k = 0; k < inner; k++)
                target[(nint)k * width + c] = *source.At(k, c);
        }
        for (; c < width; c++)
        {
            for (var k = 0; k < inner; k++)
                target[(nint)k * width + c] = 0;
        }
    }

    /// <summary>Four columns, each contiguous in the source: blocks of 4 × 4 are transposed in registers.</summary>
    static void InterleaveFour(float* source, nint stride, int inner, int width, float* target)
    {
        var (s0, s1, s2, s3) = ((nint)source, (nint)(source + stride), (nint)(source + 2 * stride), (nint)(source + 3 * stride));
        var k = 0;
        for (; k + 4 <= inner; k += 4)
        {
            var (a, b) = (Vector128.Load((float*)s0 + k), Vector128.Load((float*)s1 + k));
            var (c, d) = (Vector128.Load((float*)s2 + k), Vector128.Load((float*)s3 + k));
            var (abLow, abHigh) = (UnpackLow(a, b), UnpackHigh(a, b));        // a0 b0 a1 b1, a2 b2 a3 b3
            var (cdLow, cdHigh) = (UnpackLow(c, d), UnpackHigh(c, d));
            var to = target + (nint)k * width;
            Vector128.Create(abLow.GetLower(), cdLow.GetLower()).Store(to);
            Vector128.Create(abLow.GetUpper(), cdLow.GetUpper()).Store(to + width);
            Vector128.Create(abHigh.GetLower(), cdHigh.GetLower()).Store(to + 2 * width);
            Vector128.Create(abHigh.GetUpper(), cdHigh.GetUpper()).Store(to + 3 * width);
        }
        for (; k < inner; k++)
        {
            var to = target + (nint)k * width;
            (to[0], to[1], to[2], to[3]) = (((float*)s0)[k], ((float*)s1)[k], ((float*)s2)[k], ((float*)s3)[k]);
        }
    }

    /// <summary>a0 b0 a1 b1.</summary>
    static Vector128<float> UnpackLow(Vector128<float> a, Vector128<float> b) =>
        Sse.IsSupported ? Sse.UnpackLow(a, b)
        : AdvSimd.Arm64.IsSupported ? AdvSimd.Arm64.ZipLow(a, b)
        : Vector128.Create(a[0], b[0], a[1], b[1]);

    /// <summary>a2 b2 a3 b3.</summary>
    static Vector128<float> UnpackHigh(Vector128<float> a, Vector128<float> b) =>
        Sse.IsSupported ? Sse.UnpackHigh(a, b)
        : AdvSimd.Arm64.IsSupported ? AdvSimd.Arm64.ZipHigh(a, b)
        : Vector128.Create(a[2], b[2], a[3], b[3]);
}
