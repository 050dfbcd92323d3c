namespace KronClip.Evaluation;

/// <summary>
/// Temperature scaling (Guo et al., "On Calibration of Modern Neural Networks", ICML 2017): the one T for which softmax(z/T) gives the labels the highest likelihood. The mean
/// loss is convex in 1/T, so a search by golden section finds it.
/// </summary>
public static class TemperatureFit
{
    const double Widest = 1e4;                 // T from 1e-4 to 1e4
    const int Steps = 80;

    /// <summary>T.</summary>
    /// <param name="logits">z, N rows of C numbers.</param>
    /// <param name="labels">[N]; some may be wrong, which makes T larger, as it should.</param>
    public static double Of(IReadOnlyList<double[]> logits, IReadOnlyList<int> labels)
    {
        ArgumentNullException.ThrowIfNull(logits);
        ArgumentNullException.ThrowIfNull(labels);
        var ratio = (Math.Sqrt(5) - 1) / 2;
        var (low, high) = (-Math.Log(Widest), Math.Log(Widest));           // of log 1/T
        var (left, right) = (high - ratio * (high - low), low + ratio * (high - low));
        var (atLeft, atRight) = (Loss(logits, labels, left), Loss(logits, labels, right));
        for (var step = 0; step < Steps; step++)
        {
            if (atLeft <= atRight)
            {
                (high, right, atRight) = (right, left, atLeft);
                left = high - ratio * (high - low);
                atLeft = Loss(logits, labels, left);
            }
            else
            {
                (low, left, atLeft) = (left, right, atRight);
                right = low + ratio * (high - low);
                atRight = Loss(logits, labels, right);
            }
        }
        return Math.Exp(-(low + high) / 2);
    }

    /// <summary>
    /// T for few pictures. Where all of them are recognised, the likelihood asks for T → 0 and confidences of 1, which no handful of pictures can warrant. So T is that of
    /// <see cref="Of"/> or, if the mean confidence is then above (N + 1) / (N + 2), the least T at which it is not: Laplace's rule of succession for N pictures that are all right.
    /// </summary>
    /// <inheritdoc cref="Of"/>
    public static double OfFew(IReadOnlyList<double[]> logits, IReadOnlyList<int> labels)
    {
        var temperature = Of(logits, labels);
        var most = (labels.Count + 1.0) / (labels.Count + 2);
        if (MeanConfidence(logits, temperature) <= most || MeanConfidence(logits, Widest) > most)
            return temperature;
        var (sure, mild) = (Math.Log(temperature), Math.Log(Widest));      // the mean confidence falls as T rises
        for (var step = 0; step < Steps; step++)
        {
            var middle = (sure + mild) / 2;
            if (MeanConfidence(logits, Math.Exp(middle)) > most)
                sure = middle;
            else
                mild = middle;
        }
        return Math.Exp(mild);
    }

    /// <summary>softmax(z/T) of each row.</summary>
    public static IReadOnlyList<double[]> Probabilities(IReadOnlyList<double[]> logits, double temperature)
    {
        ArgumentNullException.ThrowIfNull(logits);
        return [.. logits.Select(z => TemperedSoftmax.Of(z, temperature))];
    }

    static double MeanConfidence(IReadOnlyList<double[]> logits, double temperature) => logits.Average(z => TemperedSoftmax.Of(z, temperature).Max());

    static double Loss(IReadOnlyList<double[]> logits, IReadOnlyList<int> labels, double logSharpness)
    {
        var (loss, temperature) = (0.0, Math.Exp(-logSharpness));
        for (var i = 0; i < labels.Count; i++)
            loss += TemperedSoftmax.LogLoss(logits[i], labels[i], temperature);
        return loss / labels.Count;
    }
}
