namespace KronClip.Compute;

/// <summary>
/// The weight of a square convolution, packed once as the matrix [kernel · kernel · inChannels × outChannels] that multiplies unfolded pictures.
/// Thread-safe; freed by <see cref="Dispose"/> or the garbage collector.
/// </summary>
public sealed class PackedConvolution : IDisposable
{
    PackedConvolution(PackedWeights weights, int outChannels, int inChannels, int kernel, int stride, int padding) =>
        (Weights, OutChannels, InChannels, Kernel, Stride, Padding) = (weights, outChannels, inChannels, kernel, stride, padding);

    /// <summary>Channels of the result.</summary>
    public int OutChannels { get; }

    /// <summary>Channels of the input.</summary>
    public int InChannels { get; }

    /// <summary>Height and width of the window, in pixels.</summary>
    public int Kernel { get; }

    /// <summary>Pixels from one window to the next, both ways.</summary>
    public int Stride { get; }

    /// <summary>Zeros added on every side, in pixels.</summary>
    public int Padding { get; }

    /// <summary>The packed matrix.</summary>
    internal PackedWeights Weights { get; }

    /// <summary>Packs <paramref name="weight"/> [outChannels, inChannels, kernel, kernel], as in torch.nn.Conv2d without groups or dilation.</summary>
    /// <exception cref="ArgumentException">The length does not fit, or a size is not positive.</exception>
    public static PackedConvolution Pack(
        Engine engine, ReadOnlySpan<float> weight, int outChannels, int inChannels, int kernel, int stride, int padding)
    {
        ArgumentNullException.ThrowIfNull(engine);
        ArgumentOutOfRangeException.ThrowIfLessThan(outChannels, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(inChannels, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(kernel, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(stride, 1);
        ArgumentOutOfRangeException.ThrowIfNegative(padding);
        var inner = checked(kernel * kernel * inChannels);
        if (weight.Length != (long)outChannels * inner)
        {
            throw new ArgumentException(
                $"A convolution of {inChannels} to {outChannels} channels and {kernel} × {kernel} pixels has {(long)outChannels * inner} weights, "
                + $"not {weight.Length}.", nameof(weight));
        }

        // [out, in, y, x] → [out, (y, x, in)]: in unfolded NHWC rows the channels of one pixel stand together.
        var permuted = new float[weight.Length];
        for (var o = 0; o < outChannels; o++)
        {
            for (var c = 0; c < inChannels; c++)
            {
                for (var at = 0; at < kernel * kernel; at++)
                    permuted[(o * kernel * kernel + at) * inChannels + c] = weight[(o * inChannels + c) * kernel * kernel + at];
            }
        }
        var packed = PackedWeights.FromLinear(engine, permuted, outChannels, inner);
        return new PackedConvolution(packed, outChannels, inChannels, kernel, stride, padding);
    }

    /// <summary>Height or width of the result for an input of <paramref name="size"/> pixels; 0 where the window does not fit.</summary>
    public int OutputSize(int size) => size + 2 * Padding < Kernel ? 0 : (size + 2 * Padding - Kernel) / Stride + 1;

    /// <summary>Frees the weights.</summary>
    public void Dispose() => Weights.Dispose();
}
