using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace KronClip.Compute.Kernels;

/// <summary>
/// The row kernels in vectors of one width. A row's last, incomplete vector goes through the same code: it is read filled up with a neutral number
/// and only its own lanes are written.
/// </summary>
sealed unsafe partial class VectorRowKernels<TVector, TLanes> : RowKernels
    where TVector : struct
    where TLanes : struct, ILanes<TVector>
{
    const int WidestVector = 16;

    public override void Activate(Activation activation, float* x, float* y, int n)
    {
        switch (activation)
        {
            case Activation.QuickGelu:
                Activate<QuickGelu<TVector, TLanes>>(x, y, n);
                break;
            case Activation.Gelu:
                Activate<Gelu<TVector, TLanes>>(x, y, n);
                break;
            case Activation.Relu:
                Activate<Relu<TVector, TLanes>>(x, y, n);
                break;
            default:
                Activate<NoActivation<TVector, TLanes>>(x, y, n);
                break;
        }
    }

    public override void ActivateBackward(Activation activation, float* x, float* dy, float* dx, int n)
    {
        switch (activation)
        {
            case Activation.QuickGelu:
                ActivateBackward<QuickGelu<TVector, TLanes>>(x, dy, dx, n);
                break;
            case Activation.Gelu:
                ActivateBackward<Gelu<TVector, TLanes>>(x, dy, dx, n);
                break;
            case Activation.Relu:
                ActivateBackward<Relu<TVector, TLanes>>(x, dy, dx, n);
                break;
            default:
                ActivateBackward<NoActivation<TVector, TLanes>>(x, dy, dx, n);
                break;
        }
    }

    static void Activate<TActivation>(float* x, float* y, int n) where TActivation : struct, ILaneActivation<TVector>
    {
        var i = 0;
        for (; i + TLanes.Width <= n; i += TLanes.Width)
            TLanes.Store(TActivation.Value(TLanes.Load(x + i)), y + i);
        if (i < n)
            WritePart(TActivation.Value(ReadPart(x + i, n - i, 0)), y + i, n - i);
    }

    static void ActivateBackward<TActivation>(float* x, float* dy, float* dx, int n) where TActivation : struct, ILaneActivation<TVector>
    {
        var i = 0;
        for (; i + TLanes.Width <= n; i += TLanes.Width)
            TLanes.Store(TLanes.Multiply(TActivation.Slope(TLanes.Load(x + i)), TLanes.Load(dy + i)), dx + i);
        if (i < n)
            WritePart(TLanes.Multiply(TActivation.Slope(ReadPart(x + i, n - i, 0)), ReadPart(dy + i, n - i, 0)), dx + i, n - i);
    }

    public override void Finish(float* sums, in ProductTail tail, int row, int column, int n)
    {
        var factor = TLanes.Broadcast(tail.Factor);
        var y = tail.Y + row * tail.Stride + column;
        var bias = tail.Bias == null ? null : tail.Bias + column;
        var residual = tail.Residual == null ? null : tail.Residual + row * tail.ResidualStride + column;
        var preActivation = tail.PreActivation == null ? null : tail.PreActivation + row * tail.PreActivationStride + column;
        var (activation, residualFirst) = (tail.Activation, tail.ResidualFirst);
        for (var i = 0; i < n; i += TLanes.Width)
        {
            var v = TLanes.Multiply(factor, Read(sums + i, n - i));
            if (bias != null)
                v = TLanes.Add(v, Read(bias + i, n - i));
            if (preActivation != null)
                Write(v, preActivation + i, n - i);
            if (residual != null && residualFirst)
                v = TLanes.Add(v, Read(residual + i, n - i));
            if (activation != Activation.None)
                v = LaneFunctions<TVector, TLanes>.Activate(activation, v);
            if (residual != null && !residualFirst)
                v = TLanes.Add(v, Read(residual + i, n - i));
            Write(v, y + i, n - i);
        }
    }

    public override float Dot(float* a, float* b, int n)
    {
        // Four sums, so that one multiply-add need not wait for the last.
        var width = TLanes.Width;
        var (s0, s1, s2, s3) = (TLanes.Broadcast(0), TLanes.Broadcast(0), TLanes.Broadcast(0), TLanes.Broadcast(0));
        var i = 0;
        for (; i + 4 * width <= n; i += 4 * width)
        {
            s0 = TLanes.MultiplyAdd(TLanes.Load(a + i), TLanes.Load(b + i), s0);
            s1 = TLanes.MultiplyAdd(TLanes.Load(a + i + width), TLanes.Load(b + i + width), s1);
            s2 = TLanes.MultiplyAdd(TLanes.Load(a + i + 2 * width), TLanes.Load(b + i + 2 * width), s2);
            s3 = TLanes.MultiplyAdd(TLanes.Load(a + i + 3 * width), TLanes.Load(b + i + 3 * width), s3);
        }
        for (; i < n; i += width)
            s0 = TLanes.MultiplyAdd(Read(a + i, n - i), Read(b + i, n - i), s0);
        return TLanes.Sum(TLanes.Add(TLanes.Add(s0, s1), TLanes.Add(s2, s3)));
    }

    public override void Dots(MatrixView a, MatrixView b, float* y, nint stride, bool accumulate)
    {
        if (a.Columns % TLanes.Width != 0)
        {
            for (var i = 0; i < a.Rows; i++)
            {
                for (var j = 0; j < b.Rows; j++)
                    y[i * stride + j] = (accumulate ? y[i * stride + j] : 0) + Dot(a.At(i, 0), b.At(j, 0), a.Columns);
            }
            return;
        }
        // Two rows of a and four of b at a time: each is loaded once for several, and the last steps of four sums over lanes are done together. Beyond the last row
        // the first is taken again and not stored, so a sum is the same wherever its rows lie.
        for (var i = 0; i < a.Rows; i += 2)
        {
            var two = i + 1 < a.Rows;
            float* a0 = a.At(i, 0), a1 = two ? a0 + a.RowStride : a0;
            for (var j = 0; j < b.Rows; j += 4)
            {
                var left = Math.Min(4, b.Rows - j);
                var b0 = b.At(j, 0);
                EightDots(a0, a1, b0, left > 1 ? b0 + b.RowStride : b0, left > 2 ? b0 + 2 * b.RowStride : b0, left > 3 ? b0 + 3 * b.RowStride : b0, a.Columns, out var first, out var second);
                StoreSums(first, y + i * stride + j, left, accumulate);
                if (two)
                    StoreSums(second, y + (i + 1) * stride + j, left, accumulate);
            }
        }
    }

    /// <summary>Whole vectors only, for a call inside the loop would drive the sums out of their registers.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static void EightDots(float* a0, float* a1, float* b0, float* b1, float* b2, float* b3, int n, out Vector128<float> first, out Vector128<float> second)
    {
        var (s00, s01, s02, s03) = (TLanes.Broadcast(0), TLanes.Broadcast(0), TLanes.Broadcast(0), TLanes.Broadcast(0));
        var (s10, s11, s12, s13) = (TLanes.Broadcast(0), TLanes.Broadcast(0), TLanes.Broadcast(0), TLanes.Broadcast(0));
        for (var k = 0; k < n; k += TLanes.Width)
        {
            var (x0, x1) = (TLanes.Load(a0 + k), TLanes.Load(a1 + k));
            var z = TLanes.Load(b0 + k);
            s00 = TLanes.MultiplyAdd(x0, z, s00);
            s10 = TLanes.MultiplyAdd(x1, z, s10);
            z = TLanes.Load(b1 + k);
            s01 = TLanes.MultiplyAdd(x0, z, s01);
            s11 = TLanes.MultiplyAdd(x1, z, s11);
            z = TLanes.Load(b2 + k);
            s02 = TLanes.MultiplyAdd(x0, z, s02);
            s12 = TLanes.MultiplyAdd(x1, z, s12);
            z = TLanes.Load(b3 + k);
            s03 = TLanes.MultiplyAdd(x0, z, s03);
            s13 = TLanes.MultiplyAdd(x1, z, s13);
        }
        first = TLanes.SumOfEach(s00, s01, s02, s03);
        second = TLanes.SumOfEach(s10, s11, s12, s13);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static void StoreSums(Vector128<float> sums, float* y, int count, bool accumulate)
    {
        if (count == 4)
        {
            (accumulate ? sums + Vector128.Load(y) : sums).Store(y);
            return;
        }
        for (var j = 0; j < count; j++)
            y[j] = (accumulate ? y[j] : 0) + sums[j];
    }

    public override void WeightedSum(float* weights, nint weightStride, float* b, nint stride, int count, int n, float* y, bool accumulate)
    {
        var column = 0;
        for (; column + 4 * TLanes.Width <= n; column += 4 * TLanes.Width)      // four vectors of sums at a time stay in registers
        {
            float* to = y + column, from = b + column;
            var s0 = accumulate ? TLanes.Load(to) : TLanes.Broadcast(0);
            var s1 = accumulate ? TLanes.Load(to + TLanes.Width) : TLanes.Broadcast(0);
            var s2 = accumulate ? TLanes.Load(to + 2 * TLanes.Width) : TLanes.Broadcast(0);
            var s3 = accumulate ? TLanes.Load(to + 3 * TLanes.Width) : TLanes.Broadcast(0);
            for (var j = 0; j < count; j++, from += stride)
            {
                var w = TLanes.Broadcast(weights[j * weightStride]);
                s0 = TLanes.MultiplyAdd(w, TLanes.Load(from), s0);
                s1 = TLanes.MultiplyAdd(w, TLanes.Load(from + TLanes.Width), s1);
                s2 = TLanes.MultiplyAdd(w, TLanes.Load(from + 2 * TLanes.Width), s2);
                s3 = TLanes.MultiplyAdd(w, TLanes.Load(from + 3 * TLanes.Width), s3);
            }
            TLanes.Store(s0, to);
            TLanes.Store(s1, to + TLanes.Width);
            TLanes.Store(s2, to + 2 * TLanes.Width);
            TLanes.Store(s3, to + 3 * TLanes.Width);
        }
        for (; column < n; column += TLanes.Width)
        {
            var sum = accumulate ? Read(y + column, n - column) : TLanes.Broadcast(0);
            for (var j = 0; j < count; j++)
                sum = TLanes.MultiplyAdd(TLanes.Broadcast(weights[j * weightStride]), Read(b + j * stride + column, n - column), sum);
            Write(sum, y + column, n - column);
        }
    }

    public override void Scale(float* x, float factor, float* y, int n)
    {
        for (var i = 0; i < n; i += TLanes.Width)
            Write(TLanes.Multiply(TLanes.Broadcast(factor), Read(x + i, n - i)), y + i, n - i);
    }

    public override void SubtractScaled(float* a, float* b, float projection, float factor, float* y, int n)
    {
        for (var i = 0; i < n; i += TLanes.Width)
        {
            var difference = TLanes.MultiplyAdd(TLanes.Broadcast(-projection), Read(b + i, n - i), Read(a + i, n - i));
            Write(TLanes.Multiply(difference, TLanes.Broadcast(factor)), y + i, n - i);
        }
    }

    public override void Add(float* x, float* y, int n)
    {
        for (var i = 0; i < n; i += TLanes.Width)
            Write(TLanes.Add(Read(x + i, n - i), Read(y + i, n - i)), y + i, n - i);
    }

    /// <summary>A vector at <paramref name="p"/>, of which <paramref name="left"/> numbers belong to the row.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static TVector Read(float* p, int left, float fill = 0) => left >= TLanes.Width ? TLanes.Load(p) : ReadPart(p, left, fill);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static void Write(TVector x, float* p, int left)
    {
        if (left >= TLanes.Width)
            TLanes.Store(x, p);
        else
            WritePart(x, p, left);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    static TVector ReadPart(float* p, int count, float fill)
    {
        var whole = stackalloc float[WidestVector];
        for (var i = 0; i < TLanes.Width; i++)
            whole[i] = i < count ? p[i] : fill;
        return TLanes.Load(whole);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    static void WritePart(TVector x, float* p, int count)
    {
        var whole = stackalloc float[WidestVector];
        TLanes.Store(x, whole);
        for (var i = 0; i < count; i++)
            p[i] = whole[i];
    }
}
