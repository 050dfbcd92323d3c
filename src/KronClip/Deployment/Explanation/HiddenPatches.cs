namespace KronClip.Deployment;

/// <summary>Copies of a prepared picture in which some patches are filled. Works on normalised values [3×S×S], so all sums are the same on every machine.</summary>
static class HiddenPatches
{
    /// <summary>Three passes of a box filter are near a Gaussian; this many eighths of the side is its reach to either side.</summary>
    const int BlurPasses = 3;

    /// <summary>What a wholly hidden picture would be, [3×S×S].</summary>
    public static float[] Filling(ReadOnlySpan<float> chw, int size, PatchFilling filling) => filling switch
    {
        PatchFilling.Grey => new float[chw.Length],
        PatchFilling.Mean => Mean(chw, size * size),
        PatchFilling.Blur => Blurred(chw, size),
        _ => throw new ArgumentOutOfRangeException(nameof(filling)),
    };

    /// <summary>Writes the picture with the hidden patches filled.</summary>
    /// <param name="grid">The patches.</param>
    /// <param name="chw">The picture, [3×S×S].</param>
    /// <param name="filling">As <see cref="Filling"/> gives it.</param>
    /// <param name="hidden">Which patches, [g²].</param>
    /// <param name="target">[3×S×S].</param>
    public static void Hide(PatchGrid grid, ReadOnlySpan<float> chw, ReadOnlySpan<float> filling, ReadOnlySpan<bool> hidden, Span<float> target)
    {
        chw.CopyTo(target);
        for (var patch = 0; patch < hidden.Length; patch++)
        {
            if (!hidden[patch])
                continue;
            var at = grid.Patch(patch);
            for (var channel = 0; channel < 3; channel++)
            {
                for (var y = at.Y; y < at.Y + at.Height; y++)
                {
                    var start = (channel * grid.ImageSize + y) * grid.ImageSize + at.X;
                    filling.Slice(start, at.Width).CopyTo(target[start..]);
                }
            }
        }
    }

    static float[] Mean(ReadOnlySpan<float> chw, int plane)
    {
        var result = new float[chw.Length];
        for (var channel = 0; channel < 3; channel++)
        {
            var sum = 0.0;
            foreach (var value in chw.Slice(channel * plane, plane))
                sum += value;
            result.AsSpan(channel * plane, plane).Fill((float)(sum / plane));
        }
        return result;
    }

    static float[] Blurred(ReadOnlySpan<float> chw, int size)
    {
        var reach = Math.Max(1, size / 8);
        var (result, other) = (chw.ToArray(), new float[chw.Length]);
        for (var pass = 0; pass < BlurPasses; pass++)
        {
            for (var line = 0; line < 3 * size; line++)
                Box(result.AsSpan(line * size, size), other.AsSpan(line * size), 1, size, reach);
            for (var channel = 0; channel < 3; channel++)
            {
                for (var x = 0; x < size; x++)
                    Box(other.AsSpan(channel * size * size + x), result.AsSpan(channel * size * size + x), size, size, reach);
            }
        }
        return result;
    }

    /// <summary>Means of 2·reach + 1 values along a line, fewer at its ends.</summary>
    static void Box(ReadOnlySpan<float> from, Span<float> to, int step, int count, int reach)
    {
        var (sum, inside) = (0.0, 0);
        for (var i = 0; i < Math.Min(reach, count); i++)
            (sum, inside) = (sum + from[i * step], inside + 1);
        for (var i = 0; i < count; i++)
        {
            if (i + reach < count)
                (sum, inside) = (sum + from[(i + reach) * step], inside + 1);
            if (i - reach - 1 >= 0)
                (sum, inside) = (sum - from[(i - reach - 1) * step], inside - 1);
            to[i * step] = (float)(sum / inside);
        }
    }
}
