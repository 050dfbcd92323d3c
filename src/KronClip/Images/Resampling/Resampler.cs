using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace KronClip.Images;

/// <summary>
/// Pillow's resize, bit for bit (libImaging/Resample.c): a horizontal pass, rounded to 8 bits, then a vertical one, each left out where
/// that side does not change. Only the pixels of one window of the result are computed, and only the rows that they need.
/// </summary>
static class Resampler
{
    const int Half = 1 << (ResampleWeights.FractionBits - 1);

    /// <summary>Resizes a region of 8-bit samples to width × height and returns the window of it, [window height × window width × channels].</summary>
    /// <param name="source">Samples of a whole picture.</param>
    /// <param name="sourceWidth">Pixels per row of that picture.</param>
    /// <param name="channels">Interleaved samples per pixel, 1 to 4.</param>
    /// <param name="region">What is resized; nothing outside it is looked at.</param>
    /// <param name="width">Width of the whole result.</param>
    /// <param name="height">Height of the whole result.</param>
    /// <param name="window">The part of the result that is wanted.</param>
    /// <param name="filter">The interpolation.</param>
    public static byte[] Resize(ReadOnlySpan<byte> source, int sourceWidth, int channels, PixelRectangle region, int width, int height,
        PixelRectangle window, ResampleFilter filter)
    {
        var columns = region.Width == width ? null : new ResampleWeights(region.Width, width, window.X, window.Width, filter);
        var rows = region.Height == height ? null : new ResampleWeights(region.Height, height, window.Y, window.Height, filter);
        int firstRow = rows?.Begin ?? window.Y, endRow = rows?.End ?? window.Y + window.Height;

        var rowBytes = window.Width * channels;
        var passed = new byte[checked((endRow - firstRow) * rowBytes)];
        var weights = columns?.Fixed() ?? [];
        for (var y = firstRow; y < endRow; y++)
        {
            var row = source.Slice(((region.Y + y) * sourceWidth + region.X) * channels, region.Width * channels);
            var target = passed.AsSpan((y - firstRow) * rowBytes, rowBytes);
            if (columns is null)
                row.Slice(window.X * channels, rowBytes).CopyTo(target);
            else
                ResizeRow(row, channels, columns, weights, target);
        }
        return rows is null ? passed : ResizeColumns(passed, rowBytes, rows);
    }

    static void ResizeRow(ReadOnlySpan<byte> row, int channels, ResampleWeights columns, ReadOnlySpan<int> weights, Span<byte> target)
    {
        var outputs = target.Length / channels;
        for (var x = 0; x < outputs; x++)
        {
            var taps = weights.Slice(x * columns.Stride, columns.Count(x));
            var run = row.Slice(columns.First(x) * channels, taps.Length * channels);
            if (channels >= 3)
                Dot(run, channels, taps, target.Slice(x * channels, channels));
            else
                for (var c = 0; c < channels; c++)
                    target[x * channels + c] = Round(Dot(run[c..], channels, taps));
        }
    }

    /// <summary>One output sample of one channel: Σ weight · sample.</summary>
    static int Dot(ReadOnlySpan<byte> run, int step, ReadOnlySpan<int> taps)
    {
        var sum = Half;
        var t = 0;
        if (step == 1)
        {
            var sums = Vector128<int>.Zero;
            for (; t <= taps.Length - 4; t += 4)
                sums += Vector128.Create(taps.Slice(t, 4)) * Widen(MemoryMarshal.Read<uint>(run[t..]));
            sum += Vector128.Sum(sums);
        }
        for (; t < taps.Length; t++)
            sum += taps[t] * run[t * step];
        return sum;
    }

    /// <summary>One output pixel of three or four channels, one lane each.</summary>
    static void Dot(ReadOnlySpan<byte> run, int channels, ReadOnlySpan<int> taps, Span<byte> pixel)
    {
        var sums = Vector128.Create(Half);
        ref var at = ref MemoryMarshal.GetReference(run);
        var last = taps.Length - 1;
        for (var t = 0; t < last; t++)                          // each read takes four bytes: of three channels, also one of the next pixel
        {
            sums += Vector128.Create(taps[t]) * Widen(Unsafe.ReadUnaligned<uint>(ref at));
            at = ref Unsafe.Add(ref at, channels);
        }
        var end = run[(last * channels)..];                     // the last pixel has no next one
        var packed = end[0] | (uint)end[1] << 8 | (uint)end[2] << 16 | (channels == 4 ? (uint)end[3] << 24 : 0);
        sums += Vector128.Create(taps[last]) * Widen(packed);
        for (var c = 0; c < pixel.Length; c++)
            pixel[c] = Round(sums[c]);
    }

    static byte[] ResizeColumns(byte[] passed, int rowBytes, ResampleWeights rows)
    {
        var weights = rows.Fixed();
        var outputs = weights.Length / rows.Stride;
        var result = new byte[checked(outputs * rowBytes)];
        for (var y = 0; y < outputs; y++)
        {
            var taps = weights.AsSpan(y * rows.Stride, rows.Count(y));
            var source = passed.AsSpan((rows.First(y) - rows.Begin) * rowBytes);
            var target = result.AsSpan(y * rowBytes, rowBytes);
            var i = 0;
            for (; i <= rowBytes - Vector<byte>.Count; i += Vector<byte>.Count)
                WeightedRows(source[i..], rowBytes, taps).CopyTo(target[i..]);
            for (; i < rowBytes; i++)
            {
                var sum = Half;
                for (var t = 0; t < taps.Length; t++)
                    sum += taps[t] * source[t * rowBytes + i];
                target[i] = Round(sum);
            }
        }
        return result;
    }

    /// <summary>As many neighbouring output samples as a vector of bytes holds.</summary>
    static Vector<byte> WeightedRows(ReadOnlySpan<byte> source, int rowBytes, ReadOnlySpan<int> taps)
    {
        Vector<int> a = new(Half), b = a, c = a, d = a;
        for (var t = 0; t < taps.Length; t++)
        {
            Vector.Widen(new Vector<byte>(source[(t * rowBytes)..]), out var low, out var high);
            Vector.Widen(low, out var first, out var second);
            Vector.Widen(high, out var third, out var fourth);
            var weight = new Vector<int>(taps[t]);
            a += weight * first.As<uint, int>();
            b += weight * second.As<uint, int>();
            c += weight * third.As<uint, int>();
            d += weight * fourth.As<uint, int>();
        }
        return Vector.Narrow(Vector.Narrow(Round(a), Round(b)), Vector.Narrow(Round(c), Round(d)));
    }

    static Vector<uint> Round(Vector<int> sums) =>
        Vector.Min(Vector.Max(sums >> ResampleWeights.FractionBits, Vector<int>.Zero), new Vector<int>(255)).As<int, uint>();

    static byte Round(int sum) => (byte)Math.Clamp(sum >> ResampleWeights.FractionBits, 0, 255);

    static Vector128<int> Widen(uint packed) =>
        Vector128.WidenLower(Vector128.WidenLower(Vector128.CreateScalar(packed).AsByte())).AsInt32();
}
