namespace KronClip.Evaluation;

/// <summary>
/// What more labelled pictures may bring, as far as a curve over shots s can tell: error = a·s^-b, a straight line of ln error over ln s by least squares (Hestness et al.,
/// arXiv:1712.00409, find such laws for many tasks). The error of a point is (wrong + ½) / (N + 1), so that a point without a mistake has a logarithm. Pure.
/// </summary>
public static class LearningCurveFit
{
    /// <summary>Fewer points say nothing of a curve.</summary>
    public const int LeastPoints = 3;

    /// <summary>The curve with its estimate.</summary>
    /// <param name="points">By rising shots: which of the measured pictures were recognised, the same pictures in the same order for all.</param>
    /// <param name="stream">Name of the draws, see <see cref="Bootstrap"/>.</param>
    public static ReportedCurve Of(IReadOnlyList<(int Shots, bool[] Right)> points, string stream)
    {
        ArgumentNullException.ThrowIfNull(points);
        return new ReportedCurve([.. points.Select(p => new CurvePoint(p.Shots, Wilson.Of(p.Right.Count(right => right), p.Right.Length)!))], Gain(points, stream));
    }

    /// <summary>Fitted error at the last shots less that at twice as many, a·s^-b·(1 - 2^-b); null with fewer points than <see cref="LeastPoints"/>, or where the error does not fall.</summary>
    static EstimatedGain? Gain(IReadOnlyList<(int Shots, bool[] Right)> points, string stream)
    {
        if (points.Count < LeastPoints)
            return null;
        var gain = Bootstrap.Of(points[0].Right.Length, stream, pictures => Gain(points, pictures));
        return gain is { Value: > 0 } ? new EstimatedGain(2 * points[^1].Shots, gain) : null;
    }

    static double? Gain(IReadOnlyList<(int Shots, bool[] Right)> points, ReadOnlySpan<int> pictures)
    {
        var (x, y) = (new double[points.Count], new double[points.Count]);
        for (var p = 0; p < points.Count; p++)
        {
            var wrong = 0;
            foreach (var picture in pictures)
                wrong += points[p].Right[picture] ? 0 : 1;
            (x[p], y[p]) = (Math.Log(points[p].Shots), Math.Log((wrong + 0.5) / (pictures.Length + 1)));
        }
        var (meanX, meanY) = (x.Average(), y.Average());
        var slope = x.Zip(y, (a, b) => (a - meanX) * (b - meanY)).Sum() / x.Sum(a => (a - meanX) * (a - meanX));       // -b
        return Math.Exp(meanY + slope * (x[^1] - meanX)) * (1 - Math.Pow(2, slope));
    }
}
