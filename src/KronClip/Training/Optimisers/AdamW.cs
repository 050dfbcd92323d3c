using KronClip.Methods;

namespace KronClip.Training;

/// <summary>
/// Adam with decoupled weight decay, as <c>torch.optim.AdamW</c> does it (Kingma and Ba, arXiv:1412.6980; Loshchilov and Hutter,
/// arXiv:1711.05101): the decay acts on the values and does not pass through the moments.
/// </summary>
/// <param name="options">The betas, epsilon and weight decay are used; the rate comes with each step.</param>
public sealed class AdamW(OptimiserOptions options) : Optimiser
{
    const string FirstMoment = "mean.", SecondMoment = "square.", Steps = "steps";
    const int StepDigit = 1 << 24;      // fp32 holds every whole number below this exactly

    readonly OptimiserOptions options = Validated(options);
    Dictionary<string, float[]> state = new(StringComparer.Ordinal);

    /// <inheritdoc/>
    public override IReadOnlyDictionary<string, float[]> State => state;

    /// <inheritdoc/>
    public override void Restore(IReadOnlyDictionary<string, float[]> state)
    {
        var copy = Copy(state, FirstMoment, SecondMoment, Steps);
        if (copy.Count > 0 && (!copy.TryGetValue(Steps, out var steps) || steps.Length != 2))
            throw new TrainingException("The optimiser state has no count of steps; it was not saved by AdamW, or is damaged.");
        this.state = copy;
    }

    private protected override void Apply(IReadOnlyList<Parameter> parameters, double learningRate, double loss)
    {
        var t = CountStep();
        var (beta1, beta2, epsilon) = ((float)options.Beta1, (float)options.Beta2, (float)options.Epsilon);
        var (rest1, rest2) = ((float)(1 - options.Beta1), (float)(1 - options.Beta2));
        var keep = (float)(1 - learningRate * options.WeightDecay);
        var rate = (float)(learningRate / (1 - Power(options.Beta1, t)));       // η / (1 - β1ᵗ)
        var root = (float)Math.Sqrt(1 - Power(options.Beta2, t));               // √(1 - β2ᵗ)
        foreach (var parameter in parameters)
        {
            var (values, gradient) = (parameter.Values, parameter.Gradient);
            var (m, v) = (Buffer(FirstMoment, parameter), Buffer(SecondMoment, parameter));
            for (var i = 0; i < values.Length; i++)
            {
                var g = gradient[i];
                m[i] = beta1 * m[i] + rest1 * g;                                // m = β1 m + (1 - β1) g
                v[i] = beta2 * v[i] + rest2 * g * g;                            // v = β2 v + (1 - β2) g²
                var direction = m[i] / (MathF.Sqrt(v[i]) / root + epsilon);     // m̂ / (√v̂ + ε), its factor 1 / (1 - β1ᵗ) in the rate
                values[i] = values[i] * keep - rate * direction;                // θ = (1 - η λ) θ - η m̂ / (√v̂ + ε)
            }
        }
    }

    float[] Buffer(string prefix, Parameter parameter) =>
        Find(state, prefix, parameter) ?? (state[prefix + parameter.Name] = new float[parameter.Count]);

    /// <summary>Adds one to the count of steps, kept as two fp32 digits so that it travels with the other state.</summary>
    long CountStep()
    {
        if (!state.TryGetValue(Steps, out var digits))
            state[Steps] = digits = new float[2];
        var t = (long)digits[0] * StepDigit + (long)digits[1] + 1;
        (digits[0], digits[1]) = (t / StepDigit, t % StepDigit);
        return t;
    }

    /// <summary>A whole power by squaring: the same bits on every machine, which <see cref="Math.Pow"/> does not promise.</summary>
    static double Power(double x, long exponent)
    {
        var result = 1.0;
        for (; exponent > 0; exponent >>= 1, x *= x)
        {
            if ((exponent & 1) == 1)
                result *= x;
        }
        return result;
    }
}
