namespace KronClip.Evaluation;

/// <summary>
/// The scales of a plot of accuracy over shots: shots along a log2 axis as shares of the width, so that letters keep their size on a narrow screen, accuracy in pixels
/// from the top.
/// </summary>
sealed class ShotScale
{
    const double Left = 0.075, First = 0.11, Last = 0.965, Right = 1;
    const double FewestPoints = 0.2, GuessingInSight = 0.2;

    readonly IReadOnlyList<int> shots;
    readonly int top, bottom;

    /// <param name="curves">What is drawn.</param>
    /// <param name="top">Pixels above the highest line.</param>
    /// <param name="bottom">Pixels down to the lowest line.</param>
    public ShotScale(ShotCurves curves, int top, int bottom)
    {
        (shots, this.top, this.bottom) = (curves.Shots, top, bottom);
        var (chance, figures) = (curves.Chance, curves.Rows.SelectMany(r => r.Figures).OfType<CurveFigure>().ToArray());
        var low = figures.Min(f => f.Mean - f.Spread);
        var high = figures.Max(f => f.Mean + f.Spread);
        ShowsGuessing = chance >= low - GuessingInSight;
        if (ShowsGuessing)
            (low, high) = (Math.Min(low, chance), Math.Max(high, chance));
        Low = Math.Clamp(Math.Floor(10 * low) / 10, 0, 1 - FewestPoints);
        High = Math.Clamp(Math.Max(Math.Ceiling(10 * high) / 10, Low + FewestPoints), 0, 1);
        Step = High - Low > 0.65 ? 0.2 : High - Low > 0.35 ? 0.1 : 0.05;
    }

    /// <summary>The lowest and the highest accuracy in sight, and the distance of the lines.</summary>
    public double Low { get; }

    /// <inheritdoc cref="Low"/>
    public double High { get; }

    /// <inheritdoc cref="Low"/>
    public double Step { get; }

    /// <summary>Whether what guessing would reach is in sight without pressing the figures together.</summary>
    public bool ShowsGuessing { get; }

    /// <summary>Where the plot begins and ends, as shares of the width.</summary>
    public static (double Left, double Right) Frame => (Left, Right);

    /// <summary>Accuracies with a line, from below: whole multiples of <see cref="Step"/>.</summary>
    public IEnumerable<double> Lines()
    {
        for (var i = (int)Math.Ceiling(Low / Step - 1e-9); i * Step <= High + 1e-9; i++)
            yield return i * Step;
    }

    /// <summary>Place of a column, as a share of the width.</summary>
    public double X(int column)
    {
        if (shots.Count == 1)
            return (First + Last) / 2;
        var (from, to) = (Math.Log2(shots[0]), Math.Log2(shots[^1]));
        return First + (Last - First) * (Math.Log2(shots[column]) - from) / (to - from);
    }

    /// <summary>Place of an accuracy, in pixels from the top.</summary>
    public double Y(double accuracy) => bottom - (bottom - top) * (Math.Clamp(accuracy, Low, High) - Low) / (High - Low);
}
