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
        var (atLeft, atRight) = (Loss(logits, labels, Math.Exp(left)), Loss(logits, labels, Math.Exp(right)));
        for (var step = 0; step < Steps; step++)
        {
            if (atLeft <= atRight)
            {
                (high, right, atRight) = (right, left, atLeft);
                left = high - ratio * (high - low);
                atLeft = Loss(logits, labels, Math.Exp(left));
            }
            else
            {
                (low, left, atLeft) = (left, right, atRight);
                right = low + ratio * (high - low);
                atRight = Loss(logits, labels, Math.Exp(right));
            }
        }
        return Math.Exp(-(low + high) / 2);
    }

    /// <summary>softmax(z/T) of each row.</summary>
    public static IReadOnlyList<double[]> Probabilities(IReadOnlyList<double[]> logits, double temperature)
    {
        ArgumentNullException.ThrowIfNull(logits);
        return [.. logits.Select(z => Softmax(z, 1 / temperature))];
    }

    static double[] Softmax(double[] z, double sharpness)
    {
        var most = z.Max();
        var p = Array.ConvertAll(z, x => Math.Exp(sharpness * (x - most)));
        var sum = p.Sum();
        return Array.ConvertAll(p, x => x / sum);
    }

    static double Loss(IReadOnlyList<double[]> logits, IReadOnlyList<int> labels, double sharpness)
    {
        var loss = 0.0;
        for (var i = 0; i < labels.Count; i++)
        {
            var most = logits[i].Max();
            loss += Math.Log(logits[i].Sum(x => Math.Exp(sharpness * (x - most)))) - sharpness * (logits[i][labels[i]] - most);
        }
        return loss / labels.Count;
    }
}
