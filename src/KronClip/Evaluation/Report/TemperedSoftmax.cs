namespace KronClip.Evaluation;

/// <summary>
/// softmax(z / T), computed from the distance to the largest logit: whatever the logits and the temperature, nothing overflows. Pure.
/// </summary>
public static class TemperedSoftmax
{
    /// <summary>softmax(z / T), [C].</summary>
    /// <param name="logits">z, [C].</param>
    /// <param name="temperature">T, above 0.</param>
    public static double[] Of(double[] logits, double temperature)
    {
        ArgumentNullException.ThrowIfNull(logits);
        var most = logits.Max();
        var p = Array.ConvertAll(logits, z => Math.Exp((z - most) / temperature));
        var sum = p.Sum();
        return Array.ConvertAll(p, x => x / sum);
    }

    /// <summary>-ln softmax(z / T)_y, which is finite even where the probability itself rounds to 0.</summary>
    /// <param name="logits">z, [C].</param>
    /// <param name="label">y.</param>
    /// <param name="temperature">T, above 0.</param>
    public static double LogLoss(double[] logits, int label, double temperature)
    {
        ArgumentNullException.ThrowIfNull(logits);
        var most = logits.Max();
        return Math.Log(logits.Sum(z => Math.Exp((z - most) / temperature))) - (logits[label] - most) / temperature;
    }

    /// <summary>The class of the largest logit, which no temperature changes; among equal ones the first.</summary>
    /// <param name="logits">z, [C].</param>
    public static int Likeliest(double[] logits)
    {
        ArgumentNullException.ThrowIfNull(logits);
        return Array.IndexOf(logits, logits.Max());
    }
}
