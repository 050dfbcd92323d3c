namespace KronClip.Compute;

/// <summary>How vectors point, in fp64.</summary>
static class Directions
{
    /// <summary>x·y / (‖x‖ ‖y‖) of two fp32 vectors of one length; not a number where one of them is zero.</summary>
    public static double Cosine(ReadOnlySpan<float> x, ReadOnlySpan<float> y)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(y.Length, x.Length);
        double xy = 0, xx = 0, yy = 0;
        for (var i = 0; i < x.Length; i++)
            (xy, xx, yy) = (xy + x[i] * (double)y[i], xx + x[i] * (double)x[i], yy + y[i] * (double)y[i]);
        return xy / Math.Sqrt(xx * yy);
    }
}
