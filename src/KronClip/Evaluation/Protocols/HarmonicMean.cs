namespace KronClip.Evaluation;

/// <summary>
/// H = 2·b·n / (b + n) of base and new accuracy: high only where both are. The papers of the field report H of the averages, not the average of H; so does
/// <see cref="ProtocolTable"/>, over seeds.
/// </summary>
public static class HarmonicMean
{
    /// <summary>H in the unit of the two figures; 0 where both are 0.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A figure is negative or not finite.</exception>
    public static double Of(double baseFigure, double newFigure)
    {
        Require(baseFigure, nameof(baseFigure));
        Require(newFigure, nameof(newFigure));
        var sum = baseFigure + newFigure;
        return sum == 0 ? 0 : 2 * baseFigure * newFigure / sum;
    }

    static void Require(double figure, string name)
    {
        if (!double.IsFinite(figure) || figure < 0)
            throw new ArgumentOutOfRangeException(name, figure, "A harmonic mean is taken of figures that are 0 or more.");
    }
}
