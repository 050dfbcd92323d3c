using KronClip.Methods;

namespace KronClip.Training;

/// <summary>
/// A mean of the learned parameters over the epochs, weighed by a bell curve: PromptSRC's Gaussian averaging (Khattak et al., ICCV 2023; muzairkhattak/PromptSRC
/// trainers/promptsrc.py). With θ_i the parameters after epoch i of n
/// <code>
/// θ = Σ_i w_i θ_i     w_i ∝ exp(−½ ((i − μ)/σ)²), Σ_i w_i = 1     published μ = 15, σ = 1, n = 20
/// </code>
/// Each parameter tensor is averaged by itself. State travels with checkpoints, and a training resumed from one ends with the same bits. Not thread-safe.
/// </summary>
public sealed class ParameterAverage
{
    readonly double[] weights;                 // w_i at i − 1
    Dictionary<string, float[]> state = new(StringComparer.Ordinal);

    /// <summary>An average that has seen no epoch.</summary>
    /// <param name="epochs">n, 1 or more.</param>
    /// <param name="mean">μ/n, from 0 to 1.</param>
    /// <param name="width">σ/n, above 0.</param>
    public ParameterAverage(int epochs, double mean, double width) => weights = Weights(epochs, mean, width);

    /// <summary>The sums so far, by parameter name; empty before the first epoch. The arrays are live: copy them to keep them.</summary>
    public IReadOnlyDictionary<string, float[]> State => state;

    /// <summary>w_1 … w_n.</summary>
    /// <inheritdoc cref="ParameterAverage(int, double, double)"/>
    public static double[] Weights(int epochs, double mean, double width)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(epochs, 1);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(width);
        var exponents = new double[epochs];
        for (var i = 0; i < epochs; i++)
            exponents[i] = -0.5 * Math.Pow((i + 1 - mean * epochs) / (width * epochs), 2);
        var (largest, sum) = (exponents.Max(), 0.0);       // the nearest epoch counts, however far it is
        for (var i = 0; i < epochs; i++)
            sum += exponents[i] = Math.Exp(exponents[i] - largest);
        return Array.ConvertAll(exponents, w => w / sum);
    }

    /// <summary>Adds the parameters as an epoch leaves them.</summary>
    /// <param name="epoch">From 1.</param>
    /// <param name="parameters">The parameters.</param>
    /// <param name="optimiser">Says where it stands, which may be elsewhere than where it looks next.</param>
    public void Add(int epoch, IReadOnlyList<Parameter> parameters, Optimiser optimiser)
    {
        ArgumentNullException.ThrowIfNull(parameters);
        ArgumentNullException.ThrowIfNull(optimiser);
        foreach (var parameter in parameters)
        {
            if (!state.TryGetValue(parameter.Name, out var sum))
                state[parameter.Name] = sum = new float[parameter.Count];
            var values = optimiser.Iterate(parameter);
            for (var i = 0; i < sum.Length; i++)
                sum[i] = (float)(sum[i] + weights[epoch - 1] * values[i]);
        }
    }

    /// <summary>Puts the mean into the parameters, after the last epoch.</summary>
    public void WriteTo(IReadOnlyList<Parameter> parameters)
    {
        ArgumentNullException.ThrowIfNull(parameters);
        foreach (var parameter in parameters)
            state[parameter.Name].CopyTo(parameter.Values, 0);
    }

    /// <summary>Puts back what <see cref="State"/> gave; the arrays are copied.</summary>
    /// <exception cref="TrainingException">The sums are not those of these parameters; nothing was changed.</exception>
    public void Restore(IReadOnlyDictionary<string, float[]> state, IReadOnlyList<Parameter> parameters)
    {
        ArgumentNullException.ThrowIfNull(state);
        ArgumentNullException.ThrowIfNull(parameters);
        if (state.Count > 0 && (state.Count != parameters.Count || parameters.Any(p => state.GetValueOrDefault(p.Name)?.Length != p.Count)))
            throw new TrainingException("The checkpoint's average over the epochs is not one of this method's parameters. Start a new run in another folder.");
        this.state = state.ToDictionary(s => s.Key, s => (float[])s.Value.Clone(), StringComparer.Ordinal);
    }
}
