using KronClip.Methods;

namespace KronClip.Training;

/// <summary>
/// Stochastic gradient descent with momentum, as <c>torch.optim.SGD</c> does it: the first buffer is the first gradient, weight decay is
/// added to the gradient, and the rate multiplies the whole step (so a change of rate acts on the momentum too).
/// </summary>
/// <param name="options">Momentum, dampening, Nesterov and weight decay are used; the rate comes with each step.</param>
public sealed class Sgd(OptimiserOptions options) : Optimiser
{
    const string Prefix = "momentum.";

    readonly OptimiserOptions options = Validated(options);
    Dictionary<string, float[]> state = new(StringComparer.Ordinal);

    /// <inheritdoc/>
    public override IReadOnlyDictionary<string, float[]> State => state;

    /// <inheritdoc/>
    public override void Restore(IReadOnlyDictionary<string, float[]> state) => this.state = Copy(state, Prefix);

    private protected override void Apply(IReadOnlyList<Parameter> parameters, double learningRate, double loss)
    {
        var (rate, momentum, decay) = ((float)learningRate, (float)options.Momentum, (float)options.WeightDecay);
        var share = (float)(1 - options.Dampening);
        foreach (var parameter in parameters)
        {
            var (values, gradient) = (parameter.Values, parameter.Gradient);
            var buffer = momentum == 0 ? null : Find(state, Prefix, parameter);
            var first = momentum != 0 && buffer is null;
            if (first)
                state[Prefix + parameter.Name] = buffer = new float[parameter.Count];
            for (var i = 0; i < values.Length; i++)
            {
                var g = gradient[i] + decay * values[i];                    // g = ∇L + λ θ
                if (buffer is not null)
                {
                    buffer[i] = first ? g : momentum * buffer[i] + share * g;       // b = μ b + (1 - τ) g
                    g = options.Nesterov ? g + momentum * buffer[i] : buffer[i];
                }
                values[i] -= rate * g;                                      // θ = θ - η b
            }
        }
    }
}
